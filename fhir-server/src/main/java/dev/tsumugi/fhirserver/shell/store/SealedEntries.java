package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Rows of the journal about sealed sheets. */
final class SealedEntries {
  private SealedEntries() {}

  /** The gate's own row of a look-up, saying what it was for. */
  static JournalEntry asking(JournalEntry one, String asked) {
    return new JournalEntry(
        one.kind(),
        one.requester(),
        one.patient(),
        asked,
        one.classes(),
        one.permitted(),
        one.basis(),
        one.consents());
  }

  /** Of the device's own doings. */
  static JournalEntry of(Requester who, String asked) {
    return of(who, Optional.empty(), asked, "DEVICE");
  }

  static JournalEntry of(Requester who, Optional<Ref> patient, String asked, String basis) {
    return entry(JournalEntry.Kind.EMERGENCY, who, patient, asked, true, basis);
  }

  /**
   * That somebody asked which devices hold one.
   *
   * @param basis on which they may; empty if they may not
   */
  static JournalEntry listed(Requester who, Ref patient, Optional<String> basis) {
    return entry(
        JournalEntry.Kind.HANDOUT,
        who,
        Optional.of(patient),
        "list sealed",
        basis.isPresent(),
        basis.orElse("REFUSED"));
  }

  private static JournalEntry entry(
      JournalEntry.Kind kind,
      Requester who,
      Optional<Ref> patient,
      String asked,
      boolean permitted,
      String basis) {
    return new JournalEntry(
        kind, who, patient, asked, new TreeSet<>(), permitted, basis, List.of());
  }
}
