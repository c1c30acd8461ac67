package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;

/** What a journal row will hold; the chain adds the rest. */
@SuppressWarnings("ArrayRecordComponent") // bytes go straight to the database
record JournalLine(String kind, long patient, byte[] content) {
  static JournalLine of(JournalEntry entry) {
    long patient = entry.patient().map(Ref::toString).map(Hash64::of).orElse(0L);
    return new JournalLine(entry.kind().name(), patient, Json.bytes(entry.content()));
  }
}
