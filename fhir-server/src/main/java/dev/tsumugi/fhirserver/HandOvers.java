package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Incidents that a crew handed over to a hospital's emergency desk, for a time. A hand-over leads
 * to the incident and to what the crew's organisation wrote of it, in the crew's name; of the
 * person it opens nothing: what the desk may see of them it sees under its own access. What is
 * over, and what its sender may no longer show, is as if it had never been (docs/adr/0035).
 */
public interface HandOvers {
  Duration USUAL = Duration.ofHours(24);
  Duration LONGEST = Duration.ofHours(72);

  /** How many a list holds. */
  int MOST_LISTED = 200;

  /**
   * Sent, told in the record, and told to those whom the patient wishes to be told, in one commit.
   * The same command again is answered by what it did the first time.
   *
   * <p>Throws {@code Problem}: FORBIDDEN to who is no crew, NOT_FOUND for an incident that is not
   * its organisation's, CONFLICT if the incident is another person's or the command another
   * hand-over's, UNPROCESSABLE if there is no such hospital.
   */
  HandOver send(Access crew, Order order);

  /**
   * To a desk those that were sent to its organisation and are open; to a crew those that its
   * organisation sent within {@link #LONGEST}. Newest first. Throws {@code Problem} FORBIDDEN to
   * others.
   */
  List<HandOver> list(Access asker);

  /** What it leads to; empty for whatever is over or was sent to others. */
  Optional<Opened> open(Access desk, String id);

  /** From now on the crew knows that it was seen; the first to say so is named. */
  Optional<HandOver> acknowledge(Access desk, String id);

  /** Over from its commit on, by the organisation that sent it; again, it is as it is. */
  Optional<HandOver> end(Access crew, String id);

  /**
   * What is to be handed over.
   *
   * @param incident an Encounter of the crew's organisation
   * @param patient its subject; empty while nobody knows who it is
   * @param receiver an Organization
   * @param told the Communication that says so in the record; about {@code patient}
   */
  record Order(
      Ref incident,
      Optional<Ref> patient,
      Ref receiver,
      Duration lasts,
      Said said,
      String command,
      Json.Obj told) {
    public Order {
      if (lasts.isNegative() || lasts.isZero() || lasts.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a hand-over lasts up to " + LONGEST);
      }
    }
  }

  /**
   * What tells one from another in a list, and nobody who they are.
   *
   * @param arrives when the crew expects to be there
   * @param urgency a code of {@code CodeSystem/emergency}
   * @param unit which ambulance
   * @param number the dispatch centre's
   */
  record Said(
      Optional<Instant> arrives,
      Optional<String> urgency,
      Optional<String> unit,
      Optional<String> number) {}

  /** As it stands. */
  record HandOver(
      String id,
      Ref incident,
      Ref organization,
      Ref receiver,
      Instant sent,
      Instant until,
      Said said,
      Optional<Acknowledged> acknowledged,
      Optional<Instant> ended) {
    public State state(Instant at) {
      boolean over = ended.isPresent() || !at.isBefore(until);
      if (over) return State.ENDED;
      return acknowledged.isPresent() ? State.ACKNOWLEDGED : State.SENT;
    }
  }

  /** Codes of a list, in lower case. */
  enum State {
    SENT,
    ACKNOWLEDGED,
    ENDED
  }

  /**
   * @param by who did, by name
   */
  record Acknowledged(Instant at, String by) {}

  /**
   * What a hand-over leads to.
   *
   * @param patient whom the incident is about by now
   * @param order the crew's way to its own rows: the journal names who sent and who opened
   */
  record Opened(HandOver handOver, Optional<Ref> patient, Access order) {}
}
