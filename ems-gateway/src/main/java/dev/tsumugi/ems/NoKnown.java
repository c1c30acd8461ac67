package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Table;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Entries that say "no known …". Only such an entry says none, and not beside one that says some:
 * should that one be withheld, the statement of none would be a falsehood.
 */
final class NoKnown {
  /** Of every category. */
  static final String ALL = "*";

  private static final String NO_INFORMATION = "no-information";

  /**
   * @param about category of allergies it speaks of, {@link #ALL}, or that there is no information
   */
  record Statement(String about, String text, String english) {
    boolean isNoInformation() {
      return about.equals(NO_INFORMATION);
    }

    /** Whether an entry of these categories contradicts it; no category may be any. */
    boolean contradicts(Set<String> categories) {
      return about.equals(ALL) || categories.isEmpty() || categories.contains(about);
    }
  }

  private static final Map<Coding, Statement> STATEMENTS = new LinkedHashMap<>();

  static {
    for (List<String> row : Table.rows(NoKnown.class, "no-known.tsv", 5)) {
      STATEMENTS.put(
          new Coding(row.get(0), row.get(1)), new Statement(row.get(2), row.get(3), row.get(4)));
    }
  }

  private NoKnown() {}

  static Optional<Statement> in(Json.Obj resource, String member) {
    for (Coding coding : Elements.codings(resource, member)) {
      Statement statement = STATEMENTS.get(coding);
      if (statement != null) return Optional.of(statement);
    }
    return Optional.empty();
  }

  /**
   * The lines without the statements that others contradict.
   *
   * @param some what the entries that say some are about, each a set of categories
   */
  static List<Line> consistent(
      List<Line> lines, Map<Line, Statement> statements, List<Set<String>> some) {
    List<Line> kept = new ArrayList<>(lines);
    statements.forEach(
        (line, statement) -> {
          if (some.stream().noneMatch(statement::contradicts)) kept.add(line);
        });
    return kept;
  }
}
