package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes.Context;
import dev.tsumugi.consent.StepUp;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who looks after an organisation's devices and sessions: its privacy officers, counters and
 * operators. An operator runs the hub's machines, and so those of every organisation.
 */
final class Offices {
  private static final Set<Role> ROLES = EnumSet.of(Role.OFFICER, Role.REGISTRAR, Role.OPERATOR);

  private Offices() {}

  /** The organisation that a requester looks after, if any. */
  static Optional<Ref> office(Requester requester) {
    return ROLES.contains(requester.role()) ? requester.organization() : Optional.empty();
  }

  static boolean looksAfter(Requester requester, String organization) {
    if (requester.role() == Role.OPERATOR) return true;
    return office(requester).filter(ref -> ref.toString().equals(organization)).isPresent();
  }

  /**
   * @param action as if devices were resources, so that an app that was given less cannot do it
   * @throws Problem FORBIDDEN
   */
  static void demand(Requester requester, Action action) {
    if (office(requester).isEmpty()) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "devices are looked after by an organisation's officers, registrars and operators");
    }
    if (!requester.scopes().allows(action, "Device", Context.USER)) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN, "this needs the scope user/Device." + action.letter());
    }
  }

  /** Who lets a device in vouches for it. */
  static void demandSurely(Requester requester, Action action) {
    demand(requester, action);
    if (StepUp.lacks(requester)) throw Refusal.UNSURE.problem();
  }
}
