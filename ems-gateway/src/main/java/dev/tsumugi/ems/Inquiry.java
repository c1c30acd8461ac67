package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.BreakGlass;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code $emergency-lookup} was asked.
 *
 * @param question empty where the incident, or a code, is the question
 * @param confirm the code of an answer before
 * @param incident a reference to the Encounter, or the dispatch centre's number
 * @param identityOnly who it is, without the sheet
 * @param reason why the glass is to be broken: for who declares an emergency
 * @param tookMillis from the crew's scan to the sheet on its screen, the time before; for figures
 */
public record Inquiry(
    Optional<Question> question,
    Optional<String> confirm,
    Optional<String> incident,
    boolean identityOnly,
    Optional<Reason> reason,
    OptionalLong tookMillis) {
  /** A reason as the review will read it. */
  public record Reason(BreakGlass.Reason code, String text) {}
}
