package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Shapes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a rule found unusual in a line of the journal; a reason to ask, not a verdict. */
public enum JournalMark {
  /** Who asked saw the records of many more people than is usual. */
  UNUSUAL_VOLUME,
  /** Nothing known here ties who asked to the patient. */
  WITHOUT_RELATION,
  /** A look-up of a crew for no run of an ambulance that is known. */
  WITHOUT_INCIDENT,
  /** One of many look-ups in an hour that found nobody. */
  RUN_OF_MISSES,
  /** Somebody who never chose was looked for in a declared emergency. */
  GLASS_SEARCH;

  /** Code system of these marks, as an AuditEvent carries them in {@code meta.tag}. */
  public static final String SYSTEM = Shapes.BASE + "/CodeSystem/journal-mark";

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a look-up says of itself. */
  public static Set<JournalMark> ofLookUp(AuditLine line) {
    Set<JournalMark> marks = EnumSet.noneOf(JournalMark.class);
    if (line.kind() != JournalEntry.Kind.EMERGENCY) return marks;
    String asked = line.fact("asked");
    if (asked.contains(JournalEntry.WITHOUT_INCIDENT)) marks.add(WITHOUT_INCIDENT);
    if (asked.contains(JournalEntry.AFTER_MISSES)) marks.add(RUN_OF_MISSES);
    if (asked.contains(JournalEntry.OF_GLASS)) marks.add(GLASS_SEARCH);
    return marks;
  }

  public static Optional<JournalMark> of(String code) {
    for (JournalMark mark : values()) if (mark.code().equals(code)) return Optional.of(mark);
    return Optional.empty();
  }
}
