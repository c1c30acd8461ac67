package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;

/** Where a module that refuses by itself, before any row is asked for, leaves it. */
public interface Refusals {
  /**
   * Makes a row of the journal durable: asked, and denied. Throws {@code Problem} UNAVAILABLE if it
   * cannot be made so.
   *
   * @param asked the kind of question, for example an operation's name, never its values
   * @param patient whom the address names
   */
  void note(Access access, String asked, Optional<Ref> patient);
}
