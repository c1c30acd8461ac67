package dev.tsumugi.acp.paper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesComingInTest {
  private static final String SCRIPT = attachment("application/pdf", "%PDF-1.7 /JavaScript 1 0 R");
  private static final String PHOTO = attachment("image/jpeg", "\u00ff\u00d8\u00ff\u00e0..JFIF");

  private final FilesComingIn rule = new FilesComingIn();

  private static String attachment(String type, String bytes) {
    String data = Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1));
    return "'contentType':'" + type + "','data':'" + data + "'";
  }

  private static Json.Obj resource(String shape, String attachment) {
    return Json.parseObject(
        ("{" + shape.replace("$", attachment) + "}").replace('\'', '"').getBytes(UTF_8));
  }

  private static Json.Obj letter(String attachment) {
    return resource(
        "'resourceType':'DocumentReference','content':[{'attachment':{'url':'Binary/1'}},"
            + "{'attachment':{$}}]",
        attachment);
  }

  private Optional<Problem> refusal(Role role, Optional<Json.Obj> before, Json.Obj after) {
    return rule.refusal(by(role), before, Optional.of(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Binary.data|'resourceType':'Binary',$",
        "Media.content.data|'resourceType':'Media','content':{$}",
        "DocumentReference.content[0].attachment.data"
            + "|'resourceType':'DocumentReference','content':[{'attachment':{$}}]",
      })
  void aFileIsLookedAtWhereverItLies(String path, String shape) {
    assertThat(rule.types()).contains(path.replaceFirst("\\..*", ""));
    assertThat(refusal(Role.RESIDENT, Optional.empty(), resource(shape, PHOTO))).isEmpty();
    assertThat(refusal(Role.RESIDENT, Optional.empty(), resource(shape, SCRIPT)))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
              assertThat(problem.issues().get(0).path()).isEqualTo(path);
              assertThat(problem.issues().get(0).japanese()).contains("スクリプト");
              assertThat(problem.getMessage()).contains("a script");
            });
    assertThat(refusal(Role.CUSTODIAN, Optional.empty(), resource(shape, SCRIPT))).isEmpty();
  }

  @Test
  void whatStoodBeforeIsNotLookedAtAgainAndWhatReplacesItIs() {
    Json.Obj old = letter(SCRIPT);

    assertThat(
            refusal(Role.PHYSICIAN, Optional.of(old), old.with("status", Json.text("superseded"))))
        .isEmpty();
    assertThat(refusal(Role.PHYSICIAN, Optional.of(letter(PHOTO)), old))
        .hasValueSatisfying(
            problem ->
                assertThat(problem.issues().get(0).path())
                    .isEqualTo("DocumentReference.content[1].attachment.data"));
    assertThat(rule.refusal(by(Role.PHYSICIAN), Optional.of(old), Optional.empty())).isEmpty();
  }

  private static Requester by(Role role) {
    return new Requester(
        "-",
        "-",
        Optional.empty(),
        Optional.empty(),
        role,
        Scopes.parse("user/*.cruds"),
        Purpose.TREAT,
        "app",
        Optional.empty(),
        SignOn.NONE);
  }
}
