package dev.tsumugi.terminology.master;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows parted by a character, cells quoted where they hold it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class Delimited {
  private final String text;
  private final char delimiter;
  private final Refusals refusals;
  private final List<Line> lines = new ArrayList<>();
  private List<String> cells = new ArrayList<>();
  private int at;
  private int line = 1;

  private Delimited(String text, char delimiter, Refusals refusals) {
    this.text = text;
    this.delimiter = delimiter;
    this.refusals = refusals;
  }

  /** Every row that holds anything. */
  static List<Line> rows(String text, char delimiter, Refusals refusals) {
    return new Delimited(text, delimiter, refusals).read();
  }

  private List<Line> read() {
    while (at < text.length()) row();
    return lines;
  }

  private void row() {
    int began = line;
    cells = new ArrayList<>();
    boolean more = true;
    while (more) {
      boolean quoted = at < text.length() && text.charAt(at) == '"';
      cells.add(quoted ? quoted(began) : plain());
      more = at < text.length() && text.charAt(at) == delimiter;
      if (more) at++;
    }
    endOfLine(began);
    Line read = new Line(began, cells);
    if (!read.blank()) lines.add(read);
  }

  private String plain() {
    int from = at;
    while (at < text.length() && !ends(text.charAt(at))) at++;
    return text.substring(from, at);
  }

  private boolean ends(char c) {
    return c == delimiter || c == '\n' || c == '\r';
  }

  private String quoted(int began) {
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        if (c == '\n') line++;
        cell.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        cell.append('"');
        at++;
      } else {
        return cell.toString();
      }
    }
    refusals.add(began, "a quotation mark opens here and is never closed");
    return cell.toString();
  }

  private void endOfLine(int began) {
    if (at < text.length() && !ends(text.charAt(at))) {
      refusals.add(began, "after a closing quotation mark comes more text");
      while (at < text.length() && text.charAt(at) != '\n') at++;
    }
    if (at < text.length() && text.charAt(at) == '\r') at++;
    if (at < text.length() && text.charAt(at) == '\n') at++;
    // A lone carriage return ends a line as well: tables from old machines.
    line++;
  }
}
