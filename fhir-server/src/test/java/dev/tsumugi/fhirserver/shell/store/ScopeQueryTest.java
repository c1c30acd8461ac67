package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.HistoryParser;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.ScopeTokens;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scope that a search narrows holds in every interaction (docs/adr/0023). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopeQueryTest {
  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category";
  private static final String LAB = "Observation.cruds?category=" + CATEGORY + "|laboratory";

  private TestStore store;
  private Access loader;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    loader = store.loader();
    store.put(loader, "{'resourceType':'Patient','id':'hanako','gender':'female'}");
    store.put(loader, observation("lab", "laboratory", "final", "a"));
    store.put(loader, observation("prelim", "laboratory", "preliminary", "b"));
    store.put(loader, observation("vital", "vital-signs", "final", "a"));
    store.put(
        loader,
        "{'resourceType':'DiagnosticReport','id':'report','status':'final','code':{'text':'x'},"
            + "'subject':{'reference':'Patient/hanako'},'result':[{'reference':'Observation/lab'},"
            + "{'reference':'Observation/vital'}]}");
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private static String observation(String id, String category, String status, String code) {
    return "{'resourceType':'Observation','id':'"
        + id
        + "','status':'"
        + status
        + "','category':[{'coding':[{'system':'"
        + CATEGORY
        + "','code':'"
        + category
        + "'}]}],'code':{'coding':[{'system':'urn:codes','code':'"
        + code
        + "'},{'system':'urn:more','code':'m-"
        + code
        + "'}]},'subject':{'reference':'Patient/hanako'}}";
  }

  /** The resident herself: nothing but the scope stands in her way. */
  private Access hanako(String... scopes) {
    String words = "user/" + String.join(" user/", scopes);
    return store.open("h", Role.RESIDENT, Purpose.PATRQT, "Patient/hanako", "", words, "app");
  }

  private Set<String> found(Access access, String type, String... words) {
    Query query = store.query(type, words);
    Query.Page page = store.store.records().search(access, query, Optional.empty());
    Set<String> ids = new TreeSet<>();
    for (var found : page.matches()) ids.add(found.ref().id());
    return ids;
  }

  private boolean reads(Access access, String ref) {
    return store.store.records().read(access, Ref.parse(ref).orElseThrow()).isPresent();
  }

  /** As a search by the same words finds them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "category=laboratory",
        "category=" + CATEGORY + "|laboratory",
        "category=" + CATEGORY + "|",
        "category=|laboratory",
        "category=urn:other|laboratory",
        "category=laboratory,vital-signs",
        "category=laboratory&status=final",
        "category=laboratory&category=vital-signs",
        "status=final&code=urn:codes|a",
        "code=urn:more|m-a",
        "code=a,b",
        "code=a&code=m-a",
        "combo-code=urn:codes|b",
        "status=nothing"
      })
  void theScopeReachesWhatTheSearchFinds(String query) {
    Access narrowed = hanako("Observation.rs?" + query);

    Set<String> expected = found(loader, "Observation", query.split("&"));

    assertThat(found(narrowed, "Observation", "_total=accurate")).isEqualTo(expected);
    for (String id : List.of("lab", "prelim", "vital")) {
      assertThat(reads(narrowed, "Observation/" + id)).isEqualTo(expected.contains(id));
    }
  }

  @Test
  void whatStandsOutsideIsAbsentForChainsAndIncludes() {
    Access narrowed = hanako(LAB, "DiagnosticReport.rs");

    assertThat(found(narrowed, "DiagnosticReport", "result.code=a")).containsExactly("report");
    assertThat(found(narrowed, "DiagnosticReport", "result.category=vital-signs")).isEmpty();
    Query include = store.query("DiagnosticReport", "_include=DiagnosticReport:result");
    assertThat(
            store.store.records().search(narrowed, include, Optional.empty()).included().stream()
                .map(one -> one.ref().id()))
        .containsExactly("lab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "date=2026",
        "subject=Patient/hanako",
        "category:not=laboratory",
        "code:in=urn:set",
        "subject:Patient.gender=female",
        "_id=lab",
        "_lastUpdated=2026",
        "value-quantity=5",
        "code-value-quantity=a$5",
        "_text=x",
        "nothing=x",
        "category=",
        "category"
      })
  void whatCannotBeHeldToIsRefusedByName(String query) {
    Access narrowed = hanako("Observation.rs?" + query, "Patient.rs");

    assertThat(narrowed.refusedByScope(Action.READ, "Observation"))
        .contains(Reason.SCOPE_QUERY_UNSUPPORTED);
    assertThatThrownBy(() -> reads(narrowed, "Observation/lab"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("'" + query.substring(0, Math.max(0, query.indexOf('='))) + "'")
        .hasMessageContaining("SCOPE_QUERY_UNSUPPORTED");
    assertThat(reads(narrowed, "Patient/hanako")).isTrue();
  }

  @Test
  void everyVersionIsHeldToTheSearchAsItStood() {
    store.put(loader, observation("moved", "vital-signs", "final", "a"));
    store.put(loader, observation("moved", "laboratory", "final", "a"));
    store.put(loader, observation("moved", "laboratory", "amended", "a"));
    store.put(loader, observation("moved", "vital-signs", "amended", "a"));
    store.commit(loader, new Write.Delete(new Ref("Observation", "moved"), OptionalInt.empty()));
    Access narrowed = hanako(LAB);
    Ref ref = new Ref("Observation", "moved");

    List<Integer> versions = new ArrayList<>();
    for (StoredResource one : store.history(narrowed, ref)) versions.add(one.version());

    assertThat(versions).containsExactly(3, 2);
    assertThat(store.store.records().vread(narrowed, ref, 1)).isEmpty();
    assertThat(store.store.records().vread(narrowed, ref, 2)).isPresent();
    // Its deletion tells what it deleted, which was no result any more.
    assertThat(store.store.records().read(narrowed, ref)).isEmpty();
    HistoryQuery ofType =
        HistoryParser.parse(
            new HistoryQuery.Level.OfType("Observation"),
            QueryParser.words("_total=accurate\n_count=50"));
    HistoryQuery.Page page = store.store.records().history(narrowed, ofType).orElseThrow();
    assertThat(page.versions()).hasSize((int) page.total().getAsLong());
    assertThat(page.versions())
        .filteredOn(one -> one.ref().equals(ref))
        .extracting(StoredResource::version)
        .containsExactly(3, 2);
  }

  @Test
  void aVersionOfWhichItIsNotKnownIsHiddenUntilItIs() {
    store.put(loader, observation("old", "laboratory", "final", "a"));
    store.put(loader, observation("old", "laboratory", "amended", "a"));
    store.commit(loader, new Write.Delete(new Ref("Observation", "old"), OptionalInt.empty()));
    store.sql("update resource_history set tokens = null where id = 'old'");
    Ref ref = new Ref("Observation", "old");

    assertThat(store.history(hanako(LAB), ref)).isEmpty();
    assertThat(store.history(hanako("Observation.rs"), ref)).hasSize(3);
    while (store.store.markStep()) {}

    assertThat(store.history(hanako(LAB), ref)).hasSize(3);
    assertThat(store.audit()).allMatch(verdict -> verdict.findings().isEmpty());
  }

  @Test
  void nothingIsWrittenOutOfReachOfTheScope() {
    Access narrowed = hanako(LAB);
    String lab = observation("x", "laboratory", "final", "a").replace("'id':'x',", "");
    Ref made = store.commit(narrowed, TestStore.create(lab)).get(0).resources().get(0).ref();
    String same = observation(made.id(), "laboratory", "amended", "a");
    String gone = observation(made.id(), "vital-signs", "final", "a");

    assertThatThrownBy(
            () ->
                store.commit(narrowed, TestStore.create(lab.replace("laboratory", "vital-signs"))))
        .hasMessageContaining("OUTSIDE_SCOPE_QUERY");
    assertThatThrownBy(() -> store.put(narrowed, gone)).hasMessageContaining("OUTSIDE_SCOPE_QUERY");
    store.put(narrowed, same);
    Write.Delete hidden = new Write.Delete(new Ref("Observation", "vital"), OptionalInt.empty());
    assertThatThrownBy(() -> store.commit(narrowed, hidden))
        .isInstanceOf(Problem.class)
        .extracting(problem -> ((Problem) problem).kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
    store.commit(narrowed, new Write.Delete(made, OptionalInt.empty()));
  }

  @Test
  void theCustodianIsNarrowedToo() {
    Access keeper =
        store.open("k", Role.CUSTODIAN, Purpose.RECORDMGT, "", "", "system/" + LAB, "loader");

    assertThat(found(keeper, "Observation")).contains("lab", "prelim").doesNotContain("vital");
    assertThat(reads(keeper, "Observation/vital")).isFalse();
  }

  @Test
  void parametersOfEveryTypeThatMayNarrowAreTokensOfR4() {
    ScopeTokens tokens = new ScopeTokens(TestStore.R4_FACTS);

    assertThat(tokens.params("Observation"))
        .contains("category", "code", "status", "identifier", "_security", "_tag")
        .doesNotContain("_id", "date", "subject", "value-quantity", "_text", "_lastUpdated");
    assertThat(tokens.of("Observation", "category", "a,b").orElseThrow()).hasSize(2);
    assertThat(tokens.of("Observation", "category", ",")).isEqualTo(Optional.empty());
  }
}
