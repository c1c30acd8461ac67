package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Coding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every code that rows of a facet have, or had. It only grows, so what is cached holds; a change of
 * the sensitivity value sets finds by it which facets it can touch (docs/adr/0015). It is written
 * durably before the rows are: what a row has is never missing.
 */
final class Vocabulary {
  /** Bounds, not lifetimes: what was forgotten is written once more, and changes nothing. */
  private static final int CODES_HELD = 200_000;

  private static final int PAIRS_HELD = 1_000_000;

  private final Database database;
  private final Map<Coding, Integer> ids = new ConcurrentHashMap<>();
  private final Set<Long> pairs = ConcurrentHashMap.newKeySet();

  Vocabulary(Database database) {
    this.database = database;
  }

  /** That rows of these facets have these codes. */
  void learn(Map<Integer, Set<Coding>> met) {
    Map<Coding, Integer> numbers = new HashMap<>();
    Set<Coding> fresh = new HashSet<>();
    List<Pair> wanted = new ArrayList<>();
    for (Map.Entry<Integer, Set<Coding>> one : met.entrySet()) {
      for (Coding coding : one.getValue()) {
        Integer id = ids.get(coding);
        if (id != null && pairs.contains(pair(id, one.getKey()))) continue;
        if (id == null) fresh.add(coding);
        else numbers.put(coding, id);
        wanted.add(new Pair(coding, one.getKey()));
      }
    }
    if (wanted.isEmpty()) return;
    if (!fresh.isEmpty()) numbers.putAll(name(fresh));
    Set<Long> missing = new TreeSet<>();
    for (Pair one : wanted) {
      Integer id = numbers.get(one.coding());
      if (id == null) throw new IllegalStateException("a code that was just written has no number");
      missing.add(pair(id, one.facet()));
    }
    database.durably(connection -> add(connection, missing));
    if (pairs.size() > PAIRS_HELD) pairs.clear();
    pairs.addAll(missing);
  }

  private record Pair(Coding coding, int facet) {}

  static long pair(int coding, int facet) {
    return (long) coding << 32 | facet;
  }

  private Map<Coding, Integer> name(Set<Coding> fresh) {
    List<Coding> ordered = new ArrayList<>(fresh);
    // In one order, so that two nodes never wait for each other in a circle.
    ordered.sort(
        (a, b) ->
            a.system().equals(b.system())
                ? a.code().compareTo(b.code())
                : a.system().compareTo(b.system()));
    Object[] texts = {
      ordered.stream().map(Coding::system).toArray(String[]::new),
      ordered.stream().map(Coding::code).toArray(String[]::new)
    };
    // Two statements, two snapshots: what another wrote meanwhile is found by the second.
    database.durably(
        connection ->
            new Sql()
                .add(
                    "insert into coding (system, code) select * from unnest(?, ?) on conflict do"
                        + " nothing",
                    texts)
                .run(connection));
    List<Known> known =
        database.durably(
            connection ->
                new Sql()
                    .add(
                        "select c.id, c.system, c.code from unnest(?, ?) as n (system, code) join"
                            + " coding c on md5(c.system) = md5(n.system) and md5(c.code) ="
                            + " md5(n.code)",
                        texts)
                    .all(
                        connection,
                        row ->
                            new Known(
                                new Coding(row.getString(2), row.getString(3)), row.getInt(1))));
    Map<Coding, Integer> named = new HashMap<>();
    for (Known one : known) named.put(one.coding(), one.id());
    if (ids.size() > CODES_HELD) ids.clear();
    ids.putAll(named);
    return named;
  }

  private record Known(Coding coding, int id) {}

  private static int add(Connection connection, Set<Long> missing) throws SQLException {
    return new Sql()
        .add(
            "insert into facet_coding (coding, facet) select * from unnest(?, ?) on conflict do"
                + " nothing",
            missing.stream().mapToInt(pair -> (int) (pair >> 32)).toArray(),
            missing.stream().mapToInt(Long::intValue).toArray())
        .run(connection);
  }

  /** All of it, for an audit. */
  static Set<Long> all(Connection connection) throws SQLException {
    Set<Long> all = new HashSet<>();
    new Sql()
        .add("select coding, facet from facet_coding")
        .each(connection, row -> all.add(pair(row.getInt(1), row.getInt(2))));
    return all;
  }

  /** What is done with each code that was ever met. */
  interface EachCode {
    void take(int id, Coding coding);
  }

  static void each(Connection connection, EachCode taker) throws SQLException {
    new Sql()
        .add("select id, system, code from coding")
        .each(
            connection,
            row -> taker.take(row.getInt(1), new Coding(row.getString(2), row.getString(3))));
  }

  /** The facets that any of these codes was met in. */
  static int[] facets(Connection connection, int[] codes) throws SQLException {
    Sql sql =
        new Sql()
            .add("select distinct facet from facet_coding where coding = any (?)", (Object) codes);
    int[] facets =
        sql.all(connection, row -> row.getInt(1)).stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(facets);
    return facets;
  }
}
