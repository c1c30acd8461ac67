package dev.tsumugi.terminology;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table that comes with the hub: {@code #} comments, a line of names, cells parted by tabs. */
final class ContentTable {
  private ContentTable() {}

  /** One row; "-" stands for nothing. */
  record Row(String table, Map<String, String> cells) {
    /** Empty if there is nothing. */
    String get(String name) {
      String cell = cells.get(name);
      if (cell == null) throw new IllegalStateException(table + " has no column " + name);
      return cell.equals("-") ? "" : cell;
    }
  }

  static List<Row> rows(String table) {
    List<Row> rows = new ArrayList<>();
    List<String> names = List.of();
    for (String line : text(table).split("\n")) {
      if (line.isEmpty() || line.startsWith("#")) continue;
      List<String> cells = List.of(line.split("\t", -1));
      if (names.isEmpty()) {
        names = cells;
        continue;
      }
      if (cells.size() != names.size()) {
        throw new IllegalStateException(table + ": wrong number of cells: " + line);
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) row.put(names.get(i), cells.get(i));
      rows.add(new Row(table, row));
    }
    return rows;
  }

  private static String text(String table) {
    try (InputStream in = ContentTable.class.getResourceAsStream("content/" + table + ".tsv")) {
      if (in == null) throw new IllegalStateException("the jar lacks " + table + ".tsv");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
