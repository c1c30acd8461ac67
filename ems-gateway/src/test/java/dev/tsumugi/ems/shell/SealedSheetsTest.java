package dev.tsumugi.ems.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.ems.shell.SealedTown.Tablet;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sheets for where there is no signal, on a real store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedSheetsTest {
  private SealedTown town;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new SealedTown(folder);
    town.incident("run", "in-progress", SealedTown.OWN);
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private static Problem.Kind refusal(ThrowingCallable deed) {
    return catchThrowableOfType(Problem.class, deed).kind();
  }

  @Test
  void whatALookUpShowsIsSealedToTheDeviceAloneAndJournalledWithItsEnd() throws Exception {
    town.person("aki");
    Tablet tablet = town.tablet("t-aki");

    Json.Obj answer = tablet.seal("run", "aki");

    Json.Obj sealed = SealedTown.groups(answer, "sealed").get(0);
    Json.Obj content = tablet.unsealed(sealed);
    assertThat(content.text("id")).isEqualTo(SealedTown.id(answer));
    assertThat(content.text("device")).isEqualTo("id-t-aki");
    assertThat(content.text("incident")).isEqualTo(town.run("run"));
    String lookedUp = town.town.byNumber("aki");
    assertThat(lookedUp).contains("心肺蘇生", "ペニシリン", "ワーファリン");
    assertThat(SealedTown.text(content.obj("answer")))
        .isEqualTo(
            lookedUp
                .replaceFirst(",\\{\"name\":\"confirm\",\"valueString\":\"[^\"]*\"\\}", "")
                .replace("\"identifier\"", "\"card\""));
    assertThat(SealedTown.text(answer)).doesNotContain("沢村", "ペニシリン");
    assertThat(town.journal("aki"))
        .anyMatch(line -> line.contains("端末に封印して保存しました(") && line.contains("に使えなくなります)"));
    assertThat(
            Duration.between(
                Instant.parse(content.text("sealed")), Instant.parse(content.text("expires"))))
        .isEqualTo(SealedSheets.LONGEST);
  }

  @Test
  void whoRefusedOrDiedOrNeverWasIsLeftOutAndLooksTheSame() {
    town.person("ben");
    town.town.refuse("ben");
    town.person("cho");
    died("cho");
    Tablet tablet = town.tablet("t-ben");

    Json.Obj refused = tablet.seal("run", "ben");
    Json.Obj dead = tablet.seal("run", "cho");
    Json.Obj nobody = tablet.seal("run", "nobody");

    assertThat(SealedTown.groups(refused, "sealed")).isEmpty();
    assertThat(refused).isEqualTo(nobody);
    assertThat(dead).isEqualTo(nobody);
  }

  private void died(String patient) {
    town.town.put(
        "{'resourceType':'Patient','id':'" + patient + "','deceasedDateTime':'2026-11-21'}");
  }

  @Test
  void whomTheCallMayBeAboutIsSealedWithoutBeingNamed() throws Exception {
    town.person("yui");
    town.incident(
        "call",
        "in-progress",
        SealedTown.OWN,
        ",'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/incident-call','extension':["
            + "{'url':'name','valueString':'沢村 yui'},{'url':'birthDate','valueString':'"
            + LookupTown.BIRTH_DATE
            + "'}]}]");
    Tablet tablet = town.tablet("t-yui");

    Json.Obj answer = tablet.seal("call");

    Json.Obj content = tablet.unsealed(SealedTown.groups(answer, "sealed").get(0));
    assertThat(content.text("patient")).isEqualTo("Patient/yui");
  }

  @Test
  void onlyForALiveIncidentOfTheCrewsOwnOrganisation() {
    town.person("dai");
    town.incident("over", "finished", SealedTown.OWN);
    town.incident("theirs", "in-progress", "Organization/other");
    Tablet tablet = town.tablet("t-dai");

    assertThat(refusal(() -> tablet.seal("over", "dai"))).isEqualTo(Problem.Kind.NOT_FOUND);
    for (String incident : List.of("theirs", "none")) {
      assertThat(refusal(() -> tablet.seal(incident, "dai"))).isEqualTo(Problem.Kind.INVALID);
    }
    assertThat(town.town.journal("dai")).isEmpty();
  }

  @Test
  void onlyOnARegisteredDeviceThatHasAKeyAndWasNotRevoked() {
    town.person("emi");
    Tablet unknown = town.stranger("t-unknown", SealedTown.OWN);
    Tablet keyless = town.stranger("t-keyless", SealedTown.OWN).registered();
    Tablet elsewhere = town.stranger("t-elsewhere", "Organization/other").registered().enrolled();
    Tablet lost = town.tablet("t-lost");
    town.town.sql("update device set revoked = '2026-11-22' where jkt = 't-lost'");

    assertThat(refusal(unknown::enrolled)).isEqualTo(Problem.Kind.FORBIDDEN);
    assertThat(refusal(() -> unknown.seal("run", "emi"))).isEqualTo(Problem.Kind.FORBIDDEN);
    assertThat(refusal(() -> keyless.seal("run", "emi"))).isEqualTo(Problem.Kind.FORBIDDEN);
    assertThat(refusal(() -> elsewhere.seal("run", "emi"))).isEqualTo(Problem.Kind.INVALID);
    assertThat(refusal(() -> lost.seal("run", "emi"))).isEqualTo(Problem.Kind.UNAUTHENTICATED);
    assertThat(refusal(lost::standing)).isEqualTo(Problem.Kind.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "no key",
        ""
      })
  void whatIsNoPointOnTheCurveIsNoKey(String jwk) {
    assertThat(refusal(() -> SheetSealer.key(jwk))).isEqualTo(Problem.Kind.INVALID);
  }

  @Test
  void aDeviceHoldsFiftyAndOneThatIsReplacedCountsOnce() {
    town.person("fuji");
    town.person("gen");
    Tablet tablet = town.tablet("t-full");
    town.town.sql(
        "insert into sealed_sheet select 'x' || n, 't-full', kid, n, 'x' || n, 'run',"
            + " 'Organization/crew', '2026-11-22', '2026-11-30', '{}' from generate_series(1, 49) n,"
            + " device_key where jkt = 't-full'");

    String first = SealedTown.id(tablet.seal("run", "fuji"));
    Json.Obj again = tablet.seal("run", "fuji");

    assertThat(again.objects("parameter"))
        .anyMatch(
            one -> "replaced".equals(one.text("name")) && first.equals(one.text("valueString")));
    assertThat(refusal(() -> tablet.seal("run", "gen"))).isEqualTo(Problem.Kind.CONFLICT);
    assertThat(town.held(town.town.resident("gen"), "gen")).isEmpty();
  }

  /** What ends a sheet at the next contact. */
  private final Map<String, Consumer<String>> revocations =
      Map.of(
          "consent withdrawn", who -> town.town.revoke(who),
          "a refusal", who -> town.town.refuse(who),
          "a class withheld", who -> town.town.agree(who, "allergy"),
          "death", this::died,
          "a line deleted", who -> town.town.delete("AllergyIntolerance", who + "-allergy"),
          "the incident closed", who -> town.incident("run-" + who, "finished", SealedTown.OWN));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consent withdrawn",
        "a refusal",
        "a class withheld",
        "death",
        "a line deleted",
        "the incident closed"
      })
  void isRevokedForGoodBy(String what) {
    String who = "rev" + what.replaceAll("[^a-z]", "");
    town.person(who);
    town.incident("run-" + who, "in-progress", SealedTown.OWN);
    Tablet tablet = town.tablet("t-" + who);
    String id = SealedTown.id(tablet.seal("run-" + who, who));
    assertThat(tablet.standing(id)).containsExactly(id + " good");

    revocations.get(what).accept(who);

    assertThat(tablet.standing(id)).containsExactly(id + " revoked");
    town.town.agree(who);
    town.incident("run-" + who, "in-progress", SealedTown.OWN);
    assertThat(tablet.standing(id)).as("what is over stays over").containsExactly(id + " revoked");
  }

  @Test
  void staysGoodWhileMoreIsRecordedAndEndsByItself() {
    town.person("haru");
    Tablet tablet = town.tablet("t-haru");
    String id = SealedTown.id(tablet.seal("run", "haru"));

    town.town.problem("haru-copd", "haru", "慢性閉塞性肺疾患", "");
    assertThat(tablet.standing(id)).containsExactly(id + " good");

    town.town.clock().advance(SealedSheets.LONGEST.minus(Duration.ofMinutes(1)));
    assertThat(tablet.standing(id)).containsExactly(id + " good");
    town.town.clock().advance(Duration.ofMinutes(1));
    assertThat(tablet.standing(id)).containsExactly(id + " expired");
    assertThat(town.held(town.town.resident("haru"), "haru")).isEmpty();
  }

  @Test
  void anOpeningIsJournalledOnceWithTheDevicesTimeAndName() {
    town.person("iku");
    Tablet tablet = town.tablet("t-iku");
    Tablet other = town.tablet("t-other");
    String id = SealedTown.id(tablet.seal("run", "iku"));

    for (int i = 0; i < 2; i++) tablet.opened("o-1", id, "2026-11-22T03:40:00Z", "crew");

    assertThat(town.journal("iku"))
        .filteredOn(line -> line.contains("封印してあった"))
        .singleElement()
        .asString()
        .contains("11月22日 12時40分 に高木 仁さんによって開かれた");
    assertThat(refusal(() -> other.opened("o-2", id, "2026-11-22T03:40:00Z", "crew")))
        .isEqualTo(Problem.Kind.NOT_FOUND);
  }

  @Test
  void theResidentReadsWhichDeviceMayHoldOneUntilItSaysThatItDoesNot() {
    town.person("jun");
    Tablet tablet = town.tablet("t-jun");
    String id = SealedTown.id(tablet.seal("run", "jun"));

    Json.Obj held = town.held(town.town.resident("jun"), "jun").get(0);
    assertThat(SealedTown.part(held, "device", "valueString")).isEqualTo("救急 t-jun");
    assertThat(SealedTown.part(held, "revoked", "valueInstant")).isEmpty();

    town.town.revoke("jun");
    tablet.standing(id);
    assertThat(
            SealedTown.part(
                town.held(town.town.resident("jun"), "jun").get(0), "revoked", "valueInstant"))
        .isNotEmpty();
    tablet.standing();
    assertThat(town.held(town.town.resident("jun"), "jun")).isEmpty();
    assertThat(refusal(() -> town.held(tablet.access(), "jun"))).isEqualTo(Problem.Kind.FORBIDDEN);
  }

  @Test
  void anotherKeyOfTheDeviceEndsWhatWasSealedToTheOneBefore() throws Exception {
    town.person("kei");
    Tablet tablet = town.tablet("t-kei");
    String before = SealedTown.id(tablet.seal("run", "kei"));

    tablet.key = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(tablet.key.getCurve()).generate();
    tablet.enrolled();

    assertThat(tablet.standing(before)).containsExactly(before + " revoked");
    Json.Obj now = tablet.seal("run", "kei");
    assertThat(tablet.unsealed(SealedTown.groups(now, "sealed").get(0)).text("id"))
        .isEqualTo(SealedTown.id(now));
  }
}
