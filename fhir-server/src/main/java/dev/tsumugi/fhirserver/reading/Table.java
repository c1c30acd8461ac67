package dev.tsumugi.fhirserver.reading;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A table that lies beside a class: lines of tab-separated cells; {@code #} starts a remark. */
public final class Table {
  private Table() {}

  /**
   * @param cells how many each line has
   */
  public static List<List<String>> rows(Class<?> beside, String name, int cells) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing");
      List<List<String>> rows =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> List.of(line.split("\t", -1)))
              .toList();
      for (List<String> row : rows) {
        if (row.size() != cells) throw new IllegalStateException(name + ": " + row);
      }
      return rows;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The words of a cell; {@code -} is none. */
  public static List<String> words(String cell) {
    return cell.equals("-") ? List.of() : List.of(cell.split(" ", -1));
  }
}
