package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.fhirserver.Sheets.Beside;
import dev.tsumugi.kernel.Period;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a look-up reaches: who may be seen and is alive. In a declared emergency also those whom the
 * gate would show if the glass of each were broken just now, but nobody who refuses rescuers.
 *
 * @param ruling by which rows are shown
 * @param unbroken what is decided for the same person where no emergency was declared
 */
record Sight(Ruling ruling, Optional<Ruling> unbroken) {
  private static final Set<Decision.Reason> REFUSED =
      EnumSet.of(Decision.Reason.DIRECTIVE_DENIES, Decision.Reason.CONSENT_UNREADABLE);

  static Sight of(
      Connection connection,
      Facets facets,
      PolicyTexts policies,
      Access access,
      Facts facts,
      Beside beside) {
    if (beside.glass().isEmpty()) {
      return new Sight(Ruling.over(connection, facets, policies, access, facts), Optional.empty());
    }
    Facts broken = facts;
    for (long patient : facts.compartments().keySet()) {
      if (patient == Facts.CITY) continue;
      broken = broken.supposing(patient, broken(facts.of(patient), access));
    }
    return new Sight(
        Ruling.over(connection, facets, policies, access, broken),
        Optional.of(Ruling.over(connection, facets, policies, beside.glass().get(), facts)));
  }

  /**
   * Whether somebody is shown.
   *
   * @param decision of the ruling on this row
   */
  boolean reaches(Decision decision, Row row) throws SQLException {
    // The sheet is for saving a life: of the dead there is none, and nobody is found by it.
    return decision.permitted() && !ruling.isDead(row.patient()) && !refuses(row);
  }

  /** For the journal: what was decided, and of who refuses rescuers that. */
  void note(Decision decision, Row row) throws SQLException {
    boolean refused = decision.permitted() && refuses(row);
    Decision said = refused ? unbroken.orElseThrow().quietly(Action.READ, row) : decision;
    ruling.note(said, Gated.Touched.of(row));
  }

  private boolean refuses(Row row) throws SQLException {
    if (unbroken.isEmpty()) return false;
    Decision decision = unbroken.get().quietly(Action.READ, row);
    return decision instanceof Decision.Deny deny && REFUSED.contains(deny.reason());
  }

  private static Compartment broken(Compartment standing, Access access) {
    List<Tie> ties = new ArrayList<>(standing.ties());
    access
        .requester()
        .actor()
        .ifPresent(
            actor ->
                ties.add(
                    new Tie(
                        Tie.Kind.GLASS,
                        actor.toString(),
                        Period.ALWAYS,
                        Set.of(Tie.Power.READ),
                        Optional.empty(),
                        Optional.empty())));
    return new Compartment(
        standing.patient(),
        standing.policy(),
        ties,
        standing.born(),
        standing.died(),
        standing.neighbours());
  }
}
