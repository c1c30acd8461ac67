package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What decisions rest on beside a patient's own Consents: memberships, the city, life and death.
 */
class GroundsTest {
  private static final Ref WEIGHT = new Ref("Observation", "w");

  private TestStore store;
  private Access doctor;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder, Optional.of(new VariedStore.Allergies()));
    doctor = store.physician("tanaka", "ward");
    for (String id : List.of("hospital", "fire", "elsewhere")) put("'Organization','id':'" + id + "'");
    put("'Organization','id':'ward','partOf':{'reference':'Organization/hospital'}");
    put("'Practitioner','id':'tanaka'");
    put("'Practitioner','id':'sato'");
    put("'Patient','id':'hanako','birthDate':'2010-04-01'");
    put(weight("w"));
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private void put(String members) {
    store.put(store.loader(), "{'resourceType':" + members + "}");
  }

  private static String weight(String id) {
    return "'Observation','id':'"
        + id
        + "','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/hanako'}";
  }

  private static final String HANAKO = "'patient':{'reference':'Patient/hanako'},";

  private static String consent(String id, String patient, String provision) {
    return "'Consent','id':'"
        + id
        + "','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
        + patient
        + "'dateTime':'2026-01-01','policyRule':{'text':'test'},'provision':{"
        + provision
        + "}";
  }

  private static String to(String actor) {
    return "'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',"
        + "'code':'IRCP'}]},'reference':{'reference':'"
        + actor
        + "'}}]";
  }

  private void permit(String actor) {
    put(consent("c", HANAKO, "'type':'permit'," + to(actor)));
  }

  private boolean sees(Access access) {
    return store.store.records().read(access, WEIGHT).isPresent();
  }

  @Test
  void whoIsPermittedMeansItsParts() {
    permit("Organization/hospital");
    assertThat(sees(doctor)).isTrue();

    put("'Organization','id':'ward'");

    assertThat(sees(doctor)).isFalse();
    assertThat(store.search(doctor, "Observation", "patient=hanako")).isEmpty();
    put("'Organization','id':'ward','partOf':{'reference':'Organization/hospital'}");
    assertThat(store.search(doctor, "Observation", "patient=hanako")).containsExactly("w");
    assertThat(sees(doctor)).isTrue();
    assertThat(sees(store.physician("tanaka", "elsewhere"))).isFalse();
  }

  @Test
  void aGroupMeansItsMembersAndTheirGroups() {
    String member = ",'member':[{'entity':{'reference':'%s'}}]";
    String group = "'Group','id':'%s','type':'practitioner','actual':true";
    put(group.formatted("inner") + member.formatted("Practitioner/tanaka"));
    put(group.formatted("outer") + member.formatted("Group/inner"));
    permit("Group/outer");
    assertThat(sees(doctor)).isTrue();
    assertThat(sees(store.physician("sato", "ward"))).isFalse();

    put(group.formatted("inner") + member.formatted("Practitioner/sato"));

    assertThat(sees(doctor)).isFalse();
    assertThat(store.search(store.physician("sato", "ward"), "Observation")).containsExactly("w");

    store.commit(store.loader(), new Write.Delete(new Ref("Consent", "c"), OptionalInt.empty()));
    put(group.formatted("inner") + member.formatted("Group/outer"));
    permit("Group/outer");
    assertThat(sees(doctor)).as("a cycle").isFalse();
  }

  @Test
  void aTeamThatIsNobodysAndARoleMeanTheirPeople() {
    put(
        "'CareTeam','id':'night','status':'active','participant':[{'member':{'reference':'Practitioner/tanaka'},"
            + "'period':{'end':'2026-12-01'}}]");
    permit("CareTeam/night");
    assertThat(sees(doctor)).isTrue();
    store.clock.advance(Duration.ofDays(30));
    assertThat(sees(store.physician("tanaka", "ward"))).as("the time is over").isFalse();

    put(
        "'PractitionerRole','id':'head','practitioner':{'reference':'Practitioner/tanaka'},"
            + "'organization':{'reference':'Organization/hospital'}");
    permit("PractitionerRole/head");
    assertThat(sees(store.physician("tanaka", "ward"))).isTrue();
    put(
        "'PractitionerRole','id':'head','active':false,'practitioner':{'reference':'Practitioner/tanaka'},"
            + "'organization':{'reference':'Organization/hospital'}");
    assertThat(sees(store.physician("tanaka", "ward"))).isFalse();
  }

  @Test
  void thePatientsOwnTeamIsMeantByItsName() {
    put(
        "'CareTeam','id':'home','status':'active','subject':{'reference':'Patient/hanako'},"
            + "'participant':[{'member':{'reference':'Practitioner/tanaka'}}]");
    permit("CareTeam/home");

    assertThat(sees(doctor)).isTrue();
    assertThat(sees(store.physician("sato", "elsewhere"))).isFalse();
  }

  @Test
  void anotherNodeLearnsOfAMembershipWithItsNextStatement() {
    permit("Organization/hospital");
    AtomicLong ids = new AtomicLong();
    try (Store other =
        new Store(
            new Database(
                store.database.url(), store.database.app().user(), store.database.app().password()),
            TestStore.R4_FACTS,
            new Store.Settings(
                "node-2", store.keys, store.clock, () -> "other-" + ids.incrementAndGet()),
            Optional.empty())) {
      assertThat(other.records().read(doctor, WEIGHT)).isPresent();
      put("'Organization','id':'ward'");
      assertThat(other.records().read(doctor, WEIGHT)).isEmpty();
    }
  }

  @Test
  void theCityPermitsAndRefusesBesideEachResident() {
    put(
        "'CareTeam','id':'home','status':'active','subject':{'reference':'Patient/hanako'},"
            + "'participant':[{'member':{'reference':'Practitioner/tanaka'}}]");
    assertThat(sees(doctor)).isFalse();

    put(consent("city", "", "'type':'permit'," + to("Organization/hospital")));
    assertThat(sees(doctor)).isTrue();
    assertThat(store.search(doctor, "Observation")).containsExactly("w");

    put(consent("c", HANAKO, "'type':'deny'," + to("Practitioner/tanaka")));
    assertThat(sees(doctor)).as("residents may refuse what the city permits").isFalse();
    permit("Practitioner/tanaka");
    put(consent("city", "", "'type':'deny'," + to("Organization/hospital")));
    assertThat(sees(doctor)).as("the city may refuse what residents permit").isFalse();
    assertThat(sees(store.resident("hanako"))).isTrue();
  }

  @Test
  void onlyWhoSpeaksForTheCityWritesItsConsents() {
    String city =
        "{'resourceType':"
            + consent("mine", "", "'type':'permit'," + to("Organization/ward"))
                .replace("'id':'mine',", "")
            + "}";

    for (Access access : List.of(doctor, store.resident("hanako"))) {
      assertThatThrownBy(() -> store.commit(access, TestStore.create(city)))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
    }
  }

  @Test
  void aConsentOfSomebodyWhoCannotBeToldIsNotTheCitys() {
    put(
        consent(
            "lost",
            "'patient':{'display':'Hanako'},",
            "'type':'permit'," + to("Organization/hospital")));

    assertThat(sees(doctor)).isFalse();
    assertThat(broken()).isEmpty();
  }

  private void parent() {
    put(
        "'RelatedPerson','id':'mother','patient':{'reference':'Patient/hanako'},"
            + "'identifier':[{'system':'https://tsumugi.dev/fhir/sid/patient','value':'mother'}],"
            + "'relationship':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'MTH'}]}]");
  }

  private Access mother() {
    return store.open(
        "mother", Role.RESIDENT, Purpose.FAMRQT, "Patient/mother", "", "user/*.cruds", "app");
  }

  @Test
  void aParentReadsUntilTheDayOfAge() {
    parent();
    assertThat(sees(mother())).isTrue();

    put("'Patient','id':'hanako','birthDate':'2008-04-01'");
    assertThat(sees(mother())).as("of age already").isFalse();
    put("'Patient','id':'hanako','birthDate':'2010'");
    assertThat(sees(mother())).isTrue();
    put("'Patient','id':'hanako'");
    assertThat(sees(mother())).as("of unknown age").isFalse();
  }

  @Test
  void deathEndsProxiesAndClosesTheSheet() {
    parent();
    put(
        "'AllergyIntolerance','id':'soba','patient':{'reference':'Patient/hanako'},"
            + "'code':{'text':'soba'}");
    permit("Organization/fire");
    assertThat(lookup()).isInstanceOf(Lookup.Found.class);

    put("'Patient','id':'hanako','birthDate':'2010-04-01','deceasedDateTime':'2026-11-20'");

    assertThat(sees(mother())).isFalse();
    assertThat(lookup()).isInstanceOf(Lookup.Unknown.class);
    put("'Patient','id':'hanako','birthDate':'2010-04-01','deceasedBoolean':false");
    assertThat(sees(mother())).isTrue();
    assertThat(lookup()).isInstanceOf(Lookup.Found.class);
  }

  private Lookup lookup() {
    return store
        .store
        .sheets()
        .lookup(store.crew(), store.query("Patient", "_id=hanako"), patient -> true);
  }

  @Test
  void aSheetShowsOfAFacetTheRowsThatPass() {
    for (String id : List.of("soba", "egg")) {
      put(
          "'AllergyIntolerance','id':'"
              + id
              + "','patient':{'reference':'Patient/hanako'},'code':{'text':'"
              + id
              + "'}");
    }
    permit("Organization/fire");
    assertThat(sheet()).contains("soba").contains("egg");

    put(
        consent(
            "c",
            HANAKO,
            "'type':'permit',"
                + to("Organization/fire")
                + ",'provision':[{'type':'deny','data':[{'meaning':'instance','reference':{'reference':'AllergyIntolerance/egg'}}]}]"));

    assertThat(sheet()).contains("soba").doesNotContain("egg");
  }

  private String sheet() {
    StringBuilder all = new StringBuilder();
    if (lookup() instanceof Lookup.Found found) {
      found
          .blocks()
          .forEach(
              block ->
                  all.append(new String(block.items(), java.nio.charset.StandardCharsets.UTF_8)));
    }
    return all.toString();
  }

  @Test
  void whatAnOlderReleaseDerivedIsDerivedAnewAtTheStart() {
    parent();
    put(
        "'CareTeam','id':'home','status':'active','subject':{'reference':'Patient/hanako'},"
            + "'participant':[{'member':{'reference':'Practitioner/tanaka'}}]");
    permit("CareTeam/home");
    put(consent("city", "", "'type':'deny'," + to("Organization/elsewhere")));
    store.sql(
        "update compartment set born = null, policy = (select min(id) from policy), slots = '{}';"
            + " update tie set via = null, authority = null; delete from membership; delete from"
            + " compartment where patient = 0; delete from kept where name = 'grounds'");
    assertThat(broken()).isNotEmpty();
    assertThat(sees(doctor)).isFalse();

    store.startAgain();

    assertThat(broken()).isEmpty();
    assertThat(sees(doctor)).isTrue();
    assertThat(sees(mother())).isTrue();
  }

  private List<String> broken() {
    return store.audit().stream().filter(v -> !v.holds()).map(Object::toString).toList();
  }
}
