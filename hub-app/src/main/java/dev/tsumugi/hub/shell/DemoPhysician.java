package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.shell.TokenClient.Answer;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The demo's family doctor, at the practice. */
record DemoPhysician(TokenClient client, String token) {
  static final String REF = "Practitioner/physician";

  /** The same, stating that the glass is broken. */
  DemoPhysician breakingGlass() {
    return new DemoPhysician(client.stating("BTG"), token);
  }

  Answer get(String path) {
    return client.get(token, path);
  }

  /** Which of the citizen's problems are shown, {@code Condition/id}. */
  TreeSet<String> problems() {
    TreeSet<String> refs = new TreeSet<>();
    for (Json.Obj resource : resources(get(problemsOf(DemoCitizen.ID) + "&_count=200"))) {
      refs.add("Condition/" + resource.text("id"));
    }
    return refs;
  }

  static String problemsOf(String patient) {
    return "/Condition?patient=" + patient;
  }

  Answer breaksGlass(String patient, String why) {
    Json.Obj coding =
        Json.object()
            .put("system", "https://tsumugi.dev/fhir/CodeSystem/break-glass-reason")
            .put("code", "cannot-be-asked")
            .build();
    Json.Obj reason = Json.object().put("coding", List.of(coding)).put("text", why).build();
    Json.Obj parameter =
        Json.object().put("name", "reason").put("valueCodeableConcept", reason).build();
    return client.post(
        token, "/Patient/" + patient + "/$break-glass", DemoCitizen.parameters(List.of(parameter)));
  }

  Answer endsIt() {
    return client.post(
        token,
        "/Patient/" + DemoCitizen.ID + "/$end-break-glass",
        DemoCitizen.parameters(List.of()));
  }

  static List<Json.Obj> resources(Answer bundle) {
    List<Json.Obj> resources = new ArrayList<>();
    for (Json.Obj entry : bundle.body().objects("entry")) {
      Optional.ofNullable(entry.obj("resource")).ifPresent(resources::add);
    }
    return resources;
  }

  /** The address of the next page. */
  static Optional<String> next(Answer bundle) {
    return bundle.body().objects("link").stream()
        .filter(link -> "next".equals(link.text("relation")))
        .map(link -> String.valueOf(link.text("url")))
        .findFirst();
  }
}
