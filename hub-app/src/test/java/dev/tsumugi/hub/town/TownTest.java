package dev.tsumugi.hub.town;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Jp;
import dev.tsumugi.kernel.Shapes.Policy;
import dev.tsumugi.kernel.Shapes.Sheet;
import dev.tsumugi.kernel.Shapes.Sid;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TownTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final Town TOWN = Town.generate(7, TODAY);

  @Test
  void sameSeedAndDayMakeTheSameBytes() {
    Town again = Town.generate(7, TODAY);

    assertThat(texts(again.resources())).isEqualTo(texts(TOWN.resources()));
    assertThat(texts(again.updates())).isEqualTo(texts(TOWN.updates()));
  }

  @Test
  void anotherSeedKeepsThePeopleAndChangesTheirMeasures() {
    Town other = Town.generate(8, TODAY);

    // A child's birthday moves within the year, and vaccinations with it.
    assertThat(ids(other.resources()).stream().filter(id -> !id.contains("-vaccine-")))
        .containsExactlyElementsOf(
            ids(TOWN.resources()).stream().filter(id -> !id.contains("-vaccine-")).toList());
    assertThat(texts(other.resources())).isNotEqualTo(texts(TOWN.resources()));
  }

  @Test
  void isATownOfAboutSixtyWithARecordEach() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Json.Obj resource : TOWN.resources()) counts.merge(type(resource), 1, Integer::sum);

    assertThat(counts.get("Patient")).isBetween(58, 68);
    assertThat(counts.get("Organization")).isEqualTo(11);
    assertThat(counts.get("HealthcareService")).isEqualTo(3);
    assertThat(counts.get("Practitioner")).isGreaterThanOrEqualTo(18);
    assertThat(counts.get("Device")).isGreaterThanOrEqualTo(1);
    assertThat(TOWN.resources()).hasSizeBetween(1_200, 2_000);
  }

  @Test
  void everyReferenceNamesAResourceThatCameBefore() {
    Set<String> before = new HashSet<>();
    for (Json.Obj resource : TOWN.resources()) {
      assertThat(before.add(id(resource))).as(id(resource)).isTrue();
      for (String reference : references(resource)) {
        assertThat(before).as("of " + id(resource)).contains(reference);
      }
    }
    for (Json.Obj update : TOWN.updates()) assertThat(before).contains(id(update));
  }

  @Test
  void everyIdIsAFhirId() {
    for (Json.Obj resource : TOWN.resources()) {
      assertThat(Ref.parse(id(resource))).as(id(resource)).isPresent();
    }
  }

  @Test
  void everyPersonHasANameInKanjiAndInKana() {
    for (String type : List.of("Patient", "RelatedPerson", "Practitioner")) {
      for (Json.Obj person : all(type)) {
        List<String> representations = new ArrayList<>();
        for (Json.Obj name : person.objects("name")) {
          Json.Obj representation = name.objects("extension").get(0);
          assertThat(representation.text("url")).isEqualTo(Ext.NAME_REPRESENTATION);
          representations.add(representation.text("valueCode"));
          assertThat(name.text("text"))
              .isEqualTo(name.text("family") + " " + name.texts("given").get(0));
        }
        assertThat(representations).as(id(person)).containsExactly("IDE", "SYL");
        assertThat(person.objects("name").get(1).text("text")).matches("[ァ-ヶー ]+");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-02-29", "2026-01-01", "2026-11-22", "2027-12-31"})
  void agesAreTrueOnTheDay(String day) {
    LocalDate today = LocalDate.parse(day);
    Map<String, String> born = new TreeMap<>();
    for (Json.Obj resource : Town.generate(1, today).resources()) {
      if (type(resource).equals("Patient"))
        born.put(resource.text("id"), resource.text("birthDate"));
    }

    for (Table.Row row : Table.rows("residents.txt")) {
      LocalDate birth = LocalDate.parse(born.get(row.get("id")));
      String age = "" + Period.between(birth, today).getYears();
      assertThat(row.get("born").split(":")[0]).as(row.get("id")).isEqualTo(age);
    }
  }

  @Test
  void residentNumbersAreUnique() {
    List<String> numbers = new ArrayList<>();
    for (Json.Obj patient : all("Patient")) {
      for (Json.Obj identifier : patient.objects("identifier")) {
        if (Sid.RESIDENT.equals(identifier.text("system"))) numbers.add(identifier.text("value"));
      }
    }

    assertThat(numbers).hasSameSizeAs(all("Patient")).doesNotHaveDuplicates();
  }

  @Test
  void twoPeopleShareNameBirthdayAndSex() {
    Json.Obj one = find("Patient/suzuki-kazuko-1");
    Json.Obj two = find("Patient/suzuki-kazuko-2");

    for (String member : List.of("name", "birthDate", "gender")) {
      assertThat(one.get(member)).isEqualTo(two.get(member));
    }
  }

  @Test
  void theCitizenOfTheStoryStartsWithoutWishesAndConsents() {
    List<String> about = new ArrayList<>();
    for (Json.Obj resource : TOWN.resources()) {
      boolean counted = Set.of("Consent", "DocumentReference").contains(type(resource));
      boolean wish = id(resource).startsWith("Observation/") && id(resource).contains("-wish-");
      boolean theirs = references(resource).contains("Patient/citizen");
      if ((counted || wish) && theirs) about.add(id(resource));
    }

    assertThat(about).isEmpty();
    assertThat(find("Patient/citizen").text("gender")).isEqualTo("female");
  }

  @Test
  void consentsToEmergencySharingStandInEveryState() {
    Set<String> states = new HashSet<>();
    for (Json.Obj consent : all("Consent")) states.add(state(consent));
    for (Json.Obj update : TOWN.updates()) states.add(state(update));

    assertThat(states)
        .contains("active permit", "active permit but wishes", "active permit but problem")
        .contains("active deny", "inactive permit");
    int asked = emergencyConsents();
    assertThat(asked).isLessThan(all("Patient").size() - 10).isGreaterThan(30);
  }

  @Test
  void aRevokedConsentStoodActiveFirst() {
    assertThat(TOWN.updates()).isNotEmpty();
    for (Json.Obj update : TOWN.updates()) {
      assertThat(update.text("status")).isEqualTo("inactive");
      assertThat(find(id(update)).with("status", Json.text("inactive"))).isEqualTo(update);
    }
  }

  @Test
  void wishesStandInEveryState() {
    Set<String> standings = new HashSet<>();
    Set<String> answers = new HashSet<>();
    for (Json.Obj observation : all("Observation")) {
      for (Json.Obj extension : observation.objects("extension")) {
        if (Ext.WISH_STANDING.equals(extension.text("url"))) {
          standings.add(extension.text("valueCode"));
        }
      }
      Json.Obj answer = observation.obj("valueCodeableConcept");
      if (answer != null) answers.add(answer.objects("coding").get(0).text("code"));
    }

    assertThat(standings).containsExactlyInAnyOrder("said", "written", "signed");
    assertThat(answers)
        .containsExactlyInAnyOrder(
            "wish-for", "do-not-wish", "trial", "leave-to-proxy", "undecided");
    assertThat(find("ServiceRequest/watanabe-isamu-dnar").bool("doNotPerform")).isTrue();
  }

  @Test
  void whoLooksAtTheTownFindsAPersonOfWhomMuchIsKnown() {
    String rich = "Patient/watanabe-isamu";

    assertThat(find("Consent/watanabe-isamu-emergency").text("status")).isEqualTo("active");
    assertThat(find(rich).objects("photo")).hasSize(1);
    for (String type :
        List.of(
            "ServiceRequest",
            "RelatedPerson",
            "AllergyIntolerance",
            "MedicationRequest",
            "Condition",
            "Device",
            "DeviceUseStatement",
            "CareTeam")) {
      assertThat(all(type)).as(type).anyMatch(one -> references(one).contains(rich));
    }
    assertThat(all("Observation"))
        .filteredOn(one -> references(one).contains(rich) && id(one).contains("-usual-"))
        .hasSizeGreaterThan(5);
  }

  @Test
  void theMedicinesThatMatterToACrewAreThere() {
    Set<String> names = new HashSet<>();
    for (Json.Obj request : all("MedicationRequest")) {
      Json.Obj medicine = request.obj("medicationCodeableConcept");
      names.add(medicine.text("text"));
      Json.Obj coding = medicine.objects("coding").get(0);
      boolean yj = Jp.YJ.equals(coding.text("system"));
      if (yj) assertThat(coding.text("code")).matches("[0-9]{7}[A-Z][0-9]{4}");
    }

    assertThat(names)
        .contains("エリキュース錠2.5mg", "ワーファリン錠1mg", "ノボラピッド注フレックスペン")
        .contains("プレドニン錠5mg", "ノルバスク錠5mg", "アリセプト錠5mg");
  }

  @Test
  void hapiReadsEveryResourceStrictly() {
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    List<Json.Obj> all = new ArrayList<>(TOWN.resources());
    all.addAll(TOWN.updates());

    for (Json.Obj resource : all) {
      String json = new String(Json.bytes(resource), StandardCharsets.UTF_8);
      assertThatCode(() -> parser.parseResource(json)).as(id(resource)).doesNotThrowAnyException();
    }
  }

  private static int emergencyConsents() {
    int count = 0;
    for (Json.Obj consent : all("Consent")) {
      if (policy(consent).equals(Policy.EMERGENCY_SHARING)) count++;
    }
    return count;
  }

  private static String state(Json.Obj consent) {
    if (!policy(consent).equals(Policy.EMERGENCY_SHARING)) return "other";
    Json.Obj provision = consent.obj("provision");
    StringBuilder state = new StringBuilder(consent.text("status") + " " + provision.text("type"));
    if (provision.has("class")) {
      assertThat(provision.objects("class")).hasSameSizeAs(Sheet.DATA_CLASSES);
    }
    for (Json.Obj nested : provision.objects("provision")) {
      state.append(" but ").append(nested.objects("class").get(0).text("code"));
    }
    return state.toString();
  }

  private static String policy(Json.Obj consent) {
    return consent.objects("policy").get(0).text("uri");
  }

  private static List<Json.Obj> all(String type) {
    return TOWN.resources().stream().filter(r -> type(r).equals(type)).toList();
  }

  private static Json.Obj find(String id) {
    return TOWN.resources().stream().filter(r -> id(r).equals(id)).findFirst().orElseThrow();
  }

  private static String type(Json.Obj resource) {
    return resource.text("resourceType");
  }

  private static String id(Json.Obj resource) {
    return type(resource) + "/" + resource.text("id");
  }

  private static List<String> ids(List<Json.Obj> resources) {
    return resources.stream().map(TownTest::id).toList();
  }

  private static List<String> texts(List<Json.Obj> resources) {
    return resources.stream().map(Json.Obj::toString).toList();
  }

  private static List<String> references(Json value) {
    List<String> found = new ArrayList<>();
    if (value instanceof Json.Arr arr) {
      for (Json item : arr.items()) found.addAll(references(item));
    } else if (value instanceof Json.Obj obj) {
      for (int i = 0; i < obj.size(); i++) {
        boolean reference = obj.name(i).equals("reference");
        if (reference && obj.value(i) instanceof Json.Text text) found.add(text.value());
        else found.addAll(references(obj.value(i)));
      }
    }
    return found;
  }
}
