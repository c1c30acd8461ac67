package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Face and language: what a crew needs before the first word. */
class IdentityTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final byte[] PNG = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13
  };
  private static final byte[] JPEG = {
    (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16, 0, 0, 0, 0, 0, 0
  };

  private static List<Json.Obj> parts(String patient, String name) {
    return Identity.whole(json(patient), NOW).stream()
        .filter(part -> name.equals(part.text("name")))
        .toList();
  }

  private static String photo(byte[] bytes) {
    return "{'resourceType':'Patient','photo':[{'contentType':'text/html','data':'"
        + Base64.getEncoder().encodeToString(bytes)
        + "'}]}";
  }

  @Test
  void aFaceIsWhatItsFirstBytesSayWhateverItCallsItself() {
    Json.Obj png = parts(photo(PNG), "photo").get(0).obj("valueAttachment");

    assertThat(png.text("contentType")).isEqualTo("image/png");
    assertThat(parts(photo(JPEG), "photo").get(0).obj("valueAttachment").text("contentType"))
        .isEqualTo("image/jpeg");
  }

  @Test
  void whatIsNoImageOrTooLargeOrLiesElsewhereIsNotPassedOn() {
    byte[] large = Arrays.copyOf(PNG, Photo.MOST_BYTES + 10);

    assertThat(parts(photo("<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8)), "photo"))
        .isEmpty();
    assertThat(parts(photo(large), "photo")).isEmpty();
    assertThat(
            parts(
                "{'resourceType':'Patient','photo':[{'url':'https://example.org/face.png'}]}",
                "photo"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ja,日本語,Japanese", "vi,ベトナム語,Vietnamese", "pt-BR,ポルトガル語,Portuguese"})
  void theLanguageToSpeakIsNamedInBoth(String tag, String japanese, String english) {
    String patient =
        "{'resourceType':'Patient','communication':[{'language':{'coding':[{'system':'urn:ietf:bcp:47','code':'de'}]}},"
            + "{'preferred':true,'language':{'coding':[{'system':'urn:ietf:bcp:47','code':'"
            + tag
            + "'}]}}],'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired','valueBoolean':true}]}";

    assertThat(parts(patient, "language").get(0).text("valueString")).isEqualTo(japanese);
    assertThat(parts(patient, "languageEn").get(0).text("valueString")).isEqualTo(english);
    assertThat(parts(patient, "interpreter").get(0).bool("valueBoolean")).isTrue();
  }

  @Test
  void aLanguageWithoutACodeKeepsItsName() {
    String patient = "{'resourceType':'Patient','communication':[{'language':{'text':'手話'}}]}";

    assertThat(parts(patient, "language").get(0).text("valueString")).isEqualTo("手話");
    assertThat(parts(patient, "languageCode")).isEmpty();
  }
}
