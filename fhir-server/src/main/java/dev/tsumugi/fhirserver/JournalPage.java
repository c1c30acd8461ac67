package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who looked at a record, newest first. */
public interface JournalPage {
  /**
   * Throws {@code Problem} NOT_FOUND for everybody who may not read this patient's journal, and for
   * patients who are not here.
   */
  List<Line> of(Access access, Ref patient);

  /**
   * @param content as {@link JournalEntry#content()} wrote it
   * @param organization the name that the asking organization goes by now; empty if it has none
   */
  record Line(
      Instant at, JournalEntry.Kind kind, Json.Obj content, Optional<String> organization) {}
}
