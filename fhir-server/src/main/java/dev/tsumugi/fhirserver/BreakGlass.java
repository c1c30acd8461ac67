package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Breaking the glass: a look that nobody agreed to before, for a stated reason and a short time. It
 * opens nothing by itself; what it opens is the gate's to say, request by request. So it is granted
 * to whoever may state the purpose, in the same words whosever record it is, and whether there is
 * one.
 */
public interface BreakGlass {
  /** Codes of {@link Reason}. */
  String REASONS = Shapes.BASE + "/CodeSystem/break-glass-reason";

  /** Characters of a reason, and of what a review says. */
  int SHORTEST = 5;

  int LONGEST = 500;

  /** Why. */
  enum Reason {
    /** Life or a limb is in danger. */
    LIFE_THREATENING,
    /** The patient cannot be asked, and nobody who may speak for them is reached. */
    CANNOT_BE_ASKED,
    /** A child without anybody who may agree. */
    CHILD_ALONE,
    /** Another one, which the text says. */
    OTHER;

    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Reason> of(String code) {
      return Stream.of(values()).filter(reason -> reason.code().equals(code)).findFirst();
    }
  }

  /** What came of a review. */
  enum Outcome {
    JUSTIFIED,
    NOT_JUSTIFIED,
    /** Somebody has to look into it further. */
    FOLLOW_UP;

    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Outcome> of(String code) {
      return Stream.of(values()).filter(outcome -> outcome.code().equals(code)).findFirst();
    }
  }

  /**
   * Grant, notice to the resident, review and journal in one commit.
   *
   * <p>Throws {@code Problem} FORBIDDEN to whoever may not, whosever record it is.
   */
  Grant grant(Access breaker, Ref patient, Reason reason, String text);

  /** Ends what the same person was granted; nothing tells whether there was anything to end. */
  void end(Access breaker, Ref patient);

  /**
   * The reviews, newest first, at most {@link #MOST_LISTED}; for the privacy officer alone.
   *
   * @param closed empty for all
   */
  List<Review> reviews(Access officer, Optional<Boolean> closed);

  int MOST_LISTED = 500;

  /**
   * Closes one, once and for all, and tells the resident; only the officer, and not who broke the
   * glass.
   */
  Review close(Access officer, String review, Outcome outcome, String text);

  /**
   * What was granted.
   *
   * @param review under which it is looked at afterwards
   * @param until the first instant at which it no longer holds
   */
  record Grant(String review, Instant from, Instant until) {}

  /**
   * One breaking of the glass, and what was made of it.
   *
   * @param ended before its time
   */
  record Review(
      String id,
      Ref patient,
      Breaker breaker,
      Reason reason,
      String text,
      Instant from,
      Instant until,
      Optional<Instant> ended,
      Optional<Closing> closing) {}

  /** Who broke it. */
  record Breaker(Ref actor, String name, Optional<Ref> organization, String role) {}

  /** The end of a review. */
  record Closing(String name, Outcome outcome, String text, Instant at) {}

  /** How long a grant lasts. */
  record Box(Duration length) {
    public static final int USUAL_MINUTES = 60;
    private static final Duration LONGEST_BOX = Duration.ofHours(24);

    public Box {
      if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(LONGEST_BOX) > 0) {
        throw new IllegalArgumentException("hub.break-glass.minutes must be from 1 to 1440");
      }
    }
  }
}
