package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Shapes;
import java.util.Locale;
import java.util.Optional;

/** What a rule found unusual in a line of the journal; a reason to ask, not a verdict. */
public enum JournalMark {
  /** Who asked saw the records of many more people than is usual. */
  UNUSUAL_VOLUME,
  /** Nothing known here ties who asked to the patient. */
  WITHOUT_RELATION;

  /** Code system of these marks, as an AuditEvent carries them in {@code meta.tag}. */
  public static final String SYSTEM = Shapes.BASE + "/CodeSystem/journal-mark";

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<JournalMark> of(String code) {
    for (JournalMark mark : values()) if (mark.code().equals(code)) return Optional.of(mark);
    return Optional.empty();
  }
}
