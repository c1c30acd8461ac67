package dev.tsumugi.fhirserver.r4;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One of the generated files beside this class. */
final class FactsFile {
  private FactsFile() {}

  static List<String> lines(String name) {
    try (InputStream in = FactsFile.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing from this build");
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return reader.lines().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
