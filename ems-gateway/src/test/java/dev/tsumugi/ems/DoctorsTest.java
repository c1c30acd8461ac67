package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.items;
import static dev.tsumugi.ems.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

  private static final String PATIENT =
      "{'resourceType':'Patient','id':'p','generalPractitioner':[{'reference':'Practitioner/d','display':'桜井 拓也'}]}";
  private static final String TEAM =
      "{'resourceType':'CareTeam','id':'t','status':'active','period':{'start':'2026-01-01','end':'2026-11-21'},"
          + "'participant':[{'role':[{'text':'主治医'}],'member':{'reference':'Practitioner/d'}},"
          + "{'role':[{'text':'訪問看護師'}],'member':{'reference':'Practitioner/n'}},"
          + "{'role':[{'coding':[{'system':'https://tsumugi.dev/fhir/CodeSystem/emergency','code':'deputy'}]}],"
          + "'member':{'reference':'Practitioner/e'}}]}";
  private static final String DIRECTORY =
      "[{'resourceType':'Practitioner','id':'d','name':[{'text':'桜井 拓也'}]},"
          + "{'resourceType':'PractitionerRole','id':'r','practitioner':{'reference':'Practitioner/d'},"
          + "'organization':{'reference':'Organization/o'},'telecom':[{'system':'phone','value':'029-800-0311'}]},"
          + "{'resourceType':'Organization','id':'o','name':'さくら内科','telecom':[{'system':'phone','value':'029-800-0301'}],"
          + "'contact':[{'purpose':{'coding':[{'system':'https://tsumugi.dev/fhir/CodeSystem/emergency','code':'day-and-night'}]},"
          + "'telecom':[{'system':'phone','value':'029-800-0399'}]}]}]";

  private static Block block(String code, List<Json.Obj> items) {
    return new Block(code, Json.bytes(new Json.Arr(List.copyOf(items))));
  }

  private static List<Json.Obj> groups(String directory, Instant at, String... resources) {
    Block named = block(Doctors.BLOCK, items(Doctors.BLOCK, resources));
    Block work =
        new Block(Sheets.DIRECTORY, directory.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    List<Block> blocks = List.of(named, work);
    return Doctors.groups(Kept.now(Doctors.BLOCK, blocks, at), blocks);
  }

  @Test
  void aDoctorIsNamedWithTheNumbersToTryInOrder() {
    assertThat(groups(DIRECTORY, NOW, PATIENT).get(0).objects("part"))
        .containsExactly(
            json("{'name':'role','valueCode':'family-doctor'}"),
            json("{'name':'name','valueString':'桜井 拓也'}"),
            json("{'name':'organization','valueString':'さくら内科'}"),
            json("{'name':'phone','valueString':'029-800-0311'}"),
            json("{'name':'phone','valueString':'029-800-0301'}"),
            json("{'name':'phone24h','valueString':'029-800-0399'}"),
            json("{'name':'ref','valueReference':{'reference':'Practitioner/d'}}"));
  }

  @Test
  void aTeamsDoctorsCountWhileItWorksAndEachIsNamedOnce() {
    Instant before = Instant.parse("2026-11-21T14:59:59Z");

    assertThat(groups(DIRECTORY, before, PATIENT, TEAM))
        .extracting(group -> group.objects("part").get(0).text("valueCode"))
        .containsExactly("family-doctor", "deputy");
    assertThat(groups(DIRECTORY, NOW, PATIENT, TEAM)).hasSize(1);
  }

  @Test
  void whoIsInNoDirectoryKeepsTheNameTheRecordGives() {
    List<Json.Obj> parts = groups("[]", NOW, PATIENT).get(0).objects("part");

    assertThat(parts).extracting(part -> part.text("name")).containsExactly("role", "name", "ref");
  }

  @Test
  void withoutAnyItReadsAsAnEmptyBlockDoes() {
    assertThat(groups("[]", NOW)).hasSize(1);
    assertThat(groups("[]", NOW).get(0).objects("part")).containsExactlyElementsOf(Answer.empty());
  }

  @Test
  void theDirectoryIsAskedForWhomTheSheetNames() {
    Block named = block(Doctors.BLOCK, items(Doctors.BLOCK, PATIENT, TEAM));

    assertThat(Doctors.mentionedIn(List.of(named)))
        .containsExactlyInAnyOrder(new Ref("Practitioner", "d"), new Ref("Practitioner", "e"));
  }
}
