package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody was given that leads back to a record: an emergency card, the code on a paper, a
 * link. Each is a secret of chance alone, told once and kept as a keyed hash; it can be ended at
 * any time, and what is over is as if it had never been (docs/adr/0028).
 */
public interface Handouts {
  /** How many may be open of one kind and patient. */
  int MOST_OPEN = 50;

  /** Wrong passcodes of a link, in all its life. */
  int TRIES = 10;

  enum Kind {
    /** Opens nothing by itself: a crew's look-up finds a person by it, {@link Sheets#byCard}. */
    CARD,
    /** Tells whether what was printed still holds, and nothing else. */
    PAPER,
    /** Opens one document that was sealed when it was made, to whoever holds the link. */
    LINK
  }

  /**
   * Made, with its journal row. A card and a link by who may write the patient's consents, signed
   * on surely enough; a paper by who may read its target.
   *
   * <p>Throws {@code Problem}: FORBIDDEN, UNAUTHENTICATED (step up), NOT_FOUND, CONFLICT if too
   * many are open.
   */
  Issued issue(Access giver, Ref patient, Made made);

  /**
   * All of the kind, newest first, also those that ended: for who may know of the patient's
   * agreements. Throws {@code Problem} FORBIDDEN.
   */
  List<Handout> list(Access asker, Ref patient, Kind kind);

  /**
   * Over from its commit on; again, it is as it is. Throws {@code Problem}: FORBIDDEN,
   * UNAUTHENTICATED, NOT_FOUND.
   */
  void end(Access giver, Ref patient, Kind kind, String id);

  /** What a paper is about, as it stands now; empty if there is none. The patient is told. */
  Optional<Printed> printed(String code);

  /**
   * The sealed document of a link, as long as whoever gave it may still do so. Nobody learns
   * anything by it that they do not hold the key of. The patient is told who said they received it.
   */
  Opening open(String code, Asked asked);

  /**
   * The document again, for who was given a ticket within the last hour; told to the patient, too.
   */
  Opening fetch(String code, String ticket, Instant at);

  /**
   * What is to be made.
   *
   * @param label what it is called in lists; no longer than 80 characters
   * @param target what it is about, in its present version
   * @param sealed of a link
   */
  record Made(
      Kind kind,
      String label,
      Optional<StoredResource> target,
      Optional<Instant> until,
      Optional<Sealed> sealed) {
    public static Made card(String label) {
      return new Made(Kind.CARD, label, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Made paper(String label, StoredResource plan) {
      return new Made(Kind.PAPER, label, Optional.of(plan), Optional.empty(), Optional.empty());
    }
  }

  /** Ciphertext, and what must be said to be given it. */
  @SuppressWarnings("ArrayRecordComponent") // bytes go straight to the database
  record Sealed(byte[] ciphertext, Optional<String> passcode) {}

  /**
   * One that was made just now.
   *
   * @param code 128 random bits of a card and a paper, 256 of a link, base64url; nobody can tell it
   *     again
   */
  record Issued(String id, String code, Instant at) {}

  /**
   * As it stands in a list.
   *
   * @param triesLeft of a link with a passcode
   */
  record Handout(
      String id,
      String label,
      Instant issued,
      Optional<Instant> until,
      Optional<Instant> ended,
      Optional<Integer> triesLeft) {
    public boolean isOver(Instant at) {
      return ended.isPresent() || until.filter(end -> !at.isBefore(end)).isPresent();
    }
  }

  /**
   * A paper's plan.
   *
   * @param version that was printed
   * @param plan as it is now; empty if it was deleted
   * @param died whether the patient has
   */
  record Printed(int version, Optional<StoredResource> plan, Optional<Instant> died) {}

  /**
   * Who asks for a link's document.
   *
   * @param recipient as they call themselves
   */
  record Asked(String recipient, Optional<String> passcode, Instant at) {}

  /** What a link answers. */
  sealed interface Opening {
    /** Unknown, ended, run out, or given by somebody who may no longer: one and the same. */
    record Gone() implements Opening {}

    record WrongPasscode(int triesLeft) implements Opening {}

    /**
     * The document.
     *
     * @param source what it was made of; empty if that is no single resource
     * @param ticket with which the document can be fetched again, for an hour
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes go straight into the answer
    record Opened(byte[] ciphertext, Instant sealed, Optional<Printed> source, String ticket)
        implements Opening {}
  }
}
