package dev.tsumugi.fhirserver.shell.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The table {@code label_generation}: by which rules rows are labelled, and what a change of them
 * is not through with yet. A row of it never changes, so nothing that is cached ages; which is in
 * force is asked in the snapshot of the rows that are decided.
 */
final class LabelGenerations {
  /** A column of a statement: the generation in its snapshot. */
  static final String CURRENT = "(select max(generation) from label_generation)";

  private static final int HELD = 100;

  private final Map<Long, Relabelling> known = new ConcurrentHashMap<>();

  /**
   * One row.
   *
   * @param rules see {@link LabelRules}
   */
  record Generation(long number, int rules, Relabelling pending) {}

  Relabelling pending(Connection connection, long generation) throws SQLException {
    Relabelling held = known.get(generation);
    if (held != null) return held;
    String text =
        new Sql()
            .add("select pending from label_generation where generation = ?", generation)
            .first(connection, row -> row.getString(1))
            .orElseThrow(() -> new IllegalStateException("no label generation " + generation));
    Relabelling pending = Relabelling.read(text);
    if (known.size() > HELD) known.clear();
    known.put(generation, pending);
    return pending;
  }

  static Generation current(Connection connection) throws SQLException {
    return new Sql()
        .add(
            "select generation, rules, pending from label_generation order by generation desc limit"
                + " 1")
        .first(
            connection,
            row ->
                new Generation(row.getLong(1), row.getInt(2), Relabelling.read(row.getString(3))))
        .orElseThrow(() -> new IllegalStateException("there is no label generation"));
  }

  static void add(Connection connection, Generation generation) throws SQLException {
    new Sql()
        .add(
            "insert into label_generation (generation, rules, pending) values (?, ?, ?)",
            generation.number(),
            generation.rules(),
            generation.pending().text())
        .run(connection);
  }
}
