package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.kernel.Problem;
import java.util.List;

/**
 * A commit that came to nothing, on its way out of the transaction that is rolled back: what to
 * answer, and what must be on the journal's disk before.
 */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final transient List<JournalEntry> entries;

  Refused(Problem problem, List<JournalEntry> entries) {
    super(problem);
    this.problem = problem;
    this.entries = entries;
  }

  Problem problem() {
    return problem;
  }

  List<JournalEntry> entries() {
    return entries;
  }
}
