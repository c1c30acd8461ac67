package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a commit has told when it comes to nothing: which rows it saw (a condition that fails tells
 * of them), what was denied, what was searched for. A commit that stands has rows of its own for
 * what it wrote.
 */
final class Traces {
  /** A transaction that is denied is denied at its first entry; links may be many. */
  private static final int DENIALS_NAMED = 20;

  private static final String NOTHING_FOUND = "NOTHING_FOUND";

  private final Access access;
  private final Bookkeeping seen;
  private final List<JournalEntry> denied = new ArrayList<>();
  private final List<JournalEntry> searched = new ArrayList<>();
  private final List<JournalEntry> told = new ArrayList<>();
  private List<JournalEntry> last = List.of();

  Traces(Access access) {
    this.access = access;
    this.seen = new Bookkeeping(access);
  }

  void seen(Row row, List<Ref> patients, Facet facet) {
    seen.note(Kind.READ, patients, row.ref().type(), facet);
  }

  /**
   * @param patients whose record the write names; nobody's in particular if empty
   */
  void denied(Kind kind, String asked, List<Ref> patients, Facet facet, String reason) {
    SortedSet<String> classes = new TreeSet<>(List.of(facet.dataClass().code()));
    for (Ref patient : patients) add(kind, asked, Optional.of(patient), classes, reason);
    if (patients.isEmpty()) add(kind, asked, Optional.empty(), classes, reason);
  }

  /**
   * @param patients whom the body names, as far as they have a record here
   */
  void absent(Kind kind, String asked, List<Ref> patients) {
    for (Ref patient : patients) {
      add(kind, asked, Optional.of(patient), new TreeSet<>(), NOTHING_FOUND);
    }
    if (patients.isEmpty()) add(kind, asked, Optional.empty(), new TreeSet<>(), NOTHING_FOUND);
  }

  private void add(
      Kind kind, String asked, Optional<Ref> patient, SortedSet<String> classes, String reason) {
    if (denied.size() == DENIALS_NAMED) return;
    denied.add(
        new JournalEntry(
            kind, access.requester(), patient, asked, classes, false, reason, List.of()));
  }

  void searched(List<JournalEntry> entries) {
    searched.addAll(entries);
    last = entries;
  }

  /** The last search is an answer by itself: nothing matches. */
  void tellLastSearch() {
    told.addAll(last);
  }

  /**
   * What a commit that stands has told beside what it wrote: a condition that nothing matches, and
   * a reference that was looked up, tell of patients whom nothing written need name.
   *
   * @param written rows of what it wrote
   */
  List<JournalEntry> told(List<JournalEntry> written) {
    Set<Optional<Ref>> named = new HashSet<>();
    for (JournalEntry entry : written) named.add(entry.patient());
    Set<JournalEntry> all = new LinkedHashSet<>(told);
    for (JournalEntry entry : searched) {
      if (entry.patient().isPresent() && !named.contains(entry.patient())) all.add(entry);
    }
    return List.copyOf(all);
  }

  List<JournalEntry> entries() {
    List<JournalEntry> all = new ArrayList<>(searched);
    all.addAll(seen.entries());
    all.addAll(denied);
    return all;
  }
}
