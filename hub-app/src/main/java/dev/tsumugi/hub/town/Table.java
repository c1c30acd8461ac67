package dev.tsumugi.hub.town;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text file beside this class: {@code #} comments, a row of names, then rows parted by "|". */
final class Table {
  /** One row; "-" stands for nothing. */
  record Row(String file, Map<String, String> fields) {
    String get(String name) {
      String value = fields.get(name);
      if (value == null) throw new IllegalStateException(file + " has no column " + name);
      return value;
    }

    @Nullable String maybe(String name) {
      String value = get(name);
      return value.equals("-") ? null : value;
    }

    int number(String name) {
      return Integer.parseInt(get(name));
    }

    List<String> words(String name) {
      String value = maybe(name);
      return value == null ? List.of() : List.of(value.split(" "));
    }
  }

  private Table() {}

  static List<Row> rows(String file) {
    List<Row> rows = new ArrayList<>();
    String[] names = {};
    for (String line : text(file).split("\n")) {
      if (line.isEmpty() || line.startsWith("#")) continue;
      String[] fields = line.split("\\|", -1);
      if (names.length == 0) {
        names = fields;
        continue;
      }
      if (fields.length != names.length) {
        throw new IllegalStateException(file + ": wrong number of fields: " + line);
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) row.put(names[i], fields[i]);
      rows.add(new Row(file, row));
    }
    return rows;
  }

  /** The rows by their first column. */
  static Map<String, Row> byKey(String file, String key) {
    Map<String, Row> found = new LinkedHashMap<>();
    for (Row row : rows(file)) {
      if (found.put(row.get(key), row) != null) {
        throw new IllegalStateException(file + ": twice " + row.get(key));
      }
    }
    return found;
  }

  private static String text(String file) {
    try (InputStream in = Table.class.getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException("the town lacks its file " + file);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
