package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Limits;
import dev.tsumugi.kernel.Problem;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A statement in the making: text and its bound values, side by side. Values never become text. */
final class Sql {
  /** Rows at a time: a row may be a document of a megabyte. */
  static final int PORTION = 200;

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Sql add(String fragment, Object... bound) {
    text.append(fragment);
    values.addAll(List.of(bound));
    return this;
  }

  Sql add(Sql other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  /** A condition that is the gate of this place, marked as such. */
  Sql gate(GateTag tag, Sql condition) {
    return add("/*gate:" + tag.word() + "*/(").add(condition).add(")/*gate*/");
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /**
   * @throws Problem TOO_LARGE if it compares with more values than a statement can carry
   */
  PreparedStatement prepare(Connection connection) throws SQLException {
    if (values.size() > Limits.COMPARED) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE,
          "this compares with more than "
              + Limits.COMPARED
              + " values in one step; ask for fewer alternatives");
    }
    PreparedStatement statement = connection.prepareStatement(text.toString());
    for (int i = 0; i < values.size(); i++) bind(connection, statement, i + 1, values.get(i));
    return statement;
  }

  /** What is done with each row of an answer. */
  interface EachRow {
    void take(ResultSet row) throws SQLException;
  }

  /** Takes the answer in portions, so that its length does not matter; needs a transaction. */
  void each(Connection connection, EachRow taker) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      statement.setFetchSize(PORTION);
      ResultSet row = statement.executeQuery();
      while (row.next()) taker.take(row);
    }
  }

  /** How many rows it changed. */
  int run(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      return statement.executeUpdate();
    }
  }

  /** How a row is read; the cursor stands on it. */
  interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** The first row of the answer. */
  <T> Optional<T> first(Connection connection, Reading<T> reading) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      ResultSet row = statement.executeQuery();
      return row.next() ? Optional.of(reading.of(row)) : Optional.empty();
    }
  }

  /** All rows of the answer, which is short. */
  <T> List<T> all(Connection connection, Reading<T> reading) throws SQLException {
    List<T> all = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) all.add(reading.of(row));
    }
    return all;
  }

  private static void bind(Connection connection, PreparedStatement statement, int at, Object value)
      throws SQLException {
    if (value instanceof Instant instant) {
      statement.setObject(at, time(instant));
    } else if (value instanceof long[] longs) {
      statement.setArray(at, longs(connection, longs));
    } else if (value instanceof int[] ints) {
      statement.setArray(at, connection.createArrayOf("int4", box(ints)));
    } else if (value instanceof String[] texts) {
      statement.setArray(at, connection.createArrayOf("text", texts));
    } else {
      statement.setObject(at, value);
    }
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Array longs(Connection connection, long[] longs) throws SQLException {
    Long[] boxed = new Long[longs.length];
    for (int i = 0; i < longs.length; i++) boxed[i] = longs[i];
    return connection.createArrayOf("int8", boxed);
  }

  static Array shorts(Connection connection, int[] numbers) throws SQLException {
    return connection.createArrayOf("int2", box(numbers));
  }

  static long[] longs(Collection<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static Integer[] box(int[] ints) {
    Integer[] boxed = new Integer[ints.length];
    for (int i = 0; i < ints.length; i++) boxed[i] = ints[i];
    return boxed;
  }
}
