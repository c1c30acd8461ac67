package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.kernel.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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

  private final Connection connection;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Access access;
  private @Nullable Ruling ruling;

  Gated(Connection connection, Facets facets, PolicyTexts policies, Access access) {
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
    return knowing(List.of());
  }

  private Ruling knowing(Collection<Long> patients) throws SQLException {
    if (ruling == null) {
      ruling = Ruling.over(connection, facets, policies, access, patients);
    } else {
      ruling.learn(patients);
    }
    return ruling;
  }

  Access access() {
    return access;
  }

  /** A combination that a condition touches. */
  record Touched(long patient, int facet, List<Long> members) {}

  /** The permitted combinations among the rows that fit. */
  List<Touched> permitted(Sql where) throws SQLException {
    Sql distinct =
        new Sql()
            .add("select distinct r.patient, r.facet, r.members from resource r where ")
            .add(where);
    List<Touched> touched = new ArrayList<>();
    Set<Long> patients = new LinkedHashSet<>();
    try (PreparedStatement statement = distinct.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        List<Long> members = new ArrayList<>();
        for (long member : Row.longs(row.getArray(3))) members.add(member);
        touched.add(new Touched(row.getLong(1), row.getInt(2), members));
        patients.add(row.getLong(1));
        patients.addAll(members);
      }
    }
    Ruling decider = knowing(patients);
    List<Touched> permitted = new ArrayList<>();
    for (Touched one : touched) {
      long[] members = Sql.longs(one.members());
      if (decider.decide(Action.SEARCH, one.facet(), one.patient(), members).permitted()) {
        permitted.add(one);
      }
    }
    return permitted;
  }

  /** What fits and may be seen. */
  Sql gate(Sql where) throws SQLException {
    return new Sql().add(where).add(condition(permitted(where)));
  }

  /** Pairs of patient and facet; for rows of several patients, each of them. */
  static Sql condition(List<Touched> permitted) {
    List<Touched> alone = permitted.stream().filter(t -> t.members().isEmpty()).toList();
    Sql gate =
        new Sql()
            .add(
                " and (r.members = '{}' and (r.patient, r.facet) in (select * from unnest(?, ?))",
                alone.stream().mapToLong(Touched::patient).toArray(),
                alone.stream().mapToInt(Touched::facet).toArray());
    for (Touched one : permitted) {
      if (one.members().isEmpty()) continue;
      gate.add(
          " or r.patient = ? and r.facet = ? and r.members = ?",
          one.patient(),
          one.facet(),
          Sql.longs(one.members()));
    }
    return gate.add(")");
  }
}
