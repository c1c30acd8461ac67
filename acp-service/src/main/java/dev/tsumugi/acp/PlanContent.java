package dev.tsumugi.acp;

import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one version of a plan says, as the asker may see it: resources at the versions
 * that were signed, and how that was done.
 *
 * @param patient whose it is
 * @param version its DocumentReference, with what it is now
 * @param signing how it was signed
 * @param wishes Observations in the order of the emergency sheet
 * @param speakers who may speak for the person
 * @param talks Compositions, newest first
 */
public record PlanContent(
    Json.Obj patient,
    Version version,
    Signing signing,
    List<Json.Obj> wishes,
    List<Speaker> speakers,
    List<Json.Obj> talks) {
  public PlanContent {
    wishes = List.copyOf(wishes);
    speakers = List.copyOf(speakers);
    talks = List.copyOf(talks);
  }

  /**
   * One version.
   *
   * @param document the DocumentReference
   * @param composition the Composition as stored for it; empty for versions written elsewhere, and
   *     where it may not be seen
   */
  public record Version(Json.Obj document, Optional<Json.Obj> composition, Directive state) {}

  /**
   * How it was signed. People are References, with {@code reference}, {@code display} or both.
   *
   * @param at FHIR dateTime, as written
   * @param signer the resident, or who may for them
   * @param capacity how well the person could decide then, as somebody noted it
   * @param enteredBy who typed, if another than the signer
   * @param paper the DocumentReference of the scan, if it was signed on paper
   */
  public record Signing(
      String at,
      Json.Obj signer,
      List<Json.Obj> witnesses,
      List<Json.Obj> facilitators,
      Optional<String> capacity,
      Optional<Json.Obj> enteredBy,
      Optional<Json.Obj> paper) {
    public Signing {
      witnesses = List.copyOf(witnesses);
      facilitators = List.copyOf(facilitators);
    }
  }

  /**
   * A trusted person.
   *
   * @param person RelatedPerson
   * @param consents what names them: the powers and their limits
   */
  public record Speaker(Json.Obj person, List<Json.Obj> consents) {
    public Speaker {
      consents = List.copyOf(consents);
    }
  }
}
