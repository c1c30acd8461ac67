package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.shell.TokenClient.Answer;
import dev.tsumugi.kernel.Json;
import java.util.List;

/** The demo's privacy officer. */
record DemoOfficer(TokenClient client, String token) {
  /** The ids of the open reviews of broken glass. */
  List<String> reviews() {
    return DemoPhysician.resources(client.get(token, "/$break-glass-reviews")).stream()
        .map(task -> String.valueOf(task.text("id")))
        .toList();
  }

  Answer closes(String review) {
    List<Json.Obj> parameters =
        List.of(
            Json.object().put("name", "review").put("valueId", review).build(),
            Json.object().put("name", "outcome").put("valueCode", "justified").build(),
            Json.object().put("name", "text").put("valueString", "意識がなく、確かめられる家族もいなかった。").build());
    return client.post(token, "/$close-review", DemoCitizen.parameters(parameters));
  }
}
