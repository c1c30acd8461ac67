package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who looked at a record, newest first. */
public interface JournalPage {
  /** Lines a page where nothing is asked for, and at most. */
  int LINES = 200;

  int MOST_LINES = 1_000;

  /**
   * Throws {@code Problem} NOT_FOUND for everybody who may not read this patient's journal, and for
   * patients who are not here.
   */
  Page of(Access access, Ref patient, Window window);

  /**
   * Which lines.
   *
   * @param since none older than this
   * @param after where the page before ended
   */
  record Window(int count, Instant since, Optional<Query.Position> after) {}

  record Page(List<Line> lines, Optional<Query.Position> next) {}

  /**
   * @param organization the name that the asking organization goes by now; empty if it has none
   */
  record Line(AuditLine audit, Optional<String> organization) {}
}
