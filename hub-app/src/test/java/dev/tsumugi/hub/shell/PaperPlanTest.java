package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wishes of somebody who never signs on, from a signed paper, with the real gate. */
class PaperPlanTest {
  private static final TestHub HUB = TestHub.start().withTown();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String SCOPE = "user/*.cruds";
  private static final String REGISTRAR = HUB.token("registrar", SCOPE);
  private static final String PDF = "%PDF-1.4 a scan";

  private final String id = "paper-" + UUID.randomUUID().toString().substring(0, 8);
  private final String resident =
      HUB.mint(
          "citizen",
          SCOPE,
          claims ->
              claims
                  .subject("subject-" + id)
                  .claim("fhirUser", HUB.base() + "/fhir/Patient/" + id));

  @BeforeEach
  void somebodyAtTheCounter() {
    Answer answer =
        WIRE.send(
            "PUT",
            "/fhir/Patient/" + id,
            HUB.loaderToken(),
            utf8("{'resourceType':'Patient','id':'" + id + "','name':[{'text':'大山 トメ'}]}"));
    assertThat(answer.status()).isLessThan(300);
  }

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private Answer enter(String token, String pdf, String command) {
    String data = Base64.getEncoder().encodeToString(pdf.getBytes(StandardCharsets.ISO_8859_1));
    return WIRE.send(
        "POST",
        "/fhir/Patient/" + id + "/$paper-plan",
        token,
        utf8(
            "{'resourceType':'Parameters','parameter':[{'name':'scan','valueAttachment':{"
                + "'contentType':'application/pdf','data':'"
                + data
                + "'}},{'name':'signed','valueDate':'2026-11-20'},{'name':'witness','valueString':"
                + "'娘 大山 久子'},{'name':'command','valueString':'"
                + command
                + "'},{'name':'wish','part':[{'name':'topic','valueCode':'81329-5'},{'name':'answer',"
                + "'valueCode':'do-not-wish'},{'name':'words','valueString':'静かに逝きたい'}]},"
                + "{'name':'wish','part':[{'name':'topic','valueCode':'81363-4'},{'name':'words',"
                + "'valueString':'猫のたま'}]}]}"));
  }

  private String[] counted() {
    Answer wishes = WIRE.get(resident, "/fhir/Observation?patient=" + id);
    Answer papers = WIRE.get(resident, "/fhir/DocumentReference?patient=" + id);
    return new String[] {
      Integer.toString(wishes.json().objects("entry").size()),
      Integer.toString(papers.json().objects("entry").size())
    };
  }

  @Test
  void whatThePaperSaysIsSignedByItAndSaysWhoEnteredIt() {
    String command = UUID.randomUUID().toString();

    Answer entered = enter(REGISTRAR, PDF, command);
    Answer again = enter(REGISTRAR, PDF, command);

    assertThat(entered.status()).as(entered.text()).isEqualTo(200);
    assertThat(entered.text()).contains("current");
    assertThat(again.text()).isEqualTo(entered.text());
    assertThat(counted()).as("two wishes, the scan and the plan").containsExactly("2", "2");
    for (Json.Obj entry :
        WIRE.get(resident, "/fhir/Observation?patient=" + id).json().objects("entry")) {
      assertThat(entry.obj("resource").text("status")).isEqualTo("final");
      assertThat(entry.toString())
          .contains("\"signed\"", "entered-by", "2026-11-20", "Practitioner/");
    }
    String papers = WIRE.get(resident, "/fhir/DocumentReference?patient=" + id).text();
    assertThat(papers).contains("Binary/", "transforms");
    Answer state = WIRE.get(resident, "/fhir/Patient/" + id + "/$acp-state");
    assertThat(state.text()).contains("current");
  }

  @Test
  void aPdfWithAScriptIsRefusedAndNothingIsLeft() {
    Answer refused = enter(REGISTRAR, PDF + " /JavaScript", UUID.randomUUID().toString());

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("\"details\":{\"text\":\"このPDFには、開くと動くしかけ");
    assertThat(counted()).containsExactly("0", "0");
  }

  @Test
  void nobodyElseEntersPapers() {
    assertThat(enter(resident, PDF, UUID.randomUUID().toString()).status()).isEqualTo(403);
    assertThat(enter(HUB.token("officer", SCOPE), PDF, UUID.randomUUID().toString()).status())
        .isEqualTo(403);
    assertThat(enter(HUB.token("nurse", SCOPE), PDF, UUID.randomUUID().toString()).status())
        .as("a nurse who does not care for them")
        .isIn(403, 404);
    assertThat(counted()).containsExactly("0", "0");
  }
}
