package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.shell.TokenClient.Answer;
import dev.tsumugi.hub.town.Sharing;
import dev.tsumugi.kernel.Json;
import java.util.List;

/** The demo's ambulance crew, at the scene. */
record DemoCrew(TokenClient client, String token) {
  Answer lookUp(String name, String birthDate, String sex) {
    Json.Obj question =
        Json.object()
            .put("resourceType", "Parameters")
            .put(
                "parameter",
                List.of(
                    parameter("name", "valueString", name),
                    parameter("birthDate", "valueDate", birthDate),
                    parameter("sex", "valueCode", sex)))
            .build();
    return client.post(token, "/$emergency-lookup", question);
  }

  private static Json.Obj parameter(String name, String type, String value) {
    return Json.object().put("name", name).put(type, value).build();
  }

  Answer get(String path) {
    return client.get(token, path);
  }

  Answer agreesInTheirStead(String patient) {
    return client.post(token, "/Consent", Sharing.by(patient, "2026-01-01").emergency());
  }
}
