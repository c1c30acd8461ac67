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
