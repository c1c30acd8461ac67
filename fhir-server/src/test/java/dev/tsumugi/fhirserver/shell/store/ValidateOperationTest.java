package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.shell.http.SummaryOperation;
import dev.tsumugi.fhirserver.shell.profile.ValidateOperation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidateOperationTest {
  private static final String PROFILE = "http://hub.test/StructureDefinition/named-patient";

  private TestStore store;
  private Operation validate;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    validate =
        new ValidateOperation(store.store.records(), TestStore.R4_FACTS, store.store.definitions());
    store.put(store.loader(), "{'resourceType':'Patient','id':'hanako','birthDate':'1941-03-02'}");
    store.put(store.loader(), named(PROFILE, "named"));
  }

  /** A Patient must have a name: a differential alone, whose snapshot is made when it is used. */
  private static String named(String url, String id) {
    return "{'resourceType':'StructureDefinition','id':'"
        + id
        + "','url':'"
        + url
        + "','name':'NamedPatient','status':'active','fhirVersion':'4.0.1','kind':'resource','abstract':false,"
        + "'type':'Patient','baseDefinition':'http://hl7.org/fhir/StructureDefinition/Patient','derivation':'constraint',"
        + "'differential':{'element':[{'id':'Patient.name','path':'Patient.name','min':1}]}}";
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private List<Json.Obj> issues(Access access, String resource, String... words) {
    return issues(access, TestStore.json(resource), words);
  }

  private List<Json.Obj> issues(Access access, Json.Obj body, String... words) {
    Json parameter = Json.object().put("name", "resource").put("resource", body).build();
    Json.Obj input =
        Json.object()
            .put("resourceType", "Parameters")
            .put("parameter", List.of(parameter))
            .build();
    Map<String, String> named = words.length == 0 ? Map.of() : Map.of("profile", words[0]);
    Operation.Call call =
        new Operation.Call(Optional.of(body.text("resourceType")), Optional.empty(), input, named);
    return Json.parseObject(validate.run(access, call)).objects("issue");
  }

  private static List<String> errors(List<Json.Obj> issues) {
    return issues.stream()
        .filter(issue -> !List.of("warning", "information").contains(issue.text("severity")))
        .map(Json.Obj::toString)
        .toList();
  }

  @Test
  void aGoodResourceHasNoErrors() {
    assertThat(errors(issues(store.loader(), "{'resourceType':'Patient','gender':'female'}")))
        .isEmpty();
  }

  @Test
  void ourOwnFindingsAndInvariantsComeTogether() {
    List<String> errors =
        errors(
            issues(
                store.loader(),
                "{'resourceType':'Patient','gender':'none','contact':[{'gender':'female'}]}"));

    assertThat(errors).anyMatch(e -> e.contains("\"invalid\"") && e.contains("Patient.gender"));
    assertThat(errors).as("an invariant").anyMatch(e -> e.contains("pat-1"));
  }

  @Test
  void aLoadedProfileIsDemandedAndANewOneIsSeenAtOnce() {
    String nameless = "{'resourceType':'Patient','gender':'female'}";
    assertThat(errors(issues(store.loader(), nameless, PROFILE)))
        .anyMatch(e -> e.contains("Patient.name"));
    String later = PROFILE + "-later";
    assertThat(catchThrowableOfType(Problem.class, () -> issues(store.loader(), nameless, later)))
        .isNotNull();

    store.put(store.loader(), named(later, "later"));

    assertThat(errors(issues(store.loader(), nameless, later)))
        .anyMatch(e -> e.contains("Patient.name"));
  }

  @Test
  void aReferenceIsNoProbe() {
    String note =
        "{'resourceType':'Basic','code':{'text':'x'},'subject':{'reference':'Patient/%s'}}";
    Access stranger = store.physician("tanaka", "clinic");

    assertThat(issues(stranger, note.formatted("hanako")).toString())
        .isEqualTo(issues(stranger, note.formatted("nobody")).toString());
  }

  @Test
  void theStoredOneIsValidatedOnlyForWhoMaySeeIt() {
    Access stranger = store.physician("tanaka", "clinic");
    Ref hanako = Ref.patient("hanako");
    Operation.Call stored = new Operation.Call(Optional.of(hanako), null, Map.of());
    Operation.Call absent = new Operation.Call(Optional.of(Ref.patient("no")), null, Map.of());

    assertThat(errors(Json.parseObject(validate.run(store.loader(), stored)).objects("issue")))
        .isEmpty();
    for (Operation.Call call : List.of(stored, absent)) {
      assertThat(catchThrowableOfType(Problem.class, () -> validate.run(stranger, call)))
          .extracting(Problem::kind)
          .isEqualTo(Problem.Kind.NOT_FOUND);
    }
  }

  @Test
  void withTooLittleScopeBaseR4IsCheckedAndThatIsSaid() {
    Access narrow =
        store.open(
            "hanako",
            Role.RESIDENT,
            Purpose.PATRQT,
            "Patient/hanako",
            "",
            "user/Patient.rs",
            "app");

    assertThat(issues(narrow, "{'resourceType':'Patient'}").toString())
        .contains("only base R4 was checked");
  }

  @Test
  void largeAndDeepThingsAreRefused() {
    String large = "{'resourceType':'Basic','code':{'text':'" + "x".repeat(1 << 20) + "'}}";
    int depth = 40_000;
    String div =
        "<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>"
            + "<b>".repeat(depth)
            + "x"
            + "</b>".repeat(depth)
            + "</div>";
    String deep =
        "{'resourceType':'Basic','text':{'status':'generated','div':'"
            + div
            + "'},'code':{'text':'x'}}";

    assertThat(catchThrowableOfType(Problem.class, () -> issues(store.loader(), large)))
        .extracting(Problem::kind)
        .isEqualTo(Problem.Kind.TOO_LARGE);
    Problem refused = catchThrowableOfType(Problem.class, () -> issues(store.loader(), deep));
    assertThat(refused.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
  }

  @Test
  void aSummaryOfWhatIsHereIsGoodR4() {
    store.put(
        store.loader(),
        "{'resourceType':'Condition','id':'hf','subject':{'reference':'Patient/hanako'},'code':{'text':'心不全'},"
            + "'clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'active'}]}}");
    store.put(
        store.loader(),
        "{'resourceType':'MedicationStatement','id':'m','status':'active','subject':{'reference':'Patient/hanako'},"
            + "'medicationCodeableConcept':{'text':'アスピリン'}}");
    Operation summary = new SummaryOperation(store.store.patientRecord(), "http://hub.test/fhir");
    Operation.Call call = new Operation.Call(Optional.of(Ref.patient("hanako")), null, Map.of());
    byte[] bundle = summary.run(store.resident("hanako"), call);

    String text = new String(bundle, java.nio.charset.StandardCharsets.UTF_8);
    assertThat(text).contains("Condition/hf", "MedicationStatement/m");
    assertThat(errors(issues(store.loader(), Json.parseObject(bundle)))).isEmpty();
    assertThat(
            catchThrowableOfType(
                Problem.class, () -> summary.run(store.physician("tanaka", "clinic"), call)))
        .extracting(Problem::kind)
        .isEqualTo(Problem.Kind.NOT_FOUND);
  }
}
