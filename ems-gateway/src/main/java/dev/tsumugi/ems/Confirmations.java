package dev.tsumugi.ems;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Seals;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The codes by which a crew says that somebody who was found is the one before it. Each is a sealed
 * note, good for a quarter of an hour, for the same person on the same device. It permits nothing:
 * the gate decides anew.
 */
public final class Confirmations {
  static final Duration LIFE = Duration.ofMinutes(15);
  private static final String USE = "emergency-confirm";

  private final Seals seals;

  public Confirmations(Seals seals) {
    this.seals = seals;
  }

  /**
   * What a code says.
   *
   * @param incident for which the person was found
   */
  public record Confirmed(Ref patient, Hit hit, Optional<Ref> incident) {}

  public String seal(Access access, Confirmed confirmed) {
    Json.Obj note =
        Json.object()
            .put("patient", confirmed.patient().id())
            .put("foundBy", confirmed.hit().foundBy())
            .put("certainty", confirmed.hit().certainty())
            .put("incident", confirmed.incident().map(Ref::toString).orElse(null))
            .put("holder", holder(access.requester()))
            .put("until", access.at().plus(LIFE).toString())
            .build();
    return seals.seal(USE, note);
  }

  /** Throws {@code Problem} INVALID for one that is over, or was given to somebody else. */
  public Confirmed open(Access access, String code) {
    Json.Obj note = seals.open(USE, code.strip()).orElseThrow(Confirmations::refused);
    boolean good =
        holder(access.requester()).equals(note.text("holder"))
            && access.at().isBefore(Instant.parse(String.valueOf(note.text("until"))));
    if (!good) throw refused();
    return new Confirmed(
        Ref.patient(String.valueOf(note.text("patient"))),
        Hit.of(String.valueOf(note.text("foundBy")), String.valueOf(note.text("certainty"))),
        Optional.ofNullable(note.text("incident")).flatMap(Ref::parse));
  }

  /** Who may use it: this person, on what the token is bound to or else in this session. */
  private static String holder(Requester requester) {
    String where = requester.signOn().key().orElse(requester.signOn().session());
    return String.join(" ", requester.subject(), requester.client(), where);
  }

  private static Problem refused() {
    return Problem.invalid(
        "confirm",
        "confirm: give the code of an answer of the last 15 minutes, on the tablet that got it;"
            + " else look the person up again");
  }
}
