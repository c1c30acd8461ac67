package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Limits;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A gated search, in two statements of one snapshot: which combinations of patient and facet the
 * question touches, and, decided on each of them, the page. So totals, order and page ends are made
 * of permitted rows alone. Chains and includes add gated steps of their own.
 */
final class Searcher {
  /** How far {@code _total=estimate} counts. */
  static final int ESTIMATED = 1_000;

  /** Whom a total tells of is named up to as many as a page could show. */
  static final int COUNTED_NAMED = Limits.MAX_COUNT;

  private static final int PORTION = 32;

  private final R4 r4;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Owning owning;
  private final JdbcParameters parameters;

  Searcher(R4 r4, JdbcParameters parameters, Facets facets, PolicyTexts policies) {
    this.r4 = r4;
    this.facets = facets;
    this.policies = policies;
    this.owning = new Owning(r4);
    this.parameters = parameters;
  }

  /**
   * A page of rows that the access permits, what comes along, and the ruling that says so.
   *
   * @param counted of whom the total tells, unless they are too many for it to tell of each
   */
  record Result(
      List<Row> rows,
      List<Row> included,
      OptionalLong total,
      List<Ref> counted,
      Optional<Query.Position> next,
      Ruling ruling) {
    /** The journal's rows for this answer to a query. */
    List<JournalEntry> journal(JournalEntry.Kind kind, String asked, Query query) {
      // Of work data that a patient's record selected, every such record was told of.
      if (query.leadsBeyond() && Compartments.isOpen(query.type())) {
        return ruling.journal(kind, asked);
      }
      List<Ref> shown = new ArrayList<>(query.patients());
      for (Row row : rows) shown.addAll(ruling.patientsOf(row));
      for (Row row : included) shown.addAll(ruling.patientsOf(row));
      shown.addAll(counted);
      return ruling.journal(kind, asked, shown);
    }
  }

  /** The rows of a page, and where it ended. */
  private record Cut(List<Row> rows, Optional<Query.Position> next) {}

  /**
   * @param tag for whom the page is
   */
  Result search(
      Connection connection,
      Access access,
      GateTag tag,
      Query query,
      Optional<Query.Position> after)
      throws SQLException {
    SearchSet set = parameters.current();
    LoadedInUse.demand(connection, query, set);
    Gated gated = new Gated(connection, r4, facets, policies, access);
    FarSteps steps = new FarSteps(gated, r4, owning, set.indexer());
    SearchSql sql = new SearchSql(query, r4, owning, access.at(), steps);
    // A total tells of rows that are not shown: what they are must be known for the journal.
    Sql fits;
    OptionalLong total = OptionalLong.empty();
    List<Ref> counted = List.of();
    boolean noted = true;
    if (query.total() != Query.Total.NONE) {
      List<Gated.Admitted> permitted = gated.permitted(tag, sql.where());
      fits = gated.gate(tag, sql.where(), permitted);
      total = total(connection, query, gated.gate(GateTag.TOTAL, sql.where(), permitted));
      List<Gated.Touched> told = permitted.stream().map(Gated.Admitted::touched).toList();
      counted = counted(gated.ruling(), told);
    } else if (sql.owners().isPresent()) {
      short number = r4.typeNumber(query.type());
      fits = gated.gate(tag, sql.where(), query.type(), number, sql.owners().get());
      noted = false;
    } else {
      fits = gated.gate(tag, sql.where());
    }
    Cut cut =
        query.count() == 0
            ? new Cut(List.of(), Optional.empty())
            : page(connection, query, sql, fits, after);
    if (!noted) for (Row row : cut.rows()) gated.ruling().permits(Action.SEARCH, row);
    List<Row> included =
        new Includer(gated, set.inForce().answered(), owning, set.indexer())
            .along(cut.rows(), query.includes());
    return new Result(cut.rows(), included, total, counted, cut.next(), gated.ruling());
  }

  /**
   * A count of few is a statement about each of them; one of many tells of nobody in particular.
   */
  static List<Ref> counted(Ruling ruling, List<Gated.Touched> permitted) {
    Set<Ref> patients = new LinkedHashSet<>();
    for (Gated.Touched one : permitted) patients.addAll(ruling.patientsOf(one));
    return patients.size() > COUNTED_NAMED ? List.of() : List.copyOf(patients);
  }

  private static OptionalLong total(Connection connection, Query query, Sql fits)
      throws SQLException {
    Sql counted = new Sql().add("select count(*) from (select from resource r where ").add(fits);
    if (query.total() == Query.Total.ESTIMATE) counted.add(" limit ?", ESTIMATED);
    counted.add(") c");
    return OptionalLong.of(counted.first(connection, row -> row.getLong(1)).orElseThrow());
  }

  private Cut page(
      Connection connection, Query query, SearchSql sql, Sql fits, Optional<Query.Position> after)
      throws SQLException {
    Sql page =
        new Sql()
            .add("select " + Row.COLUMNS + sql.positionColumns() + ", r.type")
            .add(" from resource r where ")
            .add(fits)
            .add(sql.after(after))
            .add(sql.orderBy())
            // As text: of a limit that it does not see the database expects a tenth of all rows.
            .add(" limit " + (query.count() + 1));
    List<Row> rows = new ArrayList<>();
    List<String> last = List.of();
    boolean more = false;
    long bytes = 0;
    int type = Row.COUNT + 1 + query.sort().size();
    try (PreparedStatement statement = page.prepare(connection)) {
      // A row may be a document of megabytes: no more of them than this are in memory unread.
      statement.setFetchSize(PORTION);
      ResultSet row = statement.executeQuery();
      boolean full = false;
      while (row.next()) {
        if (full) {
          more = true;
          break;
        }
        Row found = Row.read(r4.typeName(row.getShort(type)), row);
        bytes += found.body().length;
        rows.add(found);
        full = rows.size() == query.count() || bytes > Limits.PAGE_BYTES;
        if (full) last = sortValues(row, query.sort().size());
      }
    }
    Optional<Query.Position> next =
        more
            ? Optional.of(new Query.Position(last, rows.get(rows.size() - 1).row()))
            : Optional.empty();
    return new Cut(rows, next);
  }

  private static List<String> sortValues(ResultSet row, int count) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) values.add(row.getString(Row.COUNT + 1 + i));
    return values;
  }
}
