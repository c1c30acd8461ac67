package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * May this be written? What one may not see is absent, whatever one wants to do with it, and
 * nothing else is looked at before that is known.
 */
final class WriteGate {
  private final Connection connection;
  private final Facets facets;
  private final Ruling ruling;
  private final Traces traces;

  WriteGate(Connection connection, Facets facets, Ruling ruling, Traces traces) {
    this.connection = connection;
    this.facets = facets;
    this.ruling = ruling;
    this.traces = traces;
  }

  /** Before a patch is tried: whether it succeeds tells what stands there. */
  void mayPatch(Plan plan) throws SQLException {
    if (!visible(plan)) throw absent(plan);
    demandOnRow(plan, Action.UPDATE);
    match(plan);
  }

  void decide(Plan plan) throws SQLException {
    switch (plan.deed) {
      case CREATE -> demand(plan, Action.CREATE);
      case UPDATE -> update(plan);
      case NAME -> name(plan);
      case PATCH -> demandWhereItGoes(plan);
      case DELETE -> {
        if (!visible(plan)) throw absent(plan);
        demandOnRow(plan, Action.DELETE);
        match(plan);
      }
      case LEAVE -> {} // its search was gated
    }
  }

  private void update(Plan plan) throws SQLException {
    if (!visible(plan)) {
      createUnderItsName(plan);
      return;
    }
    demandOnRow(plan, Action.UPDATE);
    match(plan);
    demandWhereItGoes(plan);
  }

  private void name(Plan plan) throws SQLException {
    if (visible(plan) && ruling.seesAll()) {
      throw plan.at(
          Problem.of(
              Problem.Kind.CONFLICT,
              "nothing matches the condition, but the id that the body names is taken"));
    }
    createUnderItsName(plan);
  }

  /** Only those who bring records with their ids may name a new one. */
  private void createUnderItsName(Plan plan) throws SQLException {
    if (plan.existing.isPresent() || !ruling.seesAll()) throw absent(plan);
    match(plan);
    demand(plan, Action.CREATE);
  }

  /**
   * A resource that moves to another patient comes into being there, and one that gets a further
   * patient comes into being in that record. One that becomes data of another class is changed as
   * such: the right to change wishes must not make results.
   */
  private void demandWhereItGoes(Plan plan) throws SQLException {
    Draft draft = plan.draft.orElseThrow();
    Row row = plan.existing.orElseThrow();
    if (draft.owner() != row.patient()) {
      demand(plan, Action.CREATE);
      return;
    }
    Set<Long> before = new HashSet<>(Reader.patients(List.of(row)));
    for (Ref patient : draft.patients()) {
      long key = Draft.key(patient);
      if (before.contains(key)) continue;
      Decision decision = ruling.decide(Action.CREATE, draft.facet(), key, List.of(), draft);
      List<Ref> here = ruling.isHere(patient) ? List.of(patient) : List.of();
      refuse(plan, decision, here, draft.facet());
    }
    DataClass stored = facets.facet(connection, row.facet()).dataClass();
    if (stored != draft.facet().dataClass()) demand(plan, Action.UPDATE);
    else demandWithinScope(plan, draft);
  }

  /** Where a scope is narrowed by a search, nothing is written out of its reach. */
  private void demandWithinScope(Plan plan, Draft draft) throws SQLException {
    Decision becoming = ruling.quietly(Action.UPDATE, draft);
    boolean outside =
        becoming instanceof Decision.Deny deny && deny.layer() == Decision.Layer.SCOPE;
    if (outside) refuse(plan, becoming, patientsHere(draft), draft.facet());
  }

  private boolean visible(Plan plan) throws SQLException {
    if (plan.existing.isEmpty()) {
      List<Ref> named = plan.draft.map(this::patientsHere).orElse(List.of());
      traces.absent(plan.kind(), plan.asked(), named);
      return false;
    }
    Row row = plan.existing.get();
    Decision decision = ruling.decide(Action.READ, row);
    List<Ref> patients = ruling.patientsOf(row);
    Facet facet = facets.facet(connection, row.facet());
    if (decision.permitted()) {
      traces.seen(row, patients, facet);
    } else {
      traces.denied(plan.kind(), plan.asked(), patients, facet, reason(decision));
    }
    return decision.permitted();
  }

  private static Problem absent(Plan plan) {
    return plan.at(Problem.notFound(plan.ref));
  }

  /** If-Match is looked at after the gate: its answer tells that the resource is there. */
  private static void match(Plan plan) {
    if (plan.ifMatch.isEmpty()) return;
    boolean stands =
        plan.existing.isPresent() && plan.existing.get().version() == plan.ifMatch.getAsInt();
    if (!stands) {
      throw Problem.at(
          Problem.Kind.PRECONDITION,
          plan.prefix,
          "If-Match names another version than the current one; read it again and retry");
    }
  }

  private void demandOnRow(Plan plan, Action action) throws SQLException {
    Row row = plan.existing.orElseThrow();
    Decision decision = ruling.decide(action, row);
    Facet facet = facets.facet(connection, row.facet());
    refuse(plan, decision, ruling.patientsOf(row), facet);
  }

  private void demand(Plan plan, Action action) throws SQLException {
    Draft draft = plan.draft.orElseThrow();
    Decision decision = ruling.decide(action, draft.facet(), draft.owner(), draft.members(), draft);
    refuse(plan, decision, patientsHere(draft), draft.facet());
  }

  private List<Ref> patientsHere(Draft draft) {
    return draft.patients().stream().filter(ruling::isHere).toList();
  }

  private void refuse(Plan plan, Decision decision, List<Ref> patients, Facet facet) {
    if (decision.permitted()) return;
    String reason = reason(decision);
    traces.denied(plan.kind(), plan.asked(), patients, facet, reason);
    if (reason.equals(Decision.Reason.ASSURANCE_TOO_LOW.name())) {
      throw plan.at(SignOnProblems.stepUp(ruling.requester().signOn()));
    }
    throw Problem.at(
        Problem.Kind.FORBIDDEN,
        plan.prefix,
        "this may not be written with this sign-on (" + reason + ")");
  }

  static String reason(Decision decision) {
    return decision.fold(
        permit -> "", deny -> deny.reason().name(), depends -> depends.deny().reason().name());
  }
}
