package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import java.util.Optional;

/**
 * Short notes that the hub gives out to get them back: sealed by a key outside the database, so
 * that whoever holds one can neither read nor change it. A note says itself for whom and until when
 * it is good.
 */
public interface Seals {
  /**
   * Sealed, base64url.
   *
   * @param use what the note is for: under another it cannot be opened
   */
  String seal(String use, Json.Obj note);

  /** Empty for what this hub has not sealed for this use. */
  Optional<Json.Obj> open(String use, String sealed);
}
