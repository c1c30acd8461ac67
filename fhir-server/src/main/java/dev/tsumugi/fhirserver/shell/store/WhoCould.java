package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.fhirserver.AccessDecisions.Question;
import dev.tsumugi.fhirserver.AccessDecisions.Tied;
import dev.tsumugi.fhirserver.AccessDecisions.Who;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who could do something with one row: anybody on duty, who is tied to the patient, whom a Consent
 * names. Each is asked for in the snapshot of the row.
 */
final class WhoCould {
  /** People and organisations that are asked for one by one; a statement each. */
  static final int MOST = 200;

  private final Connection connection;
  private final ConsentRows consents;
  private final Probes probes;
  private final Gate gate;

  /** The gate on the row, for one requester. */
  interface Gate {
    Decision decide(Access access, Action action) throws SQLException;
  }

  WhoCould(Connection connection, ConsentRows consents, Probes probes, Gate gate) {
    this.connection = connection;
    this.consents = consents;
    this.probes = probes;
    this.gate = gate;
  }

  List<Who> answer(Question question, Instant at) throws SQLException {
    List<Who> who = new ArrayList<>();
    for (List<Probes.Probe> one : whom(question, at)) {
      List<Who> asked = new ArrayList<>();
      for (Probes.Probe probe : one) {
        Decision decision = gate.decide(probe.access(), question.action());
        asked.add(new Who(probe.tied(), probe.actor(), probe.role(), probe.purpose(), decision));
      }
      boolean everyRole = one.get(0).tied() == Tied.ROLE;
      List<Who> permitted = asked.stream().filter(w -> w.decision().permitted()).toList();
      // Of somebody in many possible capacities the first stands for all in which they may not.
      who.addAll(everyRole ? asked : permitted.isEmpty() ? asked.subList(0, 1) : permitted);
    }
    return who;
  }

  private List<List<Probes.Probe>> whom(Question question, Instant at) throws SQLException {
    long patient = Draft.key(question.patient());
    List<List<Probes.Probe>> whom = new ArrayList<>();
    whom.add(probes.of(Tied.SELF, question.patient(), at));
    whom.add(probes.onDuty(at));
    Set<Ref> met = new TreeSet<>(Set.of(question.patient()));
    new Sql()
        .add(
            "select distinct kind, actor from tie where patient = ? order by kind, actor limit ?",
            patient,
            MOST)
        .each(
            connection,
            row -> {
              Tied tied = Tied.valueOf(row.getString(1));
              add(whom, met, tied, Ref.parse(row.getString(2)), at);
            });
    for (ConsentConflicts.Spoken spoken : ConsentRows.spoken(consents.of(connection, patient))) {
      for (Ref named : Probes.named(spoken.json())) {
        add(whom, met, Tied.NAMED, Optional.of(named), at);
      }
    }
    if (question.supposed().consent().isPresent()) {
      for (Ref named : Probes.named(question.supposed().consent().get())) {
        add(whom, met, Tied.NAMED, Optional.of(named), at);
      }
    }
    return whom;
  }

  private void add(
      List<List<Probes.Probe>> whom, Set<Ref> met, Tied tied, Optional<Ref> actor, Instant at) {
    if (actor.isEmpty() || met.size() > MOST || !met.add(actor.get())) return;
    List<Probes.Probe> capacities = probes.of(tied, actor.get(), at);
    if (!capacities.isEmpty()) whom.add(capacities);
  }
}
