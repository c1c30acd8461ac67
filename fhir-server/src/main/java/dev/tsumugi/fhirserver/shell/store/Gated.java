package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Residue;
import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Problem;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gate over all rows that one question goes through, in one snapshot: which combinations of
 * patient and facet a condition touches, and, decided on each of them, the condition that admits
 * the permitted rows alone.
 */
final class Gated {
  /** Where no other rows may be gone through. */
  static final FarRows NOWHERE =
      new FarRows() {
        @Override
        public Sql chain(String type, Clause.Chain chain) {
          throw refused(chain.shown());
        }

        @Override
        public Sql has(String type, Clause.Has has) {
          throw refused(has.shown());
        }

        private Problem refused(String name) {
          return Problem.at(Problem.Kind.NOT_SUPPORTED, name, "no chains here");
        }
      };

  private static final String TOUCHED_PATIENTS =
      "array(select d.patient from d union select unnest(d.members) from d)";

  private final Connection connection;
  private final GateSql residues;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Access access;
  private @Nullable Ruling ruling;

  Gated(Connection connection, R4 r4, Facets facets, PolicyTexts policies, Access access) {
    this.residues = new GateSql(r4);
    this.connection = connection;
    this.facets = facets;
    this.policies = policies;
    this.access = access;
  }

  Connection connection() {
    return connection;
  }

  /** What was decided so far, on all steps together. */
  Ruling ruling() throws SQLException {
    Ruling known = ruling;
    if (known == null) {
      known = Ruling.over(connection, facets, policies, access, List.of());
      ruling = known;
    }
    return known;
  }

  Access access() {
    return access;
  }

  private void knowing(Facts facts) {
    if (ruling == null) {
      ruling = Ruling.over(connection, facets, policies, access, facts);
    } else {
      ruling.learn(facts);
    }
  }

  /** What rows are decided by: whose they are, what they are, whose they are besides. */
  record Touched(long patient, int facet, List<Long> members) {
    static Touched of(Row row) {
      return new Touched(row.patient(), row.facet(), Arrays.stream(row.members()).boxed().toList());
    }

    /** From the columns patient, facet, members. */
    static Touched read(ResultSet row) throws SQLException {
      return new Touched(row.getLong(1), row.getInt(2), Gated.members(row.getArray(3)));
    }

    /** Everybody without whose permit none of them may be seen. */
    static Set<Long> patients(Collection<Touched> of) {
      Set<Long> patients = new LinkedHashSet<>();
      for (Touched one : of) {
        patients.add(one.patient());
        patients.addAll(one.members());
      }
      return patients;
    }
  }

  static List<Long> members(Array array) throws SQLException {
    return Arrays.stream(Row.longs(array)).boxed().toList();
  }

  /**
   * A combination of which rows may be seen.
   *
   * @param decision a permit, or what the permit of each row depends on
   */
  record Admitted(Touched touched, Decision decision) {
    Optional<Residue> when() {
      return decision instanceof Decision.Depends depends
          ? Optional.of(depends.when())
          : Optional.empty();
    }
  }

  /**
   * The combinations among the rows that fit of which there are rows that may be seen; noted for
   * the journal. Where it depends on the row, one more statement looks whether there is one.
   */
  List<Admitted> permitted(GateTag tag, Sql where) throws SQLException {
    List<Admitted> admitted = new ArrayList<>();
    List<Admitted> open = new ArrayList<>();
    for (Touched one : touched(distinct(where))) {
      Decision decision = ruling().of(Action.SEARCH, one);
      Admitted may = new Admitted(one, decision);
      if (may.when().isPresent()) {
        open.add(may);
      } else {
        ruling().note(decision, one);
        if (decision.permitted()) admitted.add(may);
      }
    }
    if (open.isEmpty()) return admitted;
    Set<Touched> there =
        Set.copyOf(distinct(gate(tag, where, open)).all(connection, Touched::read));
    for (Admitted one : open) {
      Decision.Depends depends = (Decision.Depends) one.decision();
      boolean any = there.contains(one.touched());
      ruling().note(any ? depends.permit() : depends.deny(), one.touched());
      if (any) admitted.add(one);
    }
    return admitted;
  }

  private static Sql distinct(Sql where) {
    return new Sql()
        .add("select distinct r.patient, r.facet, r.members from resource r where ")
        .add(where);
  }

  /** What a statement says is touched; the facts to decide it come in the same statement. */
  private List<Touched> touched(Sql touches) throws SQLException {
    Circles.Circle circle = policies.circles().of(connection, access);
    Sql both =
        new Sql()
            .add("with d as materialized (")
            .add(touches)
            .add(
                ") select d.patient, d.facet, d.members, "
                    + Facts.NONE
                    + " from d union all select")
            .add(" null, null, null, " + Facts.COLUMNS + " from (values (1)) v")
            .add(Facts.joins(access.requester(), circle, new Sql().add(TOUCHED_PATIENTS)));
    List<Touched> touched = new ArrayList<>();
    Facts.Rows facts = new Facts.Rows(access.requester(), 3);
    try (PreparedStatement statement = both.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        if (row.getArray(3) == null) facts.take(row);
        else touched.add(Touched.read(row));
      }
    }
    knowing(facts.facts(connection, policies, access, circle));
    return touched;
  }

  /**
   * What fits and may be seen, where it is known whose rows can fit: the combinations that these
   * patients have at all are decided, without going through the rows. Those of a row of several
   * patients, and of patients who are not here, are looked up among the rows.
   *
   * <p>Which of them the rows then have is not known here: the caller notes what it shows. Patients
   * of whom nothing of this type may be seen are noted as denied.
   */
  Sql gate(GateTag tag, Sql where, String type, short number, long[] patients) throws SQLException {
    List<Admitted> permitted = new ArrayList<>();
    List<Admitted> denied = new ArrayList<>();
    for (Touched one : possible(patients, number)) {
      if (!facets.facet(connection, one.facet()).type().equals(type)) continue;
      Admitted may = new Admitted(one, ruling().of(Action.SEARCH, one));
      boolean some = may.decision().permitted() || may.when().isPresent();
      (some ? permitted : denied).add(may);
    }
    for (Admitted one : denied) {
      long patient = one.touched().patient();
      if (permitted.stream().anyMatch(other -> other.touched().patient() == patient)) continue;
      ruling().note(one.decision(), one.touched());
    }
    return gate(tag, where, permitted);
  }

  /** One row a patient and tie: the facets come as they stand, those of rows of several apart. */
  private Collection<Touched> possible(long[] patients, short number) throws SQLException {
    Circles.Circle circle = policies.circles().of(connection, access);
    Sql sql =
        new Sql()
            .add("select p.patient, a.apart, c.facets, " + Facts.COLUMNS)
            .add(" from (values (1)) v left join unnest(?) as p (patient) on true", patients)
            .add(" left join lateral (select")
            .add(" string_agg(distinct r.facet || r.members::text, ' ') as apart,")
            .add(" array_agg(distinct o.other) filter (where o.other is not null) as others")
            .add(" from (select r.facet, r.members from member m join resource r on r.patient =")
            .add(" m.owner and r.type = m.type and r.row = m.row where m.owner = p.patient")
            .add(" and m.type = ?", number)
            .add(" union all select r.facet, r.members from resource r where r.patient = p.patient")
            .add(" and r.type = ? and not exists (select from compartment c", number)
            .add(" where c.patient = p.patient)) r")
            .add(" left join lateral unnest(r.members) as o (other) on true) a on true")
            .add(Facts.joins(access.requester(), circle, new Sql().add("a.others || p.patient")));
    Set<Touched> touched = new LinkedHashSet<>();
    Facts.Rows facts = new Facts.Rows(access.requester(), 3);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        facts.take(row);
        long patient = row.getLong(1);
        apart(patient, row.getString(2), touched);
        Array facets = row.getArray(3);
        if (facets == null || row.getLong(3 + Facts.PATIENT) != patient) continue;
        for (Integer facet : (Integer[]) facets.getArray()) {
          touched.add(new Touched(patient, facet, List.of()));
        }
      }
    }
    knowing(facts.facts(connection, policies, access, circle));
    return touched;
  }

  /** Facets with the other patients of their rows: {@code 3{17,-4} 8{}}. */
  private static void apart(long patient, @Nullable String all, Set<Touched> touched) {
    if (all == null) return;
    for (String one : all.split(" ")) {
      int brace = one.indexOf('{');
      String members = one.substring(brace + 1, one.length() - 1);
      List<Long> others =
          members.isEmpty()
              ? List.of()
              : Arrays.stream(members.split(",")).map(Long::valueOf).toList();
      touched.add(new Touched(patient, Integer.parseInt(one.substring(0, brace)), others));
    }
  }

  /** What fits and may be seen. */
  Sql gate(GateTag tag, Sql where) throws SQLException {
    return gate(tag, where, permitted(tag, where));
  }

  /** What fits and is among these. */
  Sql gate(GateTag tag, Sql where, List<Admitted> permitted) {
    return residues.gate(tag, where, permitted);
  }
}
