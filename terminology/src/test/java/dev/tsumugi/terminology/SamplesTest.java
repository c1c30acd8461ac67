package dev.tsumugi.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.terminology.ContentTable.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final String OLD_JLAC10 = "urn:oid:1.2.392.200119.4.504";

  private final Definitions samples = Samples.shipped();
  private final Operations operations = new Operations(samples);

  private static Call call(String... namesAndValues) {
    List<Json> parameters = new java.util.ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add(
          Json.object()
              .put("name", namesAndValues[i])
              .put("valueString", namesAndValues[i + 1])
              .build());
    }
    return new Call(
        Json.object().put("resourceType", "Parameters").put("parameter", parameters).build(),
        null,
        "urn:uuid:1",
        "2026-01-01T00:00:00Z");
  }

  @Test
  void everyRowHasItsSourceAndItsSystem() {
    for (String table : List.of("systems", "codes", "aliases")) {
      for (Row row : ContentTable.rows(table)) {
        assertThat(row.get("source")).as(row.toString()).isNotEmpty();
      }
    }
    for (String table : List.of("plain-drugs", "plain-atc", "plain-conditions")) {
      for (Row row : ContentTable.rows(table)) {
        assertThat(row.get("basis")).as(row.toString()).startsWith(row.get("code").substring(0, 1));
      }
    }
  }

  @Test
  void anIncidentsLogHasItsWords() {
    List<String> codes = new java.util.ArrayList<>(Shapes.Incident.TIMES);
    for (Coding one :
        List.of(
            Shapes.Incident.TIME,
            Shapes.Incident.COMA_SCALE,
            Shapes.Incident.URGENCY,
            Shapes.Incident.DOCTORS_WORD,
            Shapes.Incident.DECISION,
            Shapes.Incident.FAMILY_TOLD,
            Shapes.Incident.HAND_OVER)) {
      codes.add(one.code());
    }
    for (String code : codes) {
      assertThat(samples.system(Shapes.Sys.EMERGENCY, null).find(code)).as(code).isNotNull();
    }
    for (String code : "0 1 2 3 10 20 30 100 200 300".split(" ")) {
      assertThat(samples.system(Shapes.Sys.JCS, null).find(code)).as(code).isNotNull();
    }
  }

  @Test
  void everyCodeOfAMapIsAmongTheSamples() {
    Map<String, String> urls = new HashMap<>();
    ContentTable.rows("systems").forEach(row -> urls.put(row.get("key"), row.get("url")));
    for (Row row : ContentTable.rows("maps")) {
      Concepts source = samples.system(urls.get(row.get("source")), null);
      Concepts target = samples.system(urls.get(row.get("target")), null);
      assertThat(source.find(row.get("source-code"))).as(row.toString()).isNotNull();
      assertThat(target.find(row.get("target-code"))).as(row.toString()).isNotNull();
    }
  }

  @Test
  void aTestIsTranslatedFromItsJapaneseCode() {
    Terminology terminology = Terminology.over(samples);

    assertThat(
            terminology.translate(
                new Coding(Shapes.Jp.JLAC10, "3D046000001906102"), Shapes.Sys.LOINC))
        .containsExactly(new Coding(Shapes.Sys.LOINC, "4548-4"));
    assertThat(terminology.translate(new Coding(OLD_JLAC10, "3D046000001906102"), Shapes.Sys.LOINC))
        .as("the old name of the system")
        .containsExactly(new Coding(Shapes.Sys.LOINC, "4548-4"));
    assertThat(terminology.translate(new Coding(OLD_JLAC10, "anything"), Shapes.Jp.JLAC10))
        .as("what is not in a table is still the same code")
        .containsExactly(new Coding(Shapes.Jp.JLAC10, "anything"));
  }

  @Test
  void aCodeUnderTheOldNameOfItsSystemIsLookedUpAndAMember() {
    Terminology terminology = Terminology.over(samples);

    assertThat(terminology.lookup(new Coding(OLD_JLAC10, "3D046000001906102")).display())
        .isEqualTo("HbA1c(NGSP)");
    Json.Obj set =
        Json.object()
            .put("resourceType", "ValueSet")
            .put("url", "https://example.org/vs")
            .put("status", "active")
            .put(
                "compose",
                Json.object()
                    .put(
                        "include",
                        List.of(
                            Json.object()
                                .put("system", Shapes.Jp.JLAC10)
                                .put(
                                    "concept",
                                    List.of(Json.object().put("code", "3D046000001906102").build()))
                                .build()))
                    .build())
            .build();
    Terminology withSet =
        Terminology.over(
            Definitions.chain(List.of(new ResourceDefinitions(List.of(set)), samples)));

    assertThat(
            withSet.memberOf("https://example.org/vs", new Coding(OLD_JLAC10, "3D046000001906102")))
        .isInstanceOf(Membership.Member.class);
    assertThat(
            withSet.memberOf("https://example.org/vs", new Coding(OLD_JLAC10, "3C015000002327101")))
        .isInstanceOf(Membership.NotMember.class);
  }

  @Test
  void residentsWordsComeWithALookupThatAsksForThem() {
    String answer =
        operations
            .lookup(
                call(
                    "system", Shapes.Jp.JLAC10,
                    "code", "3H015000002326101",
                    "useSupplement", PlainWords.URL))
            .resource()
            .toString();

    assertThat(answer)
        .contains("plain", "カリウム。心臓や筋肉の動きに大切なミネラル")
        .contains("plain-high", "Kidney illness or medicines can raise it")
        .contains("plain-low");
    assertThat(operations.lookup(call("system", Shapes.Jp.JLAC10, "code", "3H015000002326101")))
        .satisfies(plain -> assertThat(plain.resource().toString()).doesNotContain("plain-high"));
  }

  @Test
  void theLongestKnownBeginningSpeaks() {
    PlainWords words = PlainWords.shipped();

    assertThat(en(words, Shapes.Jp.YJ, "2492415A1027")).startsWith("Insulin");
    assertThat(en(words, Shapes.Jp.YJ, "2499410A1020")).isEqualTo("Balances hormones");
    assertThat(en(words, Shapes.Jp.OLD_YJ, "3999016F1029")).contains("fixed days");
    assertThat(en(words, Shapes.Jp.ICD10, "E11.9")).startsWith("Type 2 diabetes");
    assertThat(en(words, Shapes.Jp.ICD10, "E119")).startsWith("Type 2 diabetes");
    assertThat(en(words, Shapes.Jp.ICD10, "C73")).isEqualTo("Cancer");
    assertThat(words.of(new Coding(Shapes.Sys.LOINC, "4548"))).isEmpty();
    assertThat(words.of(new Coding(Shapes.Jp.ICD10, "X99"))).isEmpty();
    assertThat(words.of(new Coding("https://example.org", "E11"))).isEmpty();
  }

  private static String en(PlainWords words, String system, String code) {
    return words.of(new Coding(system, code)).orElseThrow().what().en();
  }
}
