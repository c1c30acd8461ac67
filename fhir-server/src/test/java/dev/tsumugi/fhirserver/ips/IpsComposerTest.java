package dev.tsumugi.fhirserver.ips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IpsComposerTest {
  private static final String BASE = "http://hub.test/fhir";
  private static final UUID ID = UUID.fromString("7b1c6c1e-0000-4000-8000-000000000001");
  private static final Instant AT = Instant.parse("2026-11-22T03:00:00Z");

  static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** A record with something for most sections. */
  static List<Json.Obj> record() {
    String of = "'subject':{'reference':'Patient/hanako'}";
    String mine = "'patient':{'reference':'Patient/hanako'}";
    String category =
        "'category':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/observation-category','code':'%s'}]}]";
    return List.of(
        json(
            "{'resourceType':'Patient','id':'hanako','name':[{'family':'紡木','given':['花']}],"
                + "'gender':'female','birthDate':'1941-03-02',"
                + "'generalPractitioner':[{'reference':'Practitioner/sato'}]}"),
        json("{'resourceType':'Practitioner','id':'sato','name':[{'family':'佐藤'}]}"),
        json("{'resourceType':'Practitioner','id':'unnamed','name':[{'family':'無関係'}]}"),
        json(
            "{'resourceType':'Condition','id':'hf',"
                + of
                + ",'clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'active'}]},"
                + "'code':{'text':'心不全 <script>alert(1)</script> & more'},'onsetDateTime':'2019-04',"
                + "'recorder':{'reference':'Practitioner/sato'},'encounter':{'reference':'Encounter/e1'}}"),
        json(
            "{'resourceType':'Condition','id':'old',"
                + of
                + ",'clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'resolved'}]},"
                + "'code':{'text':'肺炎'}}"),
        json(
            "{'resourceType':'Condition','id':'mistake',"
                + of
                + ",'verificationStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-ver-status','code':'entered-in-error'}]},"
                + "'code':{'text':'誤り'}}"),
        json(
            "{'resourceType':'MedicationRequest','id':'m1',"
                + of
                + ",'status':'active','intent':'order','medicationCodeableConcept':{'text':'アスピリン'},"
                + "'authoredOn':'2026-01-02','dosageInstruction':[{'text':'1日1回 朝食後'}]}"),
        json(
            "{'resourceType':'Immunization','id':'flu',"
                + mine
                + ",'status':'completed','vaccineCode':{'text':'インフルエンザ'},'occurrenceDateTime':'2025-11-01'}"),
        observation("w1", of, category.formatted("vital-signs"), "2026-01-01", "48.5"),
        observation("w2", of, category.formatted("vital-signs"), "2026-02-01", "49.5"),
        json(
            "{'resourceType':'Observation','id':'cpr',"
                + of
                + ",'status':'final','category':[{'coding':[{'system':'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS','code':'intervention-preference'}]}],"
                + "'code':{'text':'心肺蘇生'},'valueCodeableConcept':{'text':'望まない'},'effectiveDateTime':'2026-03-01'}"),
        json(
            "{'resourceType':'Consent','id':'agent','status':'active',"
                + "'scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'adr'}]},"
                + "'category':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentcategorycodes','code':'acd'}]}],"
                + mine
                + ",'policy':[{'uri':'https://tsumugi.dev/fhir/policy/x'}]}"),
        json(
            "{'resourceType':'Consent','id':'sharing','status':'active',"
                + "'scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
                + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
                + mine
                + ",'policy':[{'uri':'https://tsumugi.dev/fhir/policy/y'}]}"),
        json(
            "{'resourceType':'DocumentReference','id':'plan','status':'current',"
                + "'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'R'}]},"
                + of
                + ",'type':{'coding':[{'system':'http://loinc.org','code':'81334-5'}],'text':'事前ケア計画'},"
                + "'content':[{'attachment':{'contentType':'text/plain','url':'http://docs.test/plan'}}]}"));
  }

  private static Json.Obj observation(
      String id, String of, String category, String on, String value) {
    return json(
        "{'resourceType':'Observation','id':'"
            + id
            + "','status':'final',"
            + category
            + ",'code':{'coding':[{'system':'http://loinc.org','code':'29463-7'}],'text':'体重'},"
            + of
            + ",'effectiveDateTime':'"
            + on
            + "','valueQuantity':{'value':"
            + value
            + ",'unit':'kg','system':'http://unitsofmeasure.org','code':'kg'}}");
  }

  static Json.Obj compose(List<Json.Obj> resources) {
    IpsComposer composer = new IpsComposer(BASE, ID, AT, Ref.patient("hanako"));
    resources.forEach(composer::take);
    return composer.bundle().orElseThrow();
  }

  private static Json.Obj section(Json.Obj bundle, String loinc) {
    return bundle.objects("entry").get(0).obj("resource").objects("section").stream()
        .filter(s -> s.obj("code").objects("coding").get(0).text("code").equals(loinc))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> entries(Json.Obj bundle, String loinc) {
    return section(bundle, loinc).objects("entry").stream()
        .map(entry -> entry.text("reference").substring(BASE.length() + 1))
        .toList();
  }

  @Test
  void eachEntryStandsInItsSection() {
    Json.Obj bundle = compose(record());

    assertThat(entries(bundle, "11450-4")).containsExactly("Condition/hf");
    assertThat(entries(bundle, "11348-0")).containsExactly("Condition/old");
    assertThat(entries(bundle, "10160-0")).containsExactly("MedicationRequest/m1");
    assertThat(entries(bundle, "11369-6")).containsExactly("Immunization/flu");
    assertThat(entries(bundle, "8716-3")).as("the latest").containsExactly("Observation/w2");
    assertThat(entries(bundle, "42348-3"))
        .as("wishes, agents, plans; no consent to share")
        .containsExactlyInAnyOrder("Observation/cpr", "Consent/agent", "DocumentReference/plan");
    assertThat(bundle.toString()).doesNotContain("誤り", "無関係");
  }

  @Test
  void emptyIsNotNone() {
    Json.Obj bundle = compose(record().subList(0, 1));

    for (String loinc : List.of("11450-4", "48765-2", "10160-0", "42348-3")) {
      Json.Obj section = section(bundle, loinc);
      assertThat(section.obj("text").text("div")).contains("記録なし(無いとは限りません)", "not proof of none");
      assertThat(section.obj("emptyReason").objects("coding").get(0).text("code"))
          .isEqualTo("unavailable");
      assertThat(section.has("entry")).isFalse();
    }
    assertThat(bundle.toString()).doesNotContain("nilknown");
  }

  @Test
  void onlyAnExplicitEntrySaysNoneAndNotBesideOneThatSaysSome() {
    String allergy =
        "{'resourceType':'AllergyIntolerance','id':'%s','patient':{'reference':'Patient/hanako'},'code':{'coding':[{'system':'%s','code':'%s'}],'text':'%s'}}";
    Json.Obj none =
        json(allergy.formatted("none", "http://snomed.info/sct", "716186003", "No known allergy"));
    Json.Obj unsaid =
        json(
            allergy.formatted(
                "unsaid",
                "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips",
                "no-allergy-info",
                "?"));
    Json.Obj soba = json(allergy.formatted("soba", "urn:x", "soba", "そば"));
    Json.Obj patient = record().get(0);

    Json.Obj alone = compose(List.of(patient, none));
    assertThat(section(alone, "48765-2").obj("text").text("div")).contains("アレルギーなし(確認済み)");
    assertThat(entries(compose(List.of(patient, none, soba)), "48765-2"))
        .containsExactly("AllergyIntolerance/soba");
    assertThat(section(compose(List.of(patient, unsaid)), "48765-2").has("emptyReason")).isTrue();
  }

  @Test
  void whatOthersWroteIsNoMarkup() {
    String problems = section(compose(record()), "11450-4").obj("text").text("div");

    assertThat(problems)
        .contains("心不全 &lt;script&gt;alert(1)&lt;/script&gt; &amp; more — 2019-04")
        .doesNotContain("<script");
    assertThat(Narrative.escape("a\u0000b\u000B<\"&>\uFFFE")).isEqualTo("a b &lt;&quot;&amp;&gt; ");
  }

  @Test
  void everyReferenceIntoTheDocumentResolvesAndFullUrlsAreUnique() {
    Json.Obj bundle = compose(record());
    List<String> urls = bundle.objects("entry").stream().map(e -> e.text("fullUrl")).toList();
    Set<String> references = new TreeSet<>();
    Json.mapTexts(
        bundle,
        "reference",
        text -> {
          references.add(text);
          return text;
        });

    assertThat(urls).doesNotHaveDuplicates();
    assertThat(references).allMatch(text -> text.startsWith(BASE) || text.startsWith("urn:uuid:"));
    references.removeAll(urls);
    assertThat(references).as("named, and not given").containsExactly(BASE + "/Encounter/e1");
  }

  @Test
  void theOrderInWhichThingsComeMakesNoDifference() {
    List<Json.Obj> shuffled = new ArrayList<>(record());
    Json.Obj first = compose(shuffled);
    Collections.shuffle(shuffled, new Random(7));

    assertThat(compose(shuffled).toString()).isEqualTo(first.toString());
  }

  @Test
  void theDocumentIsAsConfidentialAsItsEntries() {
    Json.Obj open = compose(record().subList(0, 8));
    Json.Obj restricted = compose(record());

    assertThat(open.obj("meta").objects("security").get(0).text("code")).isEqualTo("N");
    assertThat(restricted.obj("meta").objects("security").get(0).text("code")).isEqualTo("R");
    assertThat(restricted.objects("entry").get(0).obj("resource").text("confidentiality"))
        .isEqualTo("R");
  }

  @Test
  void withoutThePatientThereIsNoSummary() {
    IpsComposer composer = new IpsComposer(BASE, ID, AT, Ref.patient("hanako"));
    record().stream().skip(1).forEach(composer::take);

    assertThat(composer.bundle()).isEmpty();
  }

  @Test
  void aLongSectionSaysHowMuchItLeavesOut() {
    List<Json.Obj> many = new ArrayList<>(List.of(record().get(0)));
    for (int i = 0; i < IpsComposer.MOST + 3; i++) {
      many.add(json(record().get(3).toString().replace("\"hf\"", "\"hf-" + i + "\"")));
    }
    Json.Obj problems = section(compose(many), "11450-4");

    assertThat(problems.objects("entry")).hasSize(IpsComposer.MOST);
    assertThat(problems.obj("text").text("div")).contains("ほかに3件", "3 more are recorded");
  }

  private static Json.Obj wish(String id, String status, String on, String more) {
    return json(
        "{'resourceType':'Observation','id':'"
            + id
            + "',"
            + more
            + "'status':'"
            + status
            + "','category':[{'coding':[{'system':'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS','code':'intervention-preference'}]}],"
            + "'subject':{'reference':'Patient/hanako'},'code':{'coding':[{'system':'http://loinc.org','code':'81331-1'}]},"
            + "'valueCodeableConcept':{'text':'管はいや'},'effectiveDateTime':'"
            + on
            + "'}");
  }

  @Test
  void ofWishesOnlyWhatHoldsIsToldWithItsCondition() {
    Json.Obj patient = record().get(0);
    String state =
        "'extension':[{'url':'http://hl7.org/fhir/us/pacio-adi/StructureDefinition/adi-enclosedPrecondition-extension',"
            + "'valueCodeableConcept':{'text':'意識が戻らないとき'}}],";

    Json.Obj bundle =
        compose(
            List.of(
                patient,
                wish("said", "final", "2025-01-01", ""),
                wish("withdrawn", "cancelled", "2025-06-01", ""),
                wish("if", "final", "2025-02-01", state),
                wish("draft", "preliminary", "2026-01-01", "")));

    assertThat(entries(bundle, "42348-3")).containsExactly("Observation/if");
    assertThat(section(bundle, "42348-3").obj("text").text("div"))
        .contains("管による栄養(「意識が戻らないとき」の場合だけ): 「管はいや」", "Tube feeding (only if");
  }
}
