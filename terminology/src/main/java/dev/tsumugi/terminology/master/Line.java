package dev.tsumugi.terminology.master;

import java.util.List;

/**
 * One row of a table.
 *
 * @param number of the line it begins on, from 1
 */
record Line(int number, List<String> cells) {
  Line {
    cells = List.copyOf(cells);
  }

  /** A cell without surrounding spaces; empty beyond the last. */
  String cell(int index) {
    return index < cells.size() ? cells.get(index).strip() : "";
  }

  boolean blank() {
    return cells.stream().allMatch(String::isBlank);
  }
}
