package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * May these resources refer to what they refer to? A target that is absent and one that the writer
 * may not link to get the same answer.
 *
 * <p>Linking is decided apart from reading: who may create in a patient's compartment may refer to
 * the patient, without being able to read them.
 */
final class LinkCheck {
  private final Connection connection;
  private final R4 r4;

  LinkCheck(Connection connection, R4 r4) {
    this.connection = connection;
    this.r4 = r4;
  }

  private record Target(long patient, int facet, long[] members) {}

  /**
   * @param drafts what is written, by the path of its entry
   */
  void check(List<Attempt.Planned> drafts, Ruling ruling) throws SQLException {
    Set<Ref> written = new HashSet<>();
    for (Attempt.Planned planned : drafts) written.add(planned.draft().ref());
    List<Map<String, Ref>> links = new ArrayList<>();
    Set<Ref> wanted = new TreeSet<>();
    for (Attempt.Planned planned : drafts) {
      Map<String, Ref> local = local(planned);
      links.add(local);
      for (Ref ref : local.values()) if (!written.contains(ref)) wanted.add(ref);
    }
    Map<Ref, Target> targets = targets(wanted);
    ruling.learn(patientsOf(targets));

    List<Problem.Issue> issues = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Attempt.Planned planned = drafts.get(i);
      for (Map.Entry<String, Ref> link : links.get(i).entrySet()) {
        Ref ref = link.getValue();
        if (written.contains(ref)) continue;
        if (!linkable(ref, targets, planned.draft(), ruling)) {
          String path = planned.prefix().isEmpty() ? "" : planned.prefix() + ": ";
          issues.add(
              new Problem.Issue(
                  path + link.getKey(), "refers to a " + ref.type() + " that is not known here"));
        }
      }
    }
    if (!issues.isEmpty()) {
      int shown = Math.min(20, issues.size());
      throw Problem.all(Problem.Kind.UNPROCESSABLE, issues.subList(0, shown));
    }
  }

  private static Map<String, Ref> local(Attempt.Planned planned) {
    try {
      return Links.local(planned.draft().json());
    } catch (Problem problem) {
      throw planned.prefix().isEmpty() ? problem : problem.under(planned.prefix());
    }
  }

  private static boolean linkable(Ref ref, Map<Ref, Target> targets, Draft from, Ruling ruling)
      throws SQLException {
    Target target = targets.get(ref);
    if (target == null) return false;
    if (ruling.seesAll() || from.patients().contains(ref)) return true;
    return ruling
        .quietly(Action.READ, target.facet(), target.patient(), target.members())
        .permitted();
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
    for (Map.Entry<String, List<String>> type : byType.entrySet()) {
      Sql sql =
          new Sql()
              .add(
                  "select r.id, r.patient, r.facet, r.members from resource r where r.type = ? and r.id = any (?)",
                  r4.typeNumber(type.getKey()),
                  type.getValue().toArray(String[]::new));
      try (PreparedStatement statement = sql.prepare(connection)) {
        ResultSet row = statement.executeQuery();
        while (row.next()) {
          targets.put(
              new Ref(type.getKey(), row.getString(1)),
              new Target(row.getLong(2), row.getInt(3), Row.longs(row.getArray(4))));
        }
      }
    }
    return targets;
  }
}
