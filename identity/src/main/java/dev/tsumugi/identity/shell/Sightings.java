package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Requester;
import java.time.Instant;

/** Who keeps which sessions there are. */
@FunctionalInterface
interface Sightings {
  /**
   * A token of this sign-on was found good for the first time here.
   *
   * @param issued when the token was made
   */
  void seen(Requester requester, Instant issued);
}
