package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * May these resources refer to what they refer to? A target that is absent and one that the writer
 * may not link to get the same answer.
 *
 * <p>Linking is decided apart from reading: who may create in a patient's compartment may refer to
 * the patient, without being able to read them.
 */
final class LinkCheck {
  private static final int LOOKS = 20;

  /** No patient's key: asked for where there is nobody to be learned of. */
  private static final long NOBODY = Facts.CITY - 1;

  private final Connection connection;
  private final R4 r4;
  private final Facets facets;
  private final Traces traces;
  private final Set<String> lookedAgain = new HashSet<>();

  LinkCheck(Connection connection, R4 r4, Facets facets, Traces traces) {
    this.connection = connection;
    this.r4 = r4;
    this.facets = facets;
    this.traces = traces;
  }

  private record Target(long patient, int facet, long[] members, Traits told) {
    Gated.Touched touched() {
      return new Gated.Touched(patient, facet, Arrays.stream(members).boxed().toList());
    }
  }

  /** Where references need not lead anywhere: no name of the commit may be left over even so. */
  void refuseUnanswered(List<Plan> plans) {
    for (Plan plan : plans) if (plan.draft.isPresent()) local(plan);
  }

  /**
   * @param plans of the whole commit: what it deletes is absent to what it writes
   */
  void check(List<Plan> plans, Ruling ruling) throws SQLException {
    Set<Ref> written = new HashSet<>();
    for (Plan plan : plans) if (plan.draft.isPresent()) written.add(plan.ref);
    Map<Plan, Map<String, Ref>> links = new LinkedHashMap<>();
    Set<Ref> wanted = new TreeSet<>();
    for (Plan plan : plans) {
      if (plan.draft.isEmpty()) continue;
      Map<String, Ref> local = local(plan);
      links.put(plan, local);
      for (Ref ref : local.values()) if (!written.contains(ref)) wanted.add(ref);
    }
    Map<Ref, Target> targets = targets(wanted);
    targets.keySet().removeAll(Referrers.deleted(plans));
    boolean learned = ruling.learn(patientsOf(targets));

    List<Problem.Issue> issues = new ArrayList<>();
    for (Map.Entry<Plan, Map<String, Ref>> one : links.entrySet()) {
      Plan plan = one.getKey();
      for (Map.Entry<String, Ref> link : one.getValue().entrySet()) {
        Ref ref = link.getValue();
        if (written.contains(ref) || linkable(ref, targets, plan, ruling)) continue;
        String path = plan.prefix.isEmpty() ? "" : plan.prefix + ": ";
        issues.add(
            new Problem.Issue(
                path + link.getKey(), "refers to a " + ref.type() + " that is not known here"));
      }
    }
    if (!issues.isEmpty()) {
      evenOut(wanted);
      if (!learned) ruling.learn(Set.of(NOBODY));
      int shown = Math.min(20, issues.size());
      throw Problem.all(Problem.Kind.UNPROCESSABLE, issues.subList(0, shown));
    }
  }

  private static Map<String, Ref> local(Plan plan) {
    try {
      return Links.local(plan.draft.orElseThrow().json());
    } catch (Problem problem) {
      throw plan.at(problem);
    }
  }

  private boolean linkable(Ref ref, Map<Ref, Target> targets, Plan plan, Ruling ruling)
      throws SQLException {
    Target target = targets.get(ref);
    if (target == null) {
      traces.absent(plan.kind(), "link to " + ref.type(), List.of());
      return false;
    }
    if (ruling.seesAll() || plan.draft.orElseThrow().patients().contains(ref)) return true;
    Decision decision = ruling.quietly(Action.READ, target.touched(), target.told());
    if (decision.permitted()) return true;
    traces.denied(
        plan.kind(),
        "link to " + ref.type(),
        ruling.patientsOf(target.patient(), target.members()),
        facets.facet(connection, target.facet()),
        WriteGate.reason(decision));
    return false;
  }

  private static Set<Long> patientsOf(Map<Ref, Target> targets) {
    Set<Long> patients = new TreeSet<>();
    for (Target target : targets.values()) {
      patients.add(target.patient());
      for (long member : target.members()) patients.add(member);
    }
    return patients;
  }

  private Map<Ref, Target> targets(Set<Ref> wanted) throws SQLException {
    Map<String, List<String>> byType = new HashMap<>();
    for (Ref ref : wanted) {
      if (!r4.isType(ref.type())) {
        throw Problem.of(
            Problem.Kind.UNPROCESSABLE, "a reference names a type that R4 does not have");
      }
      byType.computeIfAbsent(ref.type(), t -> new ArrayList<>()).add(ref.id());
    }
    Map<Ref, Target> targets = new HashMap<>();
    for (Map.Entry<String, List<String>> type : new TreeMap<>(byType).entrySet()) {
      targets(type.getKey(), type.getValue(), targets);
    }
    return targets;
  }

  /**
   * Locked against their deletion until the commit ends, as a foreign key would; several may refer
   * to one at a time.
   */
  private void targets(String type, List<String> ids, Map<Ref, Target> targets)
      throws SQLException {
    List<String> wanted = ids;
    for (int look = 0; look < LOOKS; look++) {
      Sql sql =
          new Sql()
              .add(
                  "select r.id, r.patient, r.facet, r.members, "
                      + Traits.COLUMNS
                      + " from resource r where r.type = ? and r.id = any (?) order by r.id for key"
                      + " share of r",
                  r4.typeNumber(type),
                  wanted.toArray(String[]::new));
      try (PreparedStatement statement = sql.prepare(connection)) {
        ResultSet row = statement.executeQuery();
        while (row.next()) {
          Ref ref = new Ref(type, row.getString(1));
          targets.put(
              ref,
              new Target(
                  row.getLong(2),
                  row.getInt(3),
                  Row.longs(row.getArray(4)),
                  Traits.read(ref, row, 5)));
        }
      }
      wanted = wanted.stream().filter(id -> !targets.containsKey(new Ref(type, id))).toList();
      if (wanted.isEmpty() || !moved(type, wanted)) return;
    }
    throw Database.lostRace("others keep changing what this refers to");
  }

  /**
   * What is hidden was found at once, what is absent looked for again: the statements say no more.
   */
  private void evenOut(Set<Ref> wanted) throws SQLException {
    Map<String, List<String>> byType = new TreeMap<>();
    for (Ref ref : wanted) {
      byType.computeIfAbsent(ref.type(), t -> new ArrayList<>()).add(ref.id());
    }
    for (Map.Entry<String, List<String>> type : byType.entrySet()) {
      if (!lookedAgain.contains(type.getKey())) moved(type.getKey(), type.getValue());
    }
  }

  /** A writer that we waited for may have put a new row in the place of the one we waited at. */
  private boolean moved(String type, List<String> absent) throws SQLException {
    lookedAgain.add(type);
    Sql sql =
        new Sql()
            .add(
                "select 1 from resource where type = ? and id = any (?) limit 1",
                r4.typeNumber(type),
                absent.toArray(String[]::new));
    try (PreparedStatement statement = sql.prepare(connection)) {
      return statement.executeQuery().next();
    }
  }
}
