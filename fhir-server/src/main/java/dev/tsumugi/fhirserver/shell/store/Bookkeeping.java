package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The journal rows of a commit: one for each patient and kind of change. */
final class Bookkeeping {
  private record Key(Kind kind, Optional<Ref> patient) {}

  private record Tally(SortedMap<String, Integer> types, SortedSet<String> classes) {}

  private final Access access;
  private final Predicate<Ref> asProxy;
  private final Map<Key, Tally> tallies = new LinkedHashMap<>();

  Bookkeeping(Access access) {
    this(access, patient -> false);
  }

  /**
   * @param asProxy whether the requester acts for this patient, so that the journal names both
   */
  Bookkeeping(Access access, Predicate<Ref> asProxy) {
    this.access = access;
    this.asProxy = asProxy;
  }

  void note(Kind kind, List<Ref> patients, String type, Facet facet) {
    List<Optional<Ref>> whom = new ArrayList<>();
    for (Ref patient : patients) whom.add(Optional.of(patient));
    if (whom.isEmpty()) whom.add(Optional.empty());
    for (Optional<Ref> patient : whom) {
      Tally tally =
          tallies.computeIfAbsent(
              new Key(kind, patient), k -> new Tally(new TreeMap<>(), new TreeSet<>()));
      tally.types().merge(type, 1, Integer::sum);
      tally.classes().add(facet.dataClass().code());
    }
  }

  List<JournalEntry> entries() {
    List<JournalEntry> entries = new ArrayList<>();
    tallies.forEach(
        (key, tally) ->
            entries.add(
                new JournalEntry(
                    key.kind(),
                    access.requester(),
                    key.patient(),
                    asked(key.kind(), tally.types()),
                    tally.classes(),
                    true,
                    key.patient().filter(asProxy).isPresent() ? "WRITE PROXY" : "WRITE",
                    List.of())));
    return entries;
  }

  /** For example {@code create Consent, Observation (3)}. */
  private static String asked(Kind kind, SortedMap<String, Integer> types) {
    List<String> parts = new ArrayList<>();
    types.forEach((type, count) -> parts.add(count == 1 ? type : type + " (" + count + ")"));
    return kind.name().toLowerCase(Locale.ROOT) + " " + String.join(", ", parts);
  }
}
