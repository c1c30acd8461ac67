package dev.tsumugi.ems;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A hand-over as the record tells of it: a Communication of the crew.
 *
 * @param sender who works on the ambulance
 * @param receiver an Organization
 */
public record HandOverTold(
    Ref incident, Optional<Ref> patient, Optional<Ref> sender, Ref receiver, Instant at) {
  /**
   * The resource.
   *
   * @param command the client's id of it
   * @param note what the crew says besides
   */
  public Json.Obj communication(String command, Optional<String> note) {
    Json.Obj category =
        Json.object().put("coding", List.of(Incident.coding(Shapes.Incident.HAND_OVER))).build();
    Json.Builder told =
        Json.object()
            .put("resourceType", "Communication")
            .put("identifier", List.of(Incident.identifier(Shapes.Plan.COMMAND_ID, command)))
            .put("status", "completed")
            .put("category", List.of(category))
            .put("subject", patient.map(Incident::reference).orElse(null))
            .put("encounter", Incident.reference(incident))
            .put("sent", FhirTime.instant(at))
            .put("recipient", List.of(Incident.reference(receiver)))
            .put("sender", sender.map(Incident::reference).orElse(null));
    note.ifPresent(
        text -> told.put("payload", List.of(Json.object().put("contentString", text).build())));
    return told.build();
  }
}
