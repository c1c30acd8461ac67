package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import java.util.Set;

/**
 * By which keys a Patient is found when what is known of them is nearly right. The store calls it
 * inside the transaction that writes a Patient and keeps hashes of what it returns; {@link
 * Sheets#match} asks for people who share them.
 */
public interface MatchKeys {
  /** Raised when the same Patient gets other keys: those of all are then made anew. */
  int version();

  /**
   * Pure. Keys that many people share cost nothing by themselves; only what is asked for alone must
   * be rare.
   */
  Set<String> of(Json.Obj patient);
}
