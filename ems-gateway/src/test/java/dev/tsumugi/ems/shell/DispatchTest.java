package dev.tsumugi.ems.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.fhirserver.DispatchSources;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dispatch centre posts, and what does not get in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DispatchTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OTHER = "another key that is as long as it".getBytes(UTF_8);

  private RescueTown town;
  private DispatchDesk desk;
  private int messages;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new RescueTown(folder);
    DispatchSources sources =
        () ->
            List.of(
                new DispatchSources.Source("other", organization("other-fire"), OTHER),
                new DispatchSources.Source("centre", organization("fire"), SECRET));
    desk = new DispatchDesk(sources, town.incidents, town.engine);
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private static Ref organization(String id) {
    return new Ref("Organization", id);
  }

  private static String call(String number) {
    return "{\"incident\":\""
        + number
        + "\",\"received\":\"2026-11-22T11:58:00+09:00\",\"unit\":\"救急1\",\"phone\":\"029-800-1001\","
        + "\"address\":\"つむぎ市桜が丘一丁目3番12号\",\"reason\":\"胸の痛み\",\"persons\":[{\"name\":\"試験 花\","
        + "\"age\":80,\"sex\":\"女\"},{\"kana\":\"シケン タロウ\",\"birthDate\":\"1940-01-02\"}]}";
  }

  private Instant now() {
    return town.clock.instant();
  }

  private Webhook signed(String id, Instant at, byte[] secret, String body) {
    String seconds = Long.toString(at.getEpochSecond());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] hmac = mac.doFinal((id + "." + seconds + "." + body).getBytes(UTF_8));
      String signature = "v1,AAAA v1," + Base64.getEncoder().encodeToString(hmac);
      return new Webhook(id, seconds, signature, body.getBytes(UTF_8));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Ref post(String body) {
    return desk.receive(signed("msg_" + ++messages, now(), SECRET, body), now());
  }

  private Problem refused(Webhook message) {
    return catchThrowableOfType(Problem.class, () -> desk.receive(message, now()));
  }

  @Test
  void anIncidentIsTheFireServicesAndItsCrewsSeeWhatTheCallerSaid() {
    Ref incident = post(call("2026-000123"));

    String crews = town.ask(town.crew(), "$incidents");
    String others = town.ask(town.crew("other-fire"), "$incidents");

    assertThat(crews)
        .contains(incident.toString(), "2026-000123", "救急1", "胸の痛み", "029-800-1001", "試験 花")
        .contains("シケン タロウ", "\"valueInteger\":80", "\"valueCode\":\"female\"")
        .contains("2026-11-22T02:58:00.000Z");
    assertThat(others).doesNotContain("2026-000123");
  }

  @Test
  void theSameMessageAgainIsAnsweredAlikeWhateverItHolds() {
    Webhook first = signed("msg_again", now(), SECRET, call("2026-000200"));
    Ref incident = desk.receive(first, now());

    Ref again = desk.receive(first, now().plusSeconds(10));
    Ref other = desk.receive(signed("msg_again", now(), SECRET, call("2026-000201")), now());

    assertThat(again).isEqualTo(incident);
    assertThat(other).isEqualTo(incident);
    assertThat(town.ask(town.crew(), "$incidents")).doesNotContain("2026-000201");
  }

  @Test
  void moreOfTheSameIncidentChangesItAndKeepsWhomItIsAbout() {
    Ref incident = post(call("2026-000300"));
    town.ask(
        town.crew(),
        "$incident-patient",
        RescueTown.reference("incident", incident.toString()),
        RescueTown.reference("patient", "Patient/" + RescueTown.AGREED));

    Ref again = post(call("2026-000300").replace("胸の痛み", "意識がない"));

    String log =
        town.ask(
            town.crew(), "$incident-log", RescueTown.reference("incident", incident.toString()));
    assertThat(again).isEqualTo(incident);
    assertThat(log).contains("意識がない").doesNotContain("胸の痛み").contains(RescueTown.AGREED);
  }

  @Test
  void nobodyGetsInWithoutAKeyAGoodClockAndTheWholeBody() {
    String body = call("2026-000400");
    Webhook good = signed("msg_good", now(), SECRET, body);
    byte[] changed = body.replace("女", "男").getBytes(UTF_8);

    List<Webhook> bad =
        List.of(
            signed("msg_a", now(), "no such key".getBytes(UTF_8), body),
            signed("msg_b", now().minus(Duration.ofMinutes(6)), SECRET, body),
            signed("msg_c", now().plus(Duration.ofMinutes(6)), SECRET, body),
            new Webhook("msg_d", good.timestamp(), good.signature(), good.body()),
            new Webhook(good.id(), good.timestamp(), good.signature(), changed),
            new Webhook(good.id(), good.timestamp(), "", good.body()),
            new Webhook(good.id(), good.timestamp(), "v1a,AAAA v1,%%%", good.body()),
            new Webhook("", good.timestamp(), good.signature(), good.body()),
            new Webhook(good.id(), "yesterday", good.signature(), good.body()));

    for (Webhook message : bad) {
      assertThat(refused(message).kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);
    }
    assertThat(town.ask(town.crew(), "$incidents")).doesNotContain("2026-000400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{\"incident\":\"\",\"received\":\"2026-11-22T11:58:00+09:00\"}",
        "{\"incident\":\"1\"}",
        "{\"incident\":\"1\",\"received\":\"2026-11-22\"}",
        "{\"incident\":\"1\",\"received\":\"2026-11-22T11:58:00+09:00\",\"adress\":\"x\"}",
        "{\"incident\":\"1\",\"received\":\"2026-11-22T11:58:00+09:00\",\"persons\":{}}",
        "{\"incident\":\"1\",\"received\":\"2026-11-22T11:58:00+09:00\",\"persons\":[{\"age\":\"80\"}]}",
        "{\"incident\":\"1\",\"received\":\"2026-11-22T11:58:00+09:00\",\"persons\":[{\"sex\":\"f\"}]}",
        "{\"incident\":\"1\",\"received\":\"2026-11-22T11:58:00+09:00\",\"phone\":\"a\\nb\"}",
      })
  void whatCannotBeReadIsRefusedWithItsMember(String body) {
    Problem problem = refused(signed("msg_" + ++messages, now(), SECRET, body));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
    assertThat(problem.issues()).allSatisfy(issue -> assertThat(issue.message()).isNotEmpty());
  }

  @Test
  void withoutAnAssessmentNothingGetsIn() {
    town.sql("update service set valid_until = '2020-01-01' where client = 'dispatch'");

    Problem problem = refused(signed("msg_late", now(), SECRET, call("2026-000500")));
    town.sql("update service set valid_until = '2030-01-01' where client = 'dispatch'");

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
    assertThat(town.ask(town.crew(), "$incidents")).doesNotContain("2026-000500");
  }
}
