package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Membership;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.fhirserver.r4.Index;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Period;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What stands, or should stand, in the tables beside the rows of resources; order is no matter. */
final class SideValues {
  static final List<String> SEARCHED = List.of("string_value", "date_value", "number_value");

  /** Where in its cells a search value says whose it is. */
  private static final int PARAM = 1;

  /** Whose values. */
  record Key(long patient, long row) {}

  private record In(String table, Key key) {}

  private final Map<In, Map<List<Object>, Integer>> counts = new HashMap<>();

  private void add(String table, Key key, Object... cells) {
    counts
        .computeIfAbsent(new In(table, key), k -> new HashMap<>())
        .merge(List.of(cells), 1, Integer::sum);
  }

  /** The same but for the search values of some parameters. */
  SideValues without(Set<Short> params) {
    if (params.isEmpty()) return this;
    SideValues rest = new SideValues();
    counts.forEach(
        (in, rows) -> {
          Map<List<Object>, Integer> kept = new HashMap<>(rows);
          if (SEARCHED.contains(in.table())) {
            kept.keySet().removeIf(cells -> params.contains(cells.get(PARAM)));
          }
          if (!kept.isEmpty()) rest.counts.put(in, kept);
        });
    return rest;
  }

  /** True if both say the same of this row. */
  boolean agrees(SideValues other, String table, Key key) {
    In in = new In(table, key);
    return counts.getOrDefault(in, Map.of()).equals(other.counts.getOrDefault(in, Map.of()));
  }

  /** What the write path would put there. */
  static SideValues of(R4 r4, Draft draft, Key key) {
    SideValues due = new SideValues();
    short type = r4.typeNumber(draft.ref().type());
    for (Index.StringValue value : draft.index().strings()) {
      short param = draft.number(r4, value.param());
      due.add("string_value", key, type, param, value.folded(), value.value());
    }
    draft
        .otherDates()
        .forEach(
            (code, periods) -> {
              for (Period period : periods) {
                short param = draft.number(r4, code);
                due.add("date_value", key, type, param, kept(period.from()), kept(period.until()));
              }
            });
    for (Index.NumberValue value : draft.numbers()) {
      short param = draft.number(r4, value.param());
      NumberRow row = NumberRow.of(type, param, value);
      due.add(
          "number_value",
          key,
          type,
          param,
          row.unit(),
          row.code(),
          row.label(),
          row.low().stripTrailingZeros(),
          row.high().stripTrailingZeros(),
          row.base(),
          row.baseLow().stripTrailingZeros(),
          row.baseHigh().stripTrailingZeros(),
          row.beside());
    }
    for (Tie tie : draft.ties()) {
      List<String> powers = tie.powers().stream().map(Enum::name).sorted().toList();
      Period period = tie.period();
      due.add(
          "tie",
          key,
          tie.kind().name(),
          tie.actor(),
          powers,
          kept(period.from()),
          kept(period.until()),
          tie.via().orElse(""),
          tie.authority().map(Enum::name).orElse(""));
    }
    for (Membership one : draft.memberships()) {
      Period period = one.period();
      due.add(
          "membership",
          key,
          one.member(),
          one.whole(),
          kept(period.from()),
          kept(period.until()),
          type);
    }
    for (long member : draft.members()) due.add("member", key, type, member);
    return due;
  }

  /** What stands there for these rows. */
  static SideValues read(Connection connection, Collection<Key> keys) throws SQLException {
    SideValues found = new SideValues();
    found.read(connection, keys, "string_value", "patient", "type, param, value, exact");
    found.read(connection, keys, "date_value", "patient", "type, param, since, until");
    found.read(
        connection,
        keys,
        "number_value",
        "patient",
        "type, param, unit, code, label, low, high, base, base_low, base_high, beside");
    found.read(
        connection,
        keys,
        "tie",
        "patient",
        "kind, actor, powers, since, until, coalesce(via, ''), coalesce(authority, '')");
    found.memberships(connection, keys);
    found.read(connection, keys, "member", "owner", "type, patient");
    return found;
  }

  private void read(
      Connection connection, Collection<Key> keys, String table, String owner, String columns)
      throws SQLException {
    Sql sql =
        new Sql()
            .add("select " + owner + ", row, " + columns + " from " + table)
            .add(
                " where (" + owner + ", row) in (select * from unnest(?, ?))",
                keys.stream().mapToLong(Key::patient).toArray(),
                keys.stream().mapToLong(Key::row).toArray());
    sql.each(connection, row -> add(table, new Key(row.getLong(1), row.getLong(2)), cells(row)));
  }

  /** Of these rows alone: the table does not tell a patient, for they are nobody's. */
  private void memberships(Connection connection, Collection<Key> keys) throws SQLException {
    new Sql()
        .add("select k.patient, k.row, m.member, m.whole, m.since, m.until, m.type from")
        .add(
            " unnest(?, ?) k (patient, row) join membership m on m.row = k.row",
            keys.stream().mapToLong(Key::patient).toArray(),
            keys.stream().mapToLong(Key::row).toArray())
        .each(
            connection,
            row -> add("membership", new Key(row.getLong(1), row.getLong(2)), cells(row)));
  }

  private static Object[] cells(ResultSet row) throws SQLException {
    Object[] cells = new Object[row.getMetaData().getColumnCount() - 2];
    for (int i = 0; i < cells.length; i++) cells[i] = cell(row, i + 3);
    return cells;
  }

  private static Object cell(ResultSet row, int column) throws SQLException {
    return switch (row.getMetaData().getColumnTypeName(column)) {
      case "int2" -> row.getShort(column);
      case "int8" -> row.getLong(column);
      case "numeric" -> row.getBigDecimal(column).stripTrailingZeros();
      case "timestamptz" -> row.getObject(column, OffsetDateTime.class).toInstant();
      case "_int8" -> Arrays.stream(Row.longs(row.getArray(column))).sorted().boxed().toList();
      case "_text" -> Stream.of((String[]) row.getArray(column).getArray()).sorted().toList();
      default -> row.getString(column);
    };
  }

  /** An instant as the database's driver keeps it: to the nearest microsecond. */
  static Instant kept(Instant written) {
    return written.plusNanos(500).truncatedTo(ChronoUnit.MICROS);
  }

  static boolean sameSet(long[] some, long[] others) {
    return Arrays.equals(sorted(some), sorted(others));
  }

  private static long[] sorted(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
