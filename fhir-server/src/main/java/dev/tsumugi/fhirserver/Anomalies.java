package dev.tsumugi.fhirserver;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is unusual in lines of the journal of one who asked, followed in their order. A mark says
 * that somebody should ask why; it refuses nothing. Equal lines and equal pasts give equal marks.
 */
public final class Anomalies {
  /**
   * From when on something is unusual.
   *
   * @param patientsAnHour whose records somebody saw within one hour of the clock: more are unusual
   *     for anybody
   * @param times more than the busiest hour of their own past is unusual, for who has a past
   * @param least but never so few
   * @param pastHours hours with anything in them, of the last {@link #PAST_DAYS} days, that make a
   *     past
   * @param refusalsAnHour patients of whom somebody was refused for want of a relation, within one
   *     hour, from which on it is more than a slip
   */
  public record Thresholds(
      int patientsAnHour, int times, int least, int pastHours, int refusalsAnHour) {
    public Thresholds {
      boolean sensible =
          patientsAnHour > 0 && times > 0 && least > 0 && pastHours > 0 && refusalsAnHour > 0;
      if (!sensible) throw new IllegalArgumentException("a threshold is at least 1");
    }

    public static final Thresholds USUAL = new Thresholds(100, 3, 15, 5, 5);

    /**
     * Reads {@code patients=100 times=3 least=15 past=5 refusals=5}; what is left out is as usual.
     *
     * @throws IllegalArgumentException naming what cannot be understood
     */
    public static Thresholds parse(String text) {
      Map<String, Integer> numbers = new HashMap<>();
      for (String word : text.strip().split("\\s+")) {
        Matcher part = PART.matcher(word);
        if (!part.matches()) throw new IllegalArgumentException("'" + word + "' is no threshold");
        numbers.put(part.group(1), Integer.parseInt(part.group(2)));
      }
      return new Thresholds(
          numbers.getOrDefault("patients", USUAL.patientsAnHour()),
          numbers.getOrDefault("times", USUAL.times()),
          numbers.getOrDefault("least", USUAL.least()),
          numbers.getOrDefault("past", USUAL.pastHours()),
          numbers.getOrDefault("refusals", USUAL.refusalsAnHour()));
    }

    private static final Pattern PART =
        Pattern.compile("(patients|times|least|past|refusals)=([1-9][0-9]{0,5})");
  }

  /** How far back a past goes. */
  public static final int PAST_DAYS = 28;

  /**
   * A line as the rule sees it.
   *
   * @param patient key of whose record; 0 for nobody's
   * @param disclosed something of the record was shown
   * @param unrelated it was refused for want of a relation
   * @param rescue an emergency sheet was shown
   */
  public record Seen(
      Instant at, long patient, boolean disclosed, boolean unrelated, boolean rescue) {
    public static Seen of(AuditLine line, long patient) {
      boolean shows =
          switch (line.kind()) {
            case READ, QUERY, EMERGENCY, EXPORT -> true;
            // The journal holds no record; what is written was not looked up; subscribers sit by.
            case JOURNAL,
                NOTIFY,
                CREATE,
                UPDATE,
                DELETE,
                DECISION,
                BREAK_GLASS,
                HANDOUT,
                HANDOVER ->
                false;
          };
      return new Seen(
          line.at(),
          patient,
          shows && line.permitted(),
          !line.permitted() && line.bases().contains("NO_RELATION"),
          line.kind() == JournalEntry.Kind.EMERGENCY && line.permitted());
    }

    public Instant hour() {
      return at.truncatedTo(ChronoUnit.HOURS);
    }
  }

  /**
   * What is known of the one who asked, before an hour.
   *
   * @param hours of the past days in which they saw anybody's record
   * @param busiest of them: how many patients
   */
  public record Past(int hours, int busiest) {
    public static final Past NONE = new Past(0, 0);
  }

  /** Whether anything but the look-up itself ties who asked to the patient at that time. */
  public interface Relations {
    boolean known(Seen line);
  }

  private final Thresholds thresholds;
  private final Instant hour;
  private final Past past;
  private final Set<Long> seen;
  private final Set<Long> refused;

  /**
   * @param hour in which the lines fall
   * @param seen patients whose records they saw in it already
   * @param refused patients of whom they were refused in it already for want of a relation
   */
  public Anomalies(
      Thresholds thresholds, Instant hour, Past past, Set<Long> seen, Set<Long> refused) {
    this.thresholds = thresholds;
    this.hour = hour;
    this.past = past;
    this.seen = new HashSet<>(seen);
    this.refused = new HashSet<>(refused);
  }

  /** The next line, and how many patients it makes. */
  public Set<JournalMark> next(Seen line, Relations relations) {
    if (!line.hour().equals(hour)) throw new IllegalArgumentException("of another hour");
    Set<JournalMark> marks = EnumSet.noneOf(JournalMark.class);
    if (line.patient() == 0) return marks;
    if (line.disclosed()) {
      seen.add(line.patient());
      if (seen.size() > limit()) marks.add(JournalMark.UNUSUAL_VOLUME);
    }
    if (line.unrelated()) {
      refused.add(line.patient());
      if (refused.size() >= thresholds.refusalsAnHour()) {
        marks.add(JournalMark.WITHOUT_RELATION);
      }
    }
    if (line.rescue() && !relations.known(line)) marks.add(JournalMark.WITHOUT_RELATION);
    return marks;
  }

  /** Up to how many patients an hour are usual. */
  int limit() {
    if (past.hours() < thresholds.pastHours()) return thresholds.patientsAnHour();
    int own = Math.max(thresholds.least(), thresholds.times() * past.busiest());
    return Math.min(own, thresholds.patientsAnHour());
  }
}
