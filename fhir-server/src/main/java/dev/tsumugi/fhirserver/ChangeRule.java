package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * What a module says to what is about to stand: a new row, or a change of one. Every write is
 * asked, by whichever way it comes, after the gate and with the row locked; so what holds here
 * holds.
 */
public interface ChangeRule {
  /** Of which types it wants to be asked; writes of the others cost nothing. */
  Set<String> types();

  /**
   * Why the row may not become this, in words that say how to do it right; empty if it may.
   *
   * @param before as it stands; empty for a new row
   * @param after as it would be; empty for a deletion
   */
  Optional<Problem> refusal(Requester by, Optional<Json.Obj> before, Optional<Json.Obj> after);
}
