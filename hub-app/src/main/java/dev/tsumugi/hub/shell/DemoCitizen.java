package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.shell.TokenClient.Answer;
import dev.tsumugi.hub.town.Sharing;
import dev.tsumugi.hub.town.StatedWish;
import dev.tsumugi.hub.town.WishTopic;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Policy;
import dev.tsumugi.kernel.Shapes.Wish;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The demo's citizen, at home with their own record. */
record DemoCitizen(TokenClient client, String token, Clock clock) {
  static final String ID = "citizen";

  Answer self() {
    return client.get(token, "/Patient/" + ID);
  }

  Answer writes(WishTopic topic, @Nullable Coding answer, String words) {
    StatedWish wish = new StatedWish(ID, topic, answer, words, Wish.WRITTEN, now());
    return client.post(token, "/Observation", wish.observation());
  }

  Answer agrees() {
    return client.post(token, "/Consent", Sharing.by(ID, now()).emergency());
  }

  /** Ends every agreement to emergency sharing in force. */
  List<Answer> withdraw() {
    List<Answer> answers = new ArrayList<>();
    Answer active = client.get(token, "/Consent?patient=Patient/" + ID + "&status=active");
    for (Json.Obj entry : active.body().objects("entry")) {
      Json.Obj consent = entry.obj("resource");
      if (consent == null || !isEmergencySharing(consent)) continue;
      answers.add(
          client.put(
              token,
              "/Consent/" + consent.text("id"),
              consent.with("status", Json.text("inactive"))));
    }
    return answers;
  }

  private static boolean isEmergencySharing(Json.Obj consent) {
    return consent.objects("policy").stream()
        .anyMatch(policy -> Policy.EMERGENCY_SHARING.equals(policy.text("uri")));
  }

  /** Files a Consent, and hears what became of it. */
  Answer files(Json.Obj consent) {
    return client.post(
        token, "/Consent/$file-consent", parameters(List.of(resource("consent", consent))));
  }

  Answer revokes(String consent) {
    return client.post(
        token,
        "/Consent/$revoke-consent",
        parameters(List.of(reference("consent", consent), reference("patient", "Patient/" + ID))));
  }

  /** What the physician could see if this stood. */
  Answer supposes(Json.Obj consent) {
    Json.Obj role = Json.object().put("name", "role").put("valueCode", "physician").build();
    Json.Obj requester =
        Json.object()
            .put("name", "requester")
            .put("part", List.of(role, reference("actor", DemoPhysician.REF)))
            .build();
    return client.post(
        token,
        "/$access-decision",
        parameters(
            List.of(
                reference("patient", "Patient/" + ID), requester, resource("consent", consent))));
  }

  /** What they were told, in the words they read. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    Answer answer = client.get(token, "/Communication?patient=" + ID + "&_count=200");
    for (Json.Obj communication : DemoPhysician.resources(answer)) {
      for (Json.Obj payload : communication.objects("payload")) {
        notices.add(String.valueOf(payload.text("contentString")));
      }
    }
    return notices;
  }

  Sharing sharing() {
    return Sharing.by(ID, now());
  }

  static Json.Obj parameters(List<Json.Obj> parameters) {
    Json.Builder all = Json.object().put("resourceType", "Parameters");
    return parameters.isEmpty() ? all.build() : all.put("parameter", parameters).build();
  }

  private static Json.Obj resource(String name, Json.Obj resource) {
    return Json.object().put("name", name).put("resource", resource).build();
  }

  private static Json.Obj reference(String name, String ref) {
    Json.Obj reference = Json.object().put("reference", ref).build();
    return Json.object().put("name", name).put("valueReference", reference).build();
  }

  List<Json.Obj> journal() {
    Answer answer = client.get(token, "/Patient/" + ID + "/$access-journal");
    return answer.body().objects("parameter");
  }

  private String now() {
    return OffsetDateTime.now(clock.withZone(FhirTime.ZONE))
        .truncatedTo(ChronoUnit.SECONDS)
        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
  }
}
