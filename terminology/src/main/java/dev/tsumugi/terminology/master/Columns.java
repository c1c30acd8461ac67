package dev.tsumugi.terminology.master;

import dev.tsumugi.kernel.Folding;
import dev.tsumugi.terminology.master.TableMapping.Cell;
import dev.tsumugi.terminology.master.TableMapping.Header;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which column is which, and what a cell of a row says. */
final class Columns {
  private static final int QUOTED = 40;

  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> names;
  private final Refusals refusals;

  /** How many lines on top are names. */
  private final int header;

  private Columns(List<String> names, int header, Refusals refusals) {
    this.names = names;
    this.header = header;
    this.refusals = refusals;
    for (int i = 0; i < names.size(); i++) places.putIfAbsent(key(names.get(i)), i);
  }

  static Columns of(Header kind, List<String> known, List<Line> lines, Refusals refusals) {
    List<String> first = lines.isEmpty() ? List.of() : lines.get(0).cells();
    boolean present =
        switch (kind) {
          case REQUIRED -> true;
          case NONE -> false;
          case OPTIONAL -> isHeader(first, known);
        };
    return new Columns(present ? first : known, present ? 1 : 0, refusals);
  }

  /** At least half of the known names are among them: data never looks like that. */
  private static boolean isHeader(List<String> first, List<String> known) {
    List<String> keys = first.stream().map(Columns::key).toList();
    long found = known.stream().filter(name -> keys.contains(key(name))).count();
    return found > 0 && found * 2 >= known.size();
  }

  private static String key(String name) {
    return Folding.fold(name).replace(" ", "");
  }

  int header() {
    return header;
  }

  /** Refuses the file if a column that a cell needs is missing. */
  void check(Cell cell, boolean optional) {
    if (optional || index(cell) >= 0) return;
    refusals.add(
        header,
        "there is no column "
            + String.join(" or ", cell.columns())
            + "; the columns are "
            + String.join(", ", names));
  }

  private int index(Cell cell) {
    for (String name : cell.columns()) {
      Integer index = places.get(key(name));
      if (index != null) return index;
    }
    return -1;
  }

  /** The cell as written, without surrounding spaces. */
  String raw(Line line, Cell cell) {
    int index = index(cell);
    return index < 0 ? "" : line.cell(index);
  }

  /** What the cell says; empty if nothing, null if it cannot be right and was refused. */
  @Nullable String value(Line line, Cell cell) {
    String raw = raw(line, cell);
    String value = part(cell, raw);
    if (value.isEmpty()) {
      if (!cell.required()) return value;
      refusals.add(line.number(), "the column " + name(cell) + " is empty");
      return null;
    }
    if (cell.pattern() == null || cell.pattern().matcher(value).matches()) return value;
    refusals.add(
        line.number(), "the column " + name(cell) + " cannot hold \"" + shortened(raw) + "\"");
    return null;
  }

  private static String part(Cell cell, String raw) {
    String clean = cell.remove() == null ? raw : cell.remove().matcher(raw).replaceAll("");
    int from = Math.min(cell.from(), clean.length());
    int to = cell.to() < 0 ? clean.length() : Math.min(cell.to(), clean.length());
    String part = clean.substring(from, Math.max(from, to));
    boolean dotted = cell.dot() > 0 && part.length() > cell.dot() && part.indexOf('.') < 0;
    return dotted ? part.substring(0, cell.dot()) + "." + part.substring(cell.dot()) : part;
  }

  private String name(Cell cell) {
    int index = index(cell);
    return index < 0 || index >= names.size() ? cell.columns().get(0) : names.get(index);
  }

  static String shortened(String text) {
    return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
  }
}
