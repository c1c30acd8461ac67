package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Policies;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.fhirserver.MatchKeys;
import dev.tsumugi.fhirserver.Sheets.Wanted;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The statements on {@code match_person}. */
final class MatchTable {
  /** So many of a block are read, whatever is asked for: beyond, it tells nobody from anybody. */
  private static final int READ = 1_000;

  /** So many are compared in whole: of those who chose something, and of those who never did. */
  private static final int COMPARED = 100;

  private MatchTable() {}

  /** The keys of these Patients, as they stand now. */
  static void keep(Connection connection, MatchKeys keys, Map<Ref, Json.Obj> patients)
      throws SQLException {
    if (patients.isEmpty()) return;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into match_person (patient, keys) values (?, ?) on conflict (patient) do update"
                + " set keys = excluded.keys where match_person.keys <> excluded.keys")) {
      for (Map.Entry<Ref, Json.Obj> one : new TreeMap<>(patients).entrySet()) {
        statement.setLong(1, Draft.key(one.getKey()));
        statement.setArray(2, Sql.longs(connection, hashes(keys.of(one.getValue()))));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  static void forget(Connection connection, Collection<Ref> patients) throws SQLException {
    if (patients.isEmpty()) return;
    long[] gone = patients.stream().mapToLong(Draft::key).sorted().toArray();
    new Sql()
        .add("delete from match_person where patient = any (?)", (Object) gone)
        .run(connection);
  }

  /** The Patients of these compartments. */
  static List<Row> people(Connection connection, R4 r4, Reader reader, Collection<Long> patients)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + " from resource r where r.patient = any (?) and r.type = ?",
                Sql.longs(patients),
                r4.typeNumber("Patient"));
    List<Row> people = new ArrayList<>();
    for (Row row : reader.rows(connection, sql, "Patient")) {
      if (Draft.key(row.ref()) == row.patient()) people.add(row);
    }
    return people;
  }

  /** On {@code r}: the Patient is of a compartment that shares keys as one of the blocks asks. */
  static Sql sharing(R4 r4, List<Wanted.Block> blocks) {
    Sql sql = new Sql().add("r.type = ? and r.patient in (", r4.typeNumber("Patient"));
    String union = "";
    for (Wanted.Block block : blocks) {
      sql.add(
          union + "select patient from match_person where keys && ?",
          (Object) hashes(block.some()));
      if (!block.others().isEmpty()) sql.add(" and keys && ?", (Object) hashes(block.others()));
      union = " union ";
    }
    return sql.add(")");
  }

  /** In an order of their own, so that equal keys are equal arrays. */
  static long[] hashes(Collection<String> keys) {
    return keys.stream().mapToLong(Hash64::of).distinct().sorted().toArray();
  }

  /**
   * Whose Patient is to be compared, the most likely first. Those who never chose anything and
   * those who did do not crowd each other out: in most cities nearly all of either may not be seen.
   */
  static List<Long> candidates(
      Connection connection, PolicyTexts policies, List<Wanted.Block> blocks, Instant now)
      throws SQLException {
    int none = policies.id(Policies.write(Policy.NONE).text());
    List<Wanted.Block> ordered =
        blocks.stream().sorted(Comparator.comparing(block -> block.others().isEmpty())).toList();
    int narrowed = (int) ordered.stream().filter(block -> !block.others().isEmpty()).count();
    Sql sql = new Sql();
    among(sql, ordered.subList(0, narrowed), 0, " and p.keys && b.others::bigint[]", none, now);
    sql.add(" union all ");
    among(sql, ordered.subList(narrowed, ordered.size()), narrowed, "", none, now);
    Map<Long, Found> found = new HashMap<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      var row = statement.executeQuery();
      while (row.next()) {
        int weight = ordered.get((int) row.getLong(1) - 1).weight();
        found.merge(
            row.getLong(2),
            new Found(row.getLong(2), row.getBoolean(3), weight),
            (one, more) -> new Found(one.patient(), one.chose(), one.weight() + more.weight()));
      }
    }
    List<Long> best = new ArrayList<>(best(found.values(), true));
    best.addAll(best(found.values(), false));
    return best;
  }

  /**
   * @param before how many blocks were numbered before these
   * @param narrowing a condition more
   */
  private static void among(
      Sql sql, List<Wanted.Block> blocks, int before, String narrowing, int none, Instant now) {
    String[] some = blocks.stream().map(b -> literal(hashes(b.some()))).toArray(String[]::new);
    String[] others = blocks.stream().map(b -> literal(hashes(b.others()))).toArray(String[]::new);
    int[] most = blocks.stream().mapToInt(Wanted.Block::most).toArray();
    sql.add(
        "select b.n + ?, f.patient, f.chose from unnest(?::text[], ?::text[], ?::int[]) with"
            + " ordinality b(keys, others, most, n) cross join lateral (select c.patient, c.policy"
            + " <> ? as chose from (select p.patient from match_person p where p.keys &&"
            + " b.keys::bigint[]"
            + narrowing
            + " limit "
            + READ
            + ") p join compartment c on c.patient = p.patient where c.died is null or c.died > ?"
            + " order by chose desc, c.patient limit b.most) f",
        before,
        some,
        others,
        most,
        none,
        now);
  }

  private record Found(long patient, boolean chose, int weight) {}

  private static List<Long> best(Collection<Found> found, boolean chose) {
    return found.stream()
        .filter(one -> one.chose() == chose)
        .sorted(Comparator.comparingInt((Found one) -> -one.weight()).thenComparing(Found::patient))
        .limit(COMPARED)
        .map(Found::patient)
        .toList();
  }

  private static String literal(long[] hashes) {
    return Arrays.toString(hashes).replace('[', '{').replace(']', '}').replace(" ", "");
  }
}
