package dev.tsumugi.testkit.scene;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The tables of this package: columns between tabs, lines that begin with # say what they are. */
final class Tables {
  private Tables() {}

  static List<List<String>> rows(String name) {
    try (InputStream in = Tables.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing");
      List<List<String>> rows = new ArrayList<>();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.split("\n")) {
        if (!line.isEmpty() && !line.startsWith("#")) rows.add(List.of(line.split("\t", -1)));
      }
      return rows;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
