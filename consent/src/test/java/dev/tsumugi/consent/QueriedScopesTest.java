package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.ALLERGY;
import static dev.tsumugi.consent.Asking.ASSESSED;
import static dev.tsumugi.consent.Asking.NOW;
import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.caredForBy;
import static dev.tsumugi.consent.Asking.custodian;
import static dev.tsumugi.consent.Asking.facet;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.policy;
import static dev.tsumugi.consent.Asking.resident;
import static dev.tsumugi.consent.Asking.sato;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scopes that are narrowed by a search: what they reach, and what stands beside them. */
class QueriedScopesTest {
  /** Knows {@code category} and {@code code}; their alternatives stand between commas. */
  private static final SearchTokens TOKENS = QueriedScopesTest::tokens;

  private static final Policy EVERYBODY = policy("{'type':'permit'}");
  private static final Tie CLINIC = caredForBy("Organization/clinic");
  private static final String LAB = "user/Observation.cruds?category=lab";

  private static Optional<SortedSet<Long>> tokens(String type, String param, String value) {
    if (!Set.of("category", "code").contains(param)) return Optional.empty();
    SortedSet<Long> tokens = new TreeSet<>();
    for (String one : value.split(",")) tokens.add(token(type, param, one));
    return Optional.of(tokens);
  }

  private static long token(String type, String param, String value) {
    return Hash64.of(type + " " + param + " " + value);
  }

  /** A row of a type with these {@code param value}. */
  private static RowFacts row(String type, String... values) {
    SortedSet<Long> tokens = new TreeSet<>();
    for (String one : values) tokens.add(token(type, one.split(" ")[0], one.split(" ")[1]));
    return new RowFacts(
        new Ref(type, "a"),
        Optional.empty(),
        new long[0],
        tokens.stream().mapToLong(Long::longValue).toArray());
  }

  private static Access access(Asking asking) {
    return new ConsentEngine(TOKENS).open(asking.requester(), NOW);
  }

  private static Decision decide(Asking asking, Action action, Facet facet, Compartment of) {
    return access(asking).in(Situation.of(Optional.of(ASSESSED))).decide(action, facet, of);
  }

  private static String answer(Decision decision) {
    return decision.fold(
        permit -> permit.basis().name(), deny -> deny.reason().name(), depends -> "depends");
  }

  @ParameterizedTest
  @CsvSource({
    "user/Observation.rs?category=lab, lab c1, true",
    "user/Observation.rs?category=lab, vital c1, false",
    "user/Observation.rs?category=lab&code=c1, lab c1, true",
    "user/Observation.rs?category=lab&code=c1, lab c2, false",
    "user/Observation.rs?category=lab&category=vital, lab c1, false",
    "'user/Observation.rs?category=lab,vital', vital c1, true",
    "'user/Observation.rs?category=lab,vital', other c1, false",
    "user/Observation.rs?category=lab user/Observation.rs?category=vital, vital c1, true",
    "user/Observation.rs?category=lab user/Observation.rs?code=c2, other c2, true",
    "user/Observation.rs?category=lab user/Observation.rs?code=c2, other c1, false",
    "user/Observation.rs?category=lab user/Observation.rs, other c1, true",
    "user/*.rs?category=lab, lab c1, true",
    "user/*.rs?category=lab, other c1, false",
    "user/Observation.rs?category=lab user/Observation.rs?date=2026, lab c1, true",
    "user/Observation.rs?category=lab user/Observation.rs?date=2026, other c1, false"
  })
  void severalSignsNarrowAndSeveralScopesWiden(String scope, String row, boolean permitted) {
    Asking asking = physician().scoped(scope);
    String[] of = row.split(" ");

    Decision decision = decide(asking, Action.READ, RESULT, sato(EVERYBODY, CLINIC));
    Decision onRow = decision.on(row("Observation", "category " + of[0], "code " + of[1]));

    assertThat(onRow.permitted()).isEqualTo(permitted);
    if (!permitted) assertThat(answer(onRow)).isEqualTo("OUTSIDE_SCOPE_QUERY");
  }

  @ParameterizedTest
  @CsvSource({
    "user/Observation.rs?date=2026, date",
    "user/Observation.rs?category=lab&subject=Patient/sato, subject",
    "user/Observation.rs?category:in=lab, category:in",
    "user/Observation.rs?subject.name=sato, subject.name",
    "user/*.rs?status=final, status"
  })
  void whatRowsCannotBeHeldToGrantsNothingAndIsNamed(String scope, String param) {
    Asking asking = physician().scoped(scope);

    Decision decision = decide(asking, Action.READ, RESULT, sato(EVERYBODY, CLINIC));

    assertThat(answer(decision)).isEqualTo("SCOPE_QUERY_UNSUPPORTED");
    Access access = access(asking);
    assertThat(access.refusedByScope(Action.READ, "Observation"))
        .contains(Reason.SCOPE_QUERY_UNSUPPORTED);
    assertThat(access.unsupportedInScopes(Action.READ, "Observation")).containsExactly(param);
  }

  @Test
  void ofAStoreThatLooksForNothingAQueryGrantsNothing() {
    Decision decision = physician().scoped(LAB).to(Action.READ, RESULT, sato(EVERYBODY, CLINIC));

    assertThat(answer(decision)).isEqualTo("SCOPE_QUERY_UNSUPPORTED");
  }

  @Test
  void everyBasisIsNarrowed() {
    Facet open = facet("Organization", DataClass.OPEN);
    Facet own = facet("Observation", DataClass.RESULT, "Organization/clinic");
    Asking self = resident("Patient/sato").scoped(LAB);
    Asking keeper = custodian().scoped("system/*.cruds?category=lab");

    assertThat(answer(decide(self, Action.READ, RESULT, sato(EVERYBODY)))).isEqualTo("depends");
    assertThat(answer(decide(keeper, Action.SEARCH, RESULT, sato()))).isEqualTo("depends");
    assertThat(answer(decide(physician().scoped(LAB), Action.READ, own, sato())))
        .isEqualTo("depends");
    assertThat(
            answer(
                decide(
                    physician().scoped("user/Organization.rs?code=a"),
                    Action.READ,
                    open,
                    Compartment.CITY)))
        .isEqualTo("depends");
    assertThat(access(keeper).in(Situation.of(Optional.of(ASSESSED))).seesAll()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void everyActionIsNarrowed(Action action) {
    Asking asking = resident("Patient/sato").scoped(LAB);
    Facet own = facet("Observation", DataClass.WISHES, "Patient/sato");

    Decision decision = decide(asking, action, own, sato());

    assertThat(answer(decision)).isEqualTo("depends");
    assertThat(decision.on(row("Observation", "category lab")).permitted()).isTrue();
    assertThat(answer(decision.on(row("Observation", "code lab"))))
        .isEqualTo("OUTSIDE_SCOPE_QUERY");
  }

  @Test
  void eachLayerAnswersForTheRowThatItRefuses() {
    Asking asking = physician().scoped(LAB);
    Policy none = policy("{'type':'permit','code':[{'coding':[{'system':'s','code':'x'}]}]}");

    Decision decision = decide(asking, Action.READ, RESULT, sato(none, CLINIC));

    assertThat(answer(decision.on(row("Observation", "category vital"))))
        .isEqualTo("OUTSIDE_SCOPE_QUERY");
    assertThat(answer(decision.on(row("Observation", "category lab"))))
        .isEqualTo("NO_DIRECTIVE_COVERS");
    RowFacts bare = row("Observation", "category lab");
    long[] marks = {Marks.code(new dev.tsumugi.kernel.Coding("s", "x"))};
    RowFacts coded = new RowFacts(bare.ref(), bare.when(), marks, bare.tokens());
    assertThat(decision.on(coded).permitted()).isTrue();
  }

  @Test
  void whatIsRefusedAnywayIsNotMadeToDepend() {
    Policy nobody = policy("{'type':'deny'}");

    Decision decision = decide(physician().scoped(LAB), Action.READ, RESULT, sato(nobody, CLINIC));

    assertThat(answer(decision)).isEqualTo("DIRECTIVE_DENIES");
    assertThat(answer(decide(physician().scoped(LAB), Action.READ, ALLERGY, sato(EVERYBODY))))
        .isEqualTo("SCOPE_TOO_NARROW");
  }

  @Test
  void aScopeOfTheLaunchPatientReachesNobodyElse() {
    Asking asking = resident("Patient/sato").scoped("patient/Observation.rs?category=lab");

    assertThat(answer(decide(asking.launchedFor("suzuki"), Action.READ, RESULT, sato(EVERYBODY))))
        .isEqualTo("OUTSIDE_LAUNCH_PATIENT");
    assertThat(answer(decide(asking.launchedFor("sato"), Action.READ, RESULT, sato(EVERYBODY))))
        .isEqualTo("depends");
  }

  @Test
  void anAssessmentThatIsNarrowedNarrowsWhatItsAppMay() {
    Service few =
        new Service(
            "app", Set.of(DataClass.values()), "user/Observation.rs?category=lab", Period.MAX);
    Asking asking = physician().scoped("user/Observation.rs");

    Decision decision =
        access(asking)
            .in(Situation.of(Optional.of(few)))
            .decide(Action.READ, RESULT, sato(EVERYBODY, CLINIC));

    assertThat(decision.on(row("Observation", "category lab")).permitted()).isTrue();
    assertThat(decision.on(row("Observation", "category vital")).permitted()).isFalse();
  }

  @Test
  void whatIsNotARowIsReachedOnlyByAScopeWithoutAQuery() {
    Access narrowed = access(physician().scoped("user/ValueSet.r?code=a"));
    Access plain = access(physician().scoped("user/ValueSet.r"));

    assertThat(narrowed.refusedByScope(Action.READ, "ValueSet")).isEmpty();
    assertThat(narrowed.refusedOnSome(Action.READ, "ValueSet"))
        .contains(Reason.OUTSIDE_SCOPE_QUERY);
    assertThat(plain.refusedOnSome(Action.READ, "ValueSet")).isEmpty();
    assertThat(plain.refusedOnSome(Action.READ, "Patient")).contains(Reason.SCOPE_TOO_NARROW);
  }

  /** By chance: a row is permitted if and only if some scope, read by itself, finds it. */
  @Test
  void agreesWithASecondReadingOfEachScope() {
    Random random = new Random(20261124);
    String[] values = {"a", "b", "c"};
    int permitted = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder scope = new StringBuilder();
      RowFacts row =
          row(
              "Observation",
              "category " + values[random.nextInt(3)],
              "code " + values[random.nextInt(3)]);
      boolean expected = false;
      for (int n = random.nextInt(3); n >= 0; n--) {
        boolean finds = true;
        scope.append(" user/Observation.r");
        for (int p = random.nextInt(3); p >= 0; p--) {
          String param =
              random.nextInt(10) == 0 ? "date" : random.nextBoolean() ? "category" : "code";
          String value = values[random.nextInt(3)] + (random.nextBoolean() ? "" : ",a");
          scope.append(scope.charAt(scope.length() - 1) == 'r' ? '?' : '&');
          scope.append(param).append('=').append(value);
          boolean one = false;
          for (String alternative : value.split(",")) {
            one |= row.hasToken(token("Observation", param, alternative));
          }
          finds &= one;
        }
        expected |= finds;
      }

      Decision decision =
          decide(
              physician().scoped(scope.toString().trim()),
              Action.READ,
              RESULT,
              sato(EVERYBODY, CLINIC));

      assertThat(decision.on(row).permitted()).as(scope + " on " + row).isEqualTo(expected);
      if (expected) permitted++;
    }
    assertThat(permitted).isBetween(1_000, 4_000);
  }
}
