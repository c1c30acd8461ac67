package dev.tsumugi.identity.shell;

import java.time.Instant;

/** What may be shown once, whichever node it is shown to. */
@FunctionalInterface
interface SpentProofs {
  /**
   * Whether it is shown for the first time.
   *
   * @param what names it among all that can be shown
   * @param until when it would be too old anyway
   */
  boolean first(String what, Instant until);
}
