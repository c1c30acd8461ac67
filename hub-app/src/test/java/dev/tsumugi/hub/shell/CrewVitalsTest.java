package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the crew's screens write, as acting.test.js of the emergency gateway has it, read by the
 * hub's validator: R4 with the vital-signs profiles that the entries claim.
 */
class CrewVitalsTest {
  private static final Path WRITTEN =
      KeycloakDistribution.root().resolve("ems-gateway/src/test/js/vitals.json");

  private final TestHub hub = TestHub.start();
  private final Wire wire = new Wire(hub.base());

  @Test
  void everyEntryOfALogIsValid() throws IOException {
    String token = hub.loaderToken();
    List<String> complaints = new ArrayList<>();

    Json.Obj written =
        Json.parseObject(("{\"entries\":" + Files.readString(WRITTEN) + "}").getBytes("UTF-8"));
    for (Json.Obj entry : written.objects("entries")) {
      String path = "/fhir/" + entry.text("resourceType") + "/$validate";
      Answer answer = wire.send("POST", path, token, entry);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      for (Json.Obj issue : answer.json().objects("issue")) {
        if (List.of("error", "fatal").contains(issue.text("severity"))) {
          complaints.add(entry.obj("code") + ": " + issue);
        }
      }
    }

    assertThat(written.objects("entries")).hasSizeGreaterThan(20);
    assertThat(complaints).isEmpty();
  }
}
