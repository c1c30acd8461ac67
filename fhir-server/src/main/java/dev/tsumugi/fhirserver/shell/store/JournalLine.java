package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;

/**
 * What a journal row will hold; the chain adds the rest.
 *
 * @param who the one who asked, by whom rows are found; no part of what is hashed, as it follows
 *     from the content
 */
@SuppressWarnings("ArrayRecordComponent") // bytes go straight to the database
record JournalLine(String kind, long patient, String who, byte[] content) {
  static JournalLine of(JournalEntry entry) {
    long patient = entry.patient().map(Ref::toString).map(Hash64::of).orElse(0L);
    return of(entry.kind().name(), patient, entry.content());
  }

  static JournalLine of(String kind, long patient, Json.Obj content) {
    return new JournalLine(kind, patient, who(content), Json.bytes(content));
  }

  /** A person by their resource, a service by its account. */
  static String who(Json.Obj content) {
    String actor = content.text("actor");
    return actor != null ? actor : "subject:" + content.text("subject");
  }
}
