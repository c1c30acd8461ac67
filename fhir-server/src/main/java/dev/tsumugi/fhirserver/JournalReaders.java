package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Decision.Basis;
import dev.tsumugi.consent.Decision.Layer;
import dev.tsumugi.consent.Role;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read what the journal says of a patient, by the gate's decision on the patient's
 * AuditEvents. A consent opens records, not the journal: colleagues are not to watch each other in
 * it. The officer's duty to watch needs no relation and no consent; the journal holds no content.
 */
public final class JournalReaders {
  /** Named in the journal as basis of an officer's reading. */
  public static final String OVERSIGHT = "OVERSIGHT";

  private static final Set<Basis> OWN = EnumSet.of(Basis.SELF, Basis.PROXY, Basis.CUSTODIAN);
  private static final Set<Layer> BESIDE = EnumSet.of(Layer.RELATION, Layer.DIRECTIVE);

  private JournalReaders() {}

  /** On what it is permitted; empty if it is not. */
  public static Optional<String> basis(Role role, Decision decision) {
    boolean officer = role == Role.OFFICER;
    return decision.fold(
        permit ->
            officer
                ? Optional.of(OVERSIGHT)
                : Optional.of(permit.basis()).filter(OWN::contains).map(Basis::name),
        deny ->
            officer && BESIDE.contains(deny.layer()) ? Optional.of(OVERSIGHT) : Optional.empty(),
        depends -> officer ? Optional.of(OVERSIGHT) : Optional.empty());
  }

  /** Whether somebody in this role may read of everybody, so that none need be looked for. */
  public static boolean overAll(Role role) {
    return role == Role.OFFICER || role == Role.CUSTODIAN;
  }

  /** Why not, as the journal names it. */
  public static String reason(Decision decision) {
    return decision.fold(
        permit -> "NO_RELATION",
        deny -> deny.reason().name(),
        depends -> depends.deny().reason().name());
  }
}
