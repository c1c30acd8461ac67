package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.JournalTables.Deed;
import dev.tsumugi.kernel.FhirTime;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a line of the journal says of a sheet that was sealed to a device: {@link SealedSheets}. */
public final class SealedWords {
  private static final Pattern SEAL = Pattern.compile("seal sheet until (\\S+)");
  private static final Pattern OPEN = Pattern.compile("open sealed sheet at (\\S+) by (.*)");

  private static final DateTimeFormatter JA =
      DateTimeFormatter.ofPattern("M月d日 H時mm分", Locale.JAPAN).withZone(FhirTime.ZONE);
  private static final DateTimeFormatter EN =
      DateTimeFormatter.ofPattern("d MMMM, H:mm", Locale.ENGLISH).withZone(FhirTime.ZONE);

  private SealedWords() {}

  /** As the journal keeps it. */
  public static String sealing(Instant until) {
    return "seal sheet until " + FhirTime.instant(until);
  }

  /**
   * As the journal keeps it.
   *
   * @param at as the device says
   * @param by name, empty if it is not known
   */
  public static String opening(Instant at, String by) {
    return "open sealed sheet at " + FhirTime.instant(at) + " by " + by;
  }

  static Optional<Deed> deed(AuditLine line) {
    String asked = line.fact("asked");
    Matcher seal = SEAL.matcher(asked);
    if (seal.matches()) {
      String until = seal.group(1);
      return Optional.of(
          JournalTables.deed(
              "救急用の情報を、電波のない所で開けるように端末に封印して保存しました("
                  + said(JA, until)
                  + " に使えなくなります)|救急用の情報を端末に封印して保存しようとしました",
              "sealed the emergency sheet to a device, to be opened where there is no signal (until "
                  + said(EN, until)
                  + ")|tried to seal the emergency sheet to a device"));
    }
    Matcher open = OPEN.matcher(asked);
    if (!open.matches()) return Optional.empty();
    String by = open.group(2).replace("|", " ").strip();
    return Optional.of(
        JournalTables.deed(
            "封印してあった救急用の情報が、電波のない所で "
                + said(JA, open.group(1))
                + " に"
                + (by.isEmpty() ? "" : by + "さんによって")
                + "開かれたことを、端末の記録から届けました|封印してあった救急用の情報が開かれたことを届けようとしました",
            "delivered the device's note that the sealed sheet was opened at "
                + said(EN, open.group(1))
                + (by.isEmpty() ? "" : " by " + by)
                + ", where there was no signal|tried to deliver that a sealed sheet was opened"));
  }

  private static String said(DateTimeFormatter format, String instant) {
    try {
      return format.format(Instant.parse(instant));
    } catch (DateTimeParseException unreadable) {
      return instant; // as it stands
    }
  }
}
