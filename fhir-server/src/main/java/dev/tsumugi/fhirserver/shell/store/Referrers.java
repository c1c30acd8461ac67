package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who still refers to what a commit deletes? Only referrers that the deleter may see count, so that
 * a refusal tells of nothing hidden. They are found by the search values of references: an element
 * that no R4 search parameter reads keeps nobody alive.
 */
final class Referrers {
  /** Named in the answer. */
  private static final int SHOWN = 5;

  /** Search values a statement. */
  private static final int PORTION = 5_000;

  private final Connection connection;
  private final R4 r4;
  private final Facets facets;
  private final Traces traces;
  private final Map<String, List<Long>> masks = new HashMap<>();

  Referrers(Connection connection, R4 r4, Facets facets, Traces traces) {
    this.connection = connection;
    this.r4 = r4;
    this.facets = facets;
    this.traces = traces;
  }

  /**
   * @param plans of the whole commit: what it deletes or writes anew itself is no referrer
   * @throws Problem CONFLICT, naming the first few
   */
  void refuse(List<Plan> plans, Ruling ruling) throws SQLException {
    List<Long> hashes = new ArrayList<>();
    for (Plan plan : plans) {
      if (plan.deed != Plan.Deed.DELETE) continue;
      long target = TokenText.target(plan.ref.toString());
      for (long mask : masks.computeIfAbsent(plan.ref.type(), this::masksTo)) {
        hashes.add(target ^ mask);
      }
    }
    for (int from = 0; from < hashes.size(); from += PORTION) {
      List<Long> portion = hashes.subList(from, Math.min(hashes.size(), from + PORTION));
      List<Row> found = visible(portion, plans, ruling);
      if (!found.isEmpty()) throw stillReferred(found, ruling);
    }
  }

  /** Of every reference parameter of any type that may lead to {@code type}. */
  private List<Long> masksTo(String type) {
    List<Long> found = new ArrayList<>();
    for (String source : r4.types()) {
      short number = r4.typeNumber(source);
      for (SearchParameter param : r4.searchParameters(source)) {
        boolean leads =
            param.kind() == SearchParameter.Kind.REFERENCE && param.targets().contains(type);
        if (leads) found.add(TokenText.mask(number, param.number()));
      }
    }
    return found;
  }

  private List<Row> visible(List<Long> hashes, List<Plan> plans, Ruling ruling)
      throws SQLException {
    int[] types = plans.stream().mapToInt(plan -> r4.typeNumber(plan.ref.type())).toArray();
    String[] ids = plans.stream().map(plan -> plan.ref.id()).toArray(String[]::new);
    Sql where =
        new Sql()
            .add("r.tokens && ?", (Object) Sql.longs(hashes))
            .add(" and (r.type, r.id) not in (select * from unnest(?, ?))", types, ids);
    List<Gated.Touched> touched = touched(where);
    ruling.learn(Gated.Touched.patients(touched));
    List<Gated.Admitted> permitted = new ArrayList<>();
    for (Gated.Touched one : touched) {
      Gated.Admitted may = new Gated.Admitted(one, ruling.of(Action.READ, one));
      if (may.decision().permitted() || may.when().isPresent()) permitted.add(may);
    }
    if (permitted.isEmpty()) return List.of();
    return rows(Gated.gate(GateTag.REFERRER, where, permitted, new ResidueSql(r4)));
  }

  private List<Gated.Touched> touched(Sql where) throws SQLException {
    Sql distinct =
        new Sql()
            .add("select distinct r.patient, r.facet, r.members from resource r where ")
            .add(where);
    return distinct.all(connection, Gated.Touched::read);
  }

  private List<Row> rows(Sql where) throws SQLException {
    Sql first =
        new Sql()
            .add("select " + Row.COLUMNS + ", r.type from resource r where ")
            .add(where)
            .add(" order by r.row limit ?", SHOWN + 1);
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement statement = first.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) rows.add(Row.read(r4.typeName(row.getShort("type")), row));
    }
    return rows;
  }

  private Problem stillReferred(List<Row> found, Ruling ruling) throws SQLException {
    List<String> names = new ArrayList<>();
    for (Row row : found.subList(0, Math.min(SHOWN, found.size()))) {
      traces.seen(row, ruling.patientsOf(row), facets.facet(connection, row.facet()));
      names.add(row.ref().toString());
    }
    return Problem.of(
        Problem.Kind.CONFLICT,
        "others refer to what would be deleted: "
            + String.join(", ", names)
            + (found.size() > SHOWN ? " and more" : "")
            + "; delete or change them first, or in the same transaction");
  }

  /** What the commit deletes: nothing it writes may refer to that. */
  static Set<Ref> deleted(List<Plan> plans) {
    Set<Ref> deleted = new LinkedHashSet<>();
    for (Plan plan : plans) if (plan.deed == Plan.Deed.DELETE) deleted.add(plan.ref);
    return deleted;
  }
}
