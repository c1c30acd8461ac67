package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.ParametersInForce.Progress;
import dev.tsumugi.fhirserver.ParametersInForce.Progress.State;
import dev.tsumugi.fhirserver.r4.LoadedParameter;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The table {@code search_parameter}: what is loaded, and how far its index is. */
final class ParameterTable {
  private static final String COLUMNS =
      "number, id, url, code, kind, types, expression, targets, state, total, done, at_type, at_id";

  private final R4 r4;

  /**
   * @param r4 without loaded parameters
   */
  ParameterTable(R4 r4) {
    this.r4 = r4;
  }

  /**
   * One row.
   *
   * @param id of the SearchParameter
   * @param atType number of the type under way, 0 before the first
   * @param atId the last id of it that was looked at
   */
  record Entry(
      short number,
      String id,
      LoadedParameter definition,
      Progress progress,
      short atType,
      String atId) {
    boolean is(State state) {
      return progress.state() == state;
    }

    /** Whether searches ask it, or will: what is written has its values. */
    boolean written() {
      return !is(State.RETIRED);
    }
  }

  /** As {@link #read}; nothing where the schema is of an older release. */
  List<Entry> readIfThere(Connection connection) throws SQLException {
    Sql there = new Sql().add("select to_regclass('search_parameter') is not null");
    try (PreparedStatement statement = there.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getBoolean(1) ? read(connection) : List.of();
    }
  }

  /** All rows, by number. */
  List<Entry> read(Connection connection) throws SQLException {
    return read(connection, new Sql());
  }

  List<Entry> of(Connection connection, String id) throws SQLException {
    return read(connection, new Sql().add(" where id = ?", id));
  }

  private List<Entry> read(Connection connection, Sql where) throws SQLException {
    Sql sql =
        new Sql().add("select " + COLUMNS + " from search_parameter").add(where).add(" order by 1");
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) entries.add(entry(row));
    }
    return entries;
  }

  private Entry entry(ResultSet row) throws SQLException {
    List<String> types = new ArrayList<>();
    for (int type : Row.shorts(row.getArray(6))) types.add(r4.typeName((short) type));
    LoadedParameter definition =
        new LoadedParameter(
            row.getString(3),
            row.getString(4),
            SearchParameter.Kind.valueOf(row.getString(5)),
            types,
            row.getString(7),
            Set.copyOf(Facts.texts(row.getArray(8))));
    Progress progress =
        new Progress(State.valueOf(row.getString(9)), row.getLong(11), row.getLong(10));
    return new Entry(
        row.getShort(1),
        row.getString(2),
        definition,
        progress,
        row.getShort(12),
        row.getString(13));
  }

  static long generation(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        new Sql().add("select generation from parameter_set").prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  static void grow(Connection connection) throws SQLException {
    change(connection, new Sql().add("update parameter_set set generation = generation + 1"));
  }

  void add(Connection connection, String id, LoadedParameter definition) throws SQLException {
    int[] types = definition.types().stream().mapToInt(r4::typeNumber).toArray();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into search_parameter (id, url, code, kind, types, expression, targets, state)"
                + " values (?, ?, ?, ?, ?, ?, ?, 'INDEXING')")) {
      statement.setString(1, id);
      statement.setString(2, definition.url());
      statement.setString(3, definition.code());
      statement.setString(4, definition.kind().name());
      statement.setArray(5, Sql.shorts(connection, types));
      statement.setString(6, definition.expression());
      String[] targets = definition.targets().stream().sorted().toArray(String[]::new);
      statement.setArray(7, connection.createArrayOf("text", targets));
      statement.executeUpdate();
    }
  }

  /** Its way over the rows begins anew, now to remove its values. */
  void retire(Connection connection, Entry entry) throws SQLException {
    change(
        connection,
        new Sql()
            .add(
                "update search_parameter set state = 'RETIRED', total = -1, done = 0, at_type = 0,"
                    + " at_id = '' where number = ?",
                entry.number()));
  }

  /** The same step on the way for each of {@code numbers}. */
  static void move(
      Connection connection,
      Collection<Short> numbers,
      Progress progress,
      short atType,
      String atId)
      throws SQLException {
    change(
        connection,
        new Sql()
            .add(
                "update search_parameter set state = ?, total = ?, done = ?, at_type = ?, at_id = ?"
                    + " where number = any (?)",
                progress.state().name(),
                progress.total(),
                progress.done(),
                atType,
                atId,
                ints(numbers)));
  }

  static void remove(Connection connection, Collection<Short> numbers) throws SQLException {
    change(
        connection,
        new Sql()
            .add("delete from search_parameter where number = any (?)", (Object) ints(numbers)));
  }

  /** Whether each of {@code numbers} is answered, in the snapshot of the connection. */
  static boolean allActive(Connection connection, Collection<Short> numbers) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select count(*) from search_parameter where number = any (?) and state = 'ACTIVE'",
                (Object) ints(numbers));
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getInt(1) == numbers.size();
    }
  }

  static int[] ints(Collection<Short> numbers) {
    return numbers.stream().mapToInt(Short::intValue).toArray();
  }

  private static void change(Connection connection, Sql sql) throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.executeUpdate();
    }
  }
}
