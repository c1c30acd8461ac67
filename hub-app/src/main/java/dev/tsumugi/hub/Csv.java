package dev.tsumugi.hub;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values (RFC 4180), as spreadsheets write them: UTF-8, perhaps with a mark. */
final class Csv {
  /**
   * One record.
   *
   * @param line where it begins, from 1
   */
  record Row(int line, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }

    boolean blank() {
      return cells.stream().allMatch(String::isBlank);
    }
  }

  private final String text;
  private int at;
  private int line = 1;

  private Csv(String text) {
    this.text = text;
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  static List<Row> rows(String text) {
    Csv csv = new Csv(text);
    List<Row> rows = new ArrayList<>();
    while (csv.at < text.length()) rows.add(csv.row());
    return rows;
  }

  private Row row() {
    int start = line;
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(cell());
      if (at >= text.length()) return new Row(start, cells);
      char end = text.charAt(at++);
      if (end == ',') continue;
      if (end == '\r' && at < text.length() && text.charAt(at) == '\n') at++;
      line++;
      return new Row(start, cells);
    }
  }

  private String cell() {
    if (at < text.length() && text.charAt(at) == '"') return quoted();
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) at++;
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        if (at >= text.length() || text.charAt(at) != '"') break;
        at++;
      }
      if (c == '\n') line++;
      cell.append(c);
    }
    // What stands between a closing quote and the comma belongs to the cell, too.
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0)
      cell.append(text.charAt(at++));
    return cell.toString();
  }
}
