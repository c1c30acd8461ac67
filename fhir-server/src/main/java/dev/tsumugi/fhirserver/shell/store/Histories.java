package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.HistoryQuery.Level;
import dev.tsumugi.fhirserver.HistoryQuery.Position;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.Limits;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The history of one resource, of a type, of all. Versions are gone through from the newest on,
 * without their contents, each decided by its own facet, until the page is full: so a page holds
 * permitted versions alone and as many as if there were no others, and costs what stands before its
 * end, not what the city holds.
 */
final class Histories {
  /**
   * Versions looked at in one portion; the next is larger, as little of the first was permitted.
   */
  private static final int FIRST_PORTION = 64;

  private static final int LARGEST_PORTION = 4_096;

  private final Database database;
  private final R4 r4;
  private final Facets facets;
  private final PolicyTexts policies;
  private final JournalWriter journal;
  private final ScopeCheck scopes;
  private final Underway underway;

  Histories(
      Database database,
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      JournalWriter journal,
      ScopeCheck scopes,
      Underway underway) {
    this.database = database;
    this.r4 = r4;
    this.facets = facets;
    this.policies = policies;
    this.journal = journal;
    this.scopes = scopes;
    this.underway = underway;
  }

  private record Answer(Optional<HistoryQuery.Page> page, List<JournalEntry> entries) {}

  /** What was found for a page, before it is fetched. */
  private record Cut(List<HistorySql.Key> keys, boolean more) {}

  /** How many versions of which combination. */
  private record Count(Gated.Touched touched, long versions) {}

  Optional<HistoryQuery.Page> page(Access access, HistoryQuery query) {
    if (query.level() instanceof Level.OfOne one) return ofOne(access, query, one.ref().type());
    if (query.level() instanceof Level.OfType one) {
      String asked = "history " + one.type();
      scopes.demand(access, Action.SEARCH, one.type(), Kind.QUERY, asked);
      return several(access, query, List.of(one.type()), asked);
    }
    String asked = "history of all types";
    return several(access, query, scopes.allowed(access, asked), asked);
  }

  private Optional<HistoryQuery.Page> ofOne(Access access, HistoryQuery query, String type) {
    String asked = "history " + type;
    scopes.demand(access, Action.READ, type, Kind.READ, asked);
    Answer answer =
        database.snapshot(
            connection -> {
              HistorySql sql = new HistorySql(query, r4, List.of(), Optional.empty());
              List<Count> counts = counts(connection, sql.combinations());
              Ruling ruling = over(connection, access, counts);
              List<Count> permitted = permitted(connection, sql, ruling, Action.READ, counts);
              long total = permitted.stream().mapToLong(Count::versions).sum();
              if (permitted.isEmpty())
                return new Answer(Optional.empty(), ruling.journal(Kind.READ, asked));
              Cut cut = cut(connection, query, sql, ruling, Action.READ);
              HistoryQuery.Page page = page(rows(connection, cut), cut, OptionalLong.of(total));
              return new Answer(Optional.of(page), ruling.journal(Kind.READ, asked));
            });
    if (!Compartments.isOpen(type)) journal.append(answer.entries());
    return answer.page();
  }

  private Optional<HistoryQuery.Page> several(
      Access access, HistoryQuery query, List<String> types, String asked) {
    Optional<Instant> settled =
        query.follows() ? Optional.of(underway.settled()) : Optional.empty();
    Answer answer =
        database.snapshot(
            connection -> {
              HistorySql sql = new HistorySql(query, r4, present(connection, types), settled);
              List<Count> counts =
                  query.total() == Query.Total.NONE
                      ? List.of()
                      : counts(connection, sql.combinations());
              Ruling ruling = over(connection, access, counts);
              List<Count> permitted = permitted(connection, sql, ruling, Action.SEARCH, counts);
              long total = permitted.stream().mapToLong(Count::versions).sum();
              List<Gated.Touched> counted = permitted.stream().map(Count::touched).toList();
              Set<Ref> shown = new LinkedHashSet<>(Searcher.counted(ruling, counted));
              Cut cut = cut(connection, query, sql, ruling, Action.SEARCH);
              List<Row> rows = rows(connection, cut);
              for (Row row : rows) shown.addAll(ruling.patientsOf(row));
              OptionalLong told =
                  query.total() == Query.Total.NONE ? OptionalLong.empty() : OptionalLong.of(total);
              return new Answer(
                  Optional.of(page(rows, cut, told)), ruling.journal(Kind.QUERY, asked, shown));
            });
    boolean open = types.stream().allMatch(Compartments::isOpen);
    if (!open) journal.append(answer.entries());
    return answer.page();
  }

  private static HistoryQuery.Page page(List<Row> rows, Cut cut, OptionalLong total) {
    List<StoredResource> versions = rows.stream().map(Row::stored).toList();
    Optional<Position> next =
        cut.more()
            ? Optional.of(cut.keys().get(cut.keys().size() - 1).position())
            : Optional.empty();
    return new HistoryQuery.Page(versions, total, next);
  }

  /** Of these types the ones that have rows, or had. */
  private List<Short> present(Connection connection, List<String> types) throws SQLException {
    if (types.size() == 1) return List.of(r4.typeNumber(types.get(0)));
    Set<Short> wanted = new LinkedHashSet<>();
    for (String type : types) wanted.add(r4.typeNumber(type));
    List<Short> present =
        new Sql()
            .add("select distinct type from facet order by type")
            .all(connection, row -> row.getShort(1));
    present.retainAll(wanted);
    return present;
  }

  private static List<Count> counts(Connection connection, Sql sql) throws SQLException {
    return sql.all(connection, row -> new Count(Gated.Touched.read(row), row.getLong(4)));
  }

  /**
   * The combinations of which there are versions that may be seen, and how many of these; noted.
   * Where it depends on the version, the database counts those that pass.
   */
  private List<Count> permitted(
      Connection connection, HistorySql sql, Ruling ruling, Action action, List<Count> counts)
      throws SQLException {
    List<Count> permitted = new ArrayList<>();
    List<Gated.Admitted> open = new ArrayList<>();
    for (Count count : counts) {
      Decision decision = ruling.of(action, count.touched());
      Gated.Admitted may = new Gated.Admitted(count.touched(), decision);
      if (may.when().isPresent()) {
        open.add(may);
      } else {
        ruling.note(decision, count.touched());
        if (decision.permitted()) permitted.add(count);
      }
    }
    if (open.isEmpty()) return permitted;
    Map<Gated.Touched, Count> passing = new HashMap<>();
    for (Count count : counts(connection, sql.combinations(open))) {
      passing.put(count.touched(), count);
    }
    for (Gated.Admitted one : open) {
      Decision.Depends depends = (Decision.Depends) one.decision();
      Count count = passing.get(one.touched());
      ruling.note(count == null ? depends.deny() : depends.permit(), one.touched());
      if (count != null) permitted.add(count);
    }
    return permitted;
  }

  private Ruling over(Connection connection, Access access, List<Count> counts)
      throws SQLException {
    Set<Long> patients = Gated.Touched.patients(counts.stream().map(Count::touched).toList());
    return Ruling.over(connection, facets, policies, access, patients);
  }

  private Cut cut(
      Connection connection, HistoryQuery query, HistorySql sql, Ruling ruling, Action action)
      throws SQLException {
    List<HistorySql.Key> taken = new ArrayList<>();
    if (query.count() == 0) return new Cut(taken, false);
    Optional<Position> after = query.after();
    int portion = Math.max(FIRST_PORTION, query.count() + 1);
    long bytes = 0;
    while (true) {
      List<HistorySql.Key> keys = keys(connection, sql.keys(after, portion));
      ruling.learn(Gated.Touched.patients(keys.stream().map(HistorySql.Key::touched).toList()));
      for (HistorySql.Key key : keys) {
        if (!ruling.decide(action, key.touched(), key.told()).permitted()) continue;
        bytes += key.size();
        boolean full =
            taken.size() == query.count() || (bytes > Limits.PAGE_BYTES && !taken.isEmpty());
        if (full) return new Cut(taken, true);
        taken.add(key);
      }
      if (keys.size() < portion) return new Cut(taken, false);
      after = Optional.of(keys.get(keys.size() - 1).position());
      portion = Math.min(portion * 4, LARGEST_PORTION);
    }
  }

  private List<HistorySql.Key> keys(Connection connection, Sql sql) throws SQLException {
    return sql.all(connection, row -> HistorySql.Key.read(r4, row));
  }

  private record Place(long row, int version) {}

  private List<Row> rows(Connection connection, Cut cut) throws SQLException {
    if (cut.keys().isEmpty()) return List.of();
    Map<Place, Row> found = new HashMap<>();
    try (PreparedStatement statement = HistorySql.versions(cut.keys()).prepare(connection)) {
      ResultSet columns = statement.executeQuery();
      while (columns.next()) {
        Row row = Row.read(r4.typeName(columns.getShort(Row.COUNT + 1)), columns);
        found.put(new Place(row.row(), row.version()), row);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (HistorySql.Key key : cut.keys()) {
      Row row = found.get(new Place(key.row(), key.version()));
      if (row == null) throw new IllegalStateException("a version left its own snapshot");
      rows.add(row);
    }
    return rows;
  }
}
