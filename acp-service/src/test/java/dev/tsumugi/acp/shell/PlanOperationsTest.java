package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpTown.draft;
import static dev.tsumugi.acp.shell.AcpTown.reference;
import static dev.tsumugi.acp.shell.AcpTown.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.acp.shell.AcpTown.Said;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanOperationsTest {
  private static final String CPR = "81329-5";
  private static final String TUBE = "81331-1";

  private AcpTown town;
  private int people;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new AcpTown(folder);
    town.workers();
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private String somebody() {
    String id = "p" + people++;
    town.person(id);
    return id;
  }

  private Said state(String id) {
    return town.ask(town.resident(id), "$acp-state", id);
  }

  /** The resident signs a draft of their own; the wish's reference. */
  private String signed(String id, String code, String answer) {
    town.pass(Duration.ofMinutes(1));
    String draft = town.create(town.resident(id), draft(id, code, answer, "そのままに"));
    Said said = sign(town.resident(id), id, reference("draft", draft));
    assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
    return draft.replaceFirst("/_history/.*", "");
  }

  private Said sign(Access access, String id, String... parameters) {
    town.pass(Duration.ofMinutes(1));
    return town.ask(access, "$acp-sign", id, parameters);
  }

  private static String standing(Json.Obj wish) {
    return wish.objects("extension").stream()
        .filter(e -> String.valueOf(e.text("url")).endsWith("wish-standing"))
        .map(e -> e.text("valueCode"))
        .findFirst()
        .orElse("");
  }

  private static String extension(Json.Obj resource, String ending) {
    return resource.objects("extension").stream()
        .filter(e -> String.valueOf(e.text("url")).endsWith(ending))
        .map(e -> e.value(1) instanceof Json.Text text ? text.value() : "")
        .findFirst()
        .orElse("");
  }

  @Test
  void fromNothingToASignedPlan() {
    String id = somebody();
    assertThat(state(id).value("state")).isEqualTo("none");
    String draft = town.create(town.resident(id), draft(id, CPR, "do-not-wish", "静かに"));
    assertThat(state(id).value("state")).isEqualTo("draft");
    assertThat(state(id).values("draft")).containsExactly(draft);

    Said said =
        sign(
            town.resident(id),
            id,
            reference("draft", draft),
            string("witness", "山田 太郎"),
            string("facilitator", "看護師 鈴木"),
            string("capacity", "ご自分の言葉で話された"));

    assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
    assertThat(said.value("state")).isEqualTo("current");
    Json.Obj wish = town.read(draft.replaceFirst("/_history/.*", ""));
    assertThat(wish.text("status")).isEqualTo("final");
    assertThat(standing(wish)).isEqualTo("signed");
    assertThat(wish.obj("text")).isNotNull();
    Json.Obj plan = town.read(said.value("version"));
    assertThat(plan.text("status")).isEqualTo("current");
    assertThat(plan.toString()).contains(draft.replaceFirst("/_history/.*", "/_history/2"));
    Json.Obj composition = town.all("Composition", id).stream().findFirst().orElseThrow();
    assertThat(composition.toString())
        .contains("山田 太郎", "看護師 鈴木", "ご自分の言葉で話された", "心肺蘇生: 望まない", "does not want it");
    assertThat(state(id).value("version")).isEqualTo(said.value("version"));
  }

  @Test
  void aNewVersionReplacesTheOneBeforeAndCarriesWhatStands() {
    String id = somebody();
    String cpr = signed(id, CPR, "do-not-wish");
    String first = state(id).value("version");
    String tube = signed(id, TUBE, "trial");
    String second = state(id).value("version");

    Json.Obj plan = town.read(second);
    assertThat(plan.toString()).contains("replaces", first, cpr, tube);
    Json.Obj before = town.read(first);
    assertThat(before.text("status")).isEqualTo("superseded");
    assertThat(before.get("identifier")).isEqualTo(plan.get("identifier"));
    assertThat(town.read(cpr).text("status")).isEqualTo("final");
  }

  @Test
  void theSameCommandTwiceIsOnePlan() {
    String id = somebody();
    String draft = town.create(town.resident(id), draft(id, CPR, "wish-for", "できることは全部"));

    Said first =
        sign(town.resident(id), id, reference("draft", draft), string("command", "phone-1"));
    Said again =
        sign(town.resident(id), id, reference("draft", draft), string("command", "phone-1"));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.value("version")).isEqualTo(first.value("version"));
    assertThat(town.all("DocumentReference", id)).hasSize(1);
  }

  @Test
  void whatChangedSinceItWasSeenIsNamedAndNothingIsLost() {
    String id = somebody();
    String seen = town.create(town.resident(id), draft(id, CPR, "wish-for", "全部"));
    String ref = seen.replaceFirst("/_history/.*", "");
    Json.Obj other = draft(id, CPR, "trial", "二週間だけ").with("id", Json.text(ref.substring(12)));
    town.update(town.family(id + "-daughter-self"), other);

    Said said = sign(town.resident(id), id, reference("draft", seen));

    assertThat(said.status()).isEqualTo(409);
    assertThat(said.reasons()).containsExactly("changed");
    assertThat(said.body().toString())
        .contains("draft[0]", ref + "/_history/2: valueCodeableConcept")
        .doesNotContain("二週間だけ");
    assertThat(town.read(ref).text("status")).isEqualTo("preliminary");
    assertThat(state(id).value("state")).isEqualTo("draft");
  }

  @Test
  void whatCannotBeSignedSaysWhy() {
    String id = somebody();
    String proposal =
        town.create(
            town.physician(), AcpTown.wish(id, CPR, "trial", "試しては", "Practitioner/doctor"));
    String one = town.create(town.resident(id), draft(id, TUBE, "trial", "一"));
    String two = town.create(town.resident(id), draft(id, TUBE, "do-not-wish", "二"));

    assertThat(state(id).values("proposal")).containsExactly(proposal);
    assertThat(sign(town.resident(id), id).reasons()).containsExactly("nothing-to-sign");
    assertThat(sign(town.resident(id), id, reference("draft", proposal)).reasons())
        .containsExactly("a-proposal");
    assertThat(
            sign(town.resident(id), id, reference("draft", one), reference("draft", two)).reasons())
        .containsExactly("two-answers");
    assertThat(town.all("DocumentReference", id)).isEmpty();
  }

  @Test
  void stillSoIsOnThePlanAndOnEveryWish() {
    String id = somebody();
    String cpr = signed(id, CPR, "do-not-wish");
    String plan = state(id).value("version");
    town.pass(Duration.ofDays(400));
    assertThat(state(id).parts("due", "reason")).containsExactly("yearly");

    Said said = town.ask(town.resident(id), "$acp-confirm", id, string("command", "tap-1"));
    Said again = town.ask(town.resident(id), "$acp-confirm", id, string("command", "tap-1"));

    assertThat(said.value("version")).isEqualTo(plan).isEqualTo(again.value("version"));
    assertThat(state(id).values("due")).isEmpty();
    String today = town.resident(id).at().toString().substring(0, 10);
    assertThat(extension(town.read(plan), "/confirmed")).startsWith(today);
    assertThat(extension(town.read(cpr), "/confirmed")).startsWith(today);
    assertThat(town.read(plan).obj("meta").text("versionId")).isEqualTo("2");
  }

  @Test
  void oneWishIsTakenBackThenTheWholePlan() {
    String id = somebody();
    String cpr = signed(id, CPR, "do-not-wish");
    String tube = signed(id, TUBE, "trial");
    town.pass(Duration.ofMinutes(1));

    Said one =
        town.ask(
            town.resident(id),
            "$acp-withdraw",
            id,
            reference("wish", cpr),
            string("reason", "考え直した"));
    assertThat(one.status()).as(one.body().toString()).isEqualTo(200);
    assertThat(town.read(cpr).text("status")).isEqualTo("cancelled");
    assertThat(town.read(one.value("version")).toString())
        .contains(tube, "考え直した")
        .doesNotContain(cpr);
    assertThat(town.ask(town.resident(id), "$acp-withdraw", id, reference("wish", cpr)).reasons())
        .containsExactly("not-in-plan");

    Said all = town.ask(town.resident(id), "$acp-withdraw", id);
    assertThat(all.value("state")).isEqualTo("withdrawn");
    assertThat(town.read(tube).text("status")).isEqualTo("cancelled");
    assertThat(extension(town.read(one.value("version")), "revoke-status")).isEqualTo("cancelled");
    assertThat(town.ask(town.resident(id), "$acp-confirm", id).reasons())
        .containsExactly("withdrawn");
    assertThat(town.plans().read(town.resident(id), Ref.parse(tube).orElseThrow(), 2))
        .as("what was said stays in its history")
        .get()
        .extracting(wish -> wish.text("status"))
        .isEqualTo("final");

    signed(id, CPR, "wish-for");
    assertThat(state(id).value("state")).isEqualTo("current");
  }

  @Test
  void whatWasEnteredInErrorWasNeverSaid() {
    String id = somebody();
    String cpr = signed(id, CPR, "do-not-wish");
    String right = state(id).value("version");
    String wrongWish = signed(id, CPR, "wish-for");
    String wrong = state(id).value("version");

    Said said =
        town.ask(
            town.resident(id),
            "$acp-entered-in-error",
            id,
            reference("version", wrong),
            string("reason", "別の方の紙でした"));

    assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
    assertThat(town.read(wrong).text("status")).isEqualTo("entered-in-error");
    assertThat(town.read(wrongWish).text("status")).isEqualTo("entered-in-error");
    assertThat(town.read(cpr).text("status")).isEqualTo("final");
    assertThat(state(id).value("version")).isEqualTo(right);
    assertThat(town.read(right).text("status")).isEqualTo("current");
  }

  @Test
  void aPlanEndsByItsOwnDate() {
    String id = somebody();
    String draft = town.create(town.resident(id), draft(id, CPR, "trial", "手術の間だけ"));
    assertThat(
            sign(
                    town.resident(id),
                    id,
                    reference("draft", draft),
                    "{'name':'expires','valueDate':'2020-01-01'}")
                .reasons())
        .containsExactly("expires-in-past");
    String day = town.resident(id).at().plus(Duration.ofDays(10)).toString().substring(0, 10);
    Said said =
        sign(
            town.resident(id),
            id,
            reference("draft", draft),
            "{'name':'expires','valueDate':'" + day + "'}");
    assertThat(said.value("state")).isEqualTo("current");
    assertThat(
            extension(
                town.read(draft.replaceFirst("/_history/.*", "")), "expiration-date-extension"))
        .isNotEmpty();

    town.pass(Duration.ofDays(12));

    assertThat(state(id).value("state")).isEqualTo("expired");
    assertThat(town.ask(town.resident(id), "$acp-confirm", id).reasons())
        .containsExactly("expired");
    String anew = draft.replaceFirst("/_history/.*", "");
    assertThat(sign(town.resident(id), id, reference("draft", anew)).value("state"))
        .as("signed anew, from what was said")
        .isEqualTo("current");
  }

  @ParameterizedTest
  @CsvSource({
    "wish-for,LA33471-6,true",
    "do-not-wish,LA33470-8,true",
    "do-not-wish,LA33471-6,false",
    "undecided,LA33471-6,false"
  })
  void aWishAgainstAPhysiciansOrderIsToldAndNotResolved(
      String answer, String order, boolean differs) {
    String id = somebody();
    String wish = signed(id, CPR, answer);
    town.put(
        "{'resourceType':'ServiceRequest','id':'"
            + id
            + "-order','status':'active','intent':'directive',"
            + "'category':[{'coding':[{'system':'http://loinc.org','code':'100822-6'}]}],"
            + "'orderDetail':[{'coding':[{'system':'http://loinc.org','code':'"
            + order
            + "'}]}],'subject':{'reference':'Patient/"
            + id
            + "'}}");

    Said said = state(id);

    assertThat(said.parts("conflict", "wish")).isEqualTo(differs ? List.of(wish) : List.of());
    assertThat(said.parts("conflict", "order"))
        .isEqualTo(differs ? List.of("ServiceRequest/" + id + "-order") : List.of());
    assertThat(said.parts("conflict", "whyEn")).allMatch(why -> why.contains("ask the physician"));
  }

  @Test
  void whoEntersForSomebodyElseNeedsThePaperAndIsNamed() {
    String id = somebody();
    String draft = town.create(town.registrar(), draft(id, CPR, "do-not-wish", "紙のとおり"));
    assertThat(sign(town.registrar(), id, reference("draft", draft)).status()).isEqualTo(403);
    String scan = town.scan(town.registrar(), id);

    Said said =
        sign(
            town.registrar(),
            id,
            reference("draft", draft),
            reference("paper", scan),
            "{'name':'signed','valueDate':'2026-11-20'}");

    assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
    Json.Obj plan = town.read(said.value("version"));
    assertThat(plan.toString()).contains("transforms", scan, "Practitioner/clerk", "2026-11-20");
    Json.Obj wish = town.read(draft.replaceFirst("/_history/.*", ""));
    assertThat(wish.text("effectiveDateTime")).isEqualTo("2026-11-20");
    assertThat(wish.toString()).contains(scan, "Practitioner/clerk");

    signed(id, CPR, "wish-for");
    String late = town.create(town.registrar(), draft(id, CPR, "do-not-wish", "古い紙"));
    assertThat(
            sign(
                    town.registrar(),
                    id,
                    reference("draft", late),
                    reference("paper", scan),
                    "{'name':'signed','valueDate':'2026-11-21'}")
                .reasons())
        .as("an older paper does not replace a newer word")
        .containsExactly("older");
  }

  @Test
  void aNurseEntersPapersAndReplacesWhatHerOwnHouseEntered() {
    String id = somebody();
    String scan = town.scan(town.nurse(), id);
    String one = town.create(town.nurse(), draft(id, CPR, "wish-for", "できることは"));
    Said first = sign(town.nurse(), id, reference("draft", one), reference("paper", scan));
    String two = town.create(town.nurse(), draft(id, TUBE, "do-not-wish", "管はいや"));
    Said second = sign(town.nurse(), id, reference("draft", two), reference("paper", scan));

    assertThat(second.status()).as(second.body().toString()).isEqualTo(200);
    assertThat(town.read(first.value("version")).text("status")).isEqualTo("superseded");
    signed(id, CPR, "trial");
    String residents = state(id).value("version");
    String three = town.create(town.nurse(), draft(id, TUBE, "wish-for", "やっぱり"));

    Said refused = sign(town.nurse(), id, reference("draft", three), reference("paper", scan));

    assertThat(refused.reasons()).containsExactly("kept-elsewhere");
    assertThat(state(id).value("version")).isEqualTo(residents);
    assertThat(state(id).values("draft")).hasSize(1);
  }

  @Test
  void aProxySignsInTheResidentsNameAndAHelperDoesNot() {
    String id = somebody();
    Access daughter = town.family(id + "-daughter-self");
    String draft = town.create(daughter, draft(id, CPR, "trial", "母はそう言っていました"));

    assertThat(sign(town.family(id + "-helper-self"), id, reference("draft", draft)).reasons())
        .containsExactly("paper-needed");
    Said said = sign(daughter, id, reference("draft", draft));

    assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
    assertThat(town.all("Composition", id).toString())
        .contains("RelatedPerson/" + id + "-daughter");
    assertThat(sign(town.physician(), id, reference("draft", draft)).reasons())
        .containsExactly("not-theirs");
  }

  @Test
  void whatWasSignedIsNotRewrittenByPlainWrites() {
    String id = somebody();
    String cpr = signed(id, CPR, "do-not-wish");
    Json.Obj wish = town.read(cpr);
    Json.Obj plan = town.read(state(id).value("version"));

    for (Json.Obj changed :
        List.of(
            draft(id, CPR, "wish-for", "書き換え").with("id", Json.text(cpr.substring(12))),
            wish.with("effectiveDateTime", Json.text("2030-01-01")),
            wish.with("status", Json.text("preliminary")),
            plan.with("docStatus", Json.text("preliminary")))) {
      Problem refused =
          catchThrowableOfType(Problem.class, () -> town.update(town.resident(id), changed));

      assertThat(refused).as(changed.toString()).isNotNull();
      assertThat(refused.kind()).isEqualTo(Problem.Kind.CONFLICT);
      assertThat(refused.getMessage()).contains("$acp-");
    }
    Problem deleted =
        catchThrowableOfType(
            Problem.class,
            () ->
                town.records()
                    .commit(
                        town.resident(id),
                        List.of(
                            new Write.Delete(Ref.parse(cpr).orElseThrow(), OptionalInt.empty()))));
    assertThat(deleted.getMessage()).contains("$acp-withdraw");

    town.update(town.resident(id), wish.with("status", Json.text("cancelled")));
    town.update(town.loader(), wish.with("status", Json.text("final")));
    assertThat(town.read(cpr).text("status")).isEqualTo("final");
  }

  @Test
  void whoeverSignsAtTheSameMomentOnePlanCountsAndBothWordsAreKept() throws Exception {
    String id = somebody();
    String one = town.create(town.resident(id), draft(id, CPR, "do-not-wish", "一"));
    Access daughter = town.family(id + "-daughter-self");
    String two = town.create(daughter, draft(id, TUBE, "trial", "二"));
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Access resident = town.resident(id);

    List<Future<Said>> asked = new ArrayList<>();
    asked.add(
        threads.submit(
            () -> {
              together.await();
              return town.ask(resident, "$acp-sign", id, reference("draft", one));
            }));
    asked.add(
        threads.submit(
            () -> {
              together.await();
              return town.ask(daughter, "$acp-sign", id, reference("draft", two));
            }));
    for (Future<Said> said : asked) {
      assertThat(said.get().status()).as(said.get().body().toString()).isEqualTo(200);
    }
    threads.shutdown();

    assertThat(town.all("DocumentReference", id).stream().map(plan -> plan.text("status")).sorted())
        .containsExactly("current", "superseded");
    assertThat(town.read(state(id).value("version")).toString())
        .contains(one.replaceFirst("/_history/.*", ""), two.replaceFirst("/_history/.*", ""));
  }

  @Test
  void hiddenAndAbsentAreAnsweredAlike() {
    String id = somebody();
    signed(id, CPR, "wish-for");
    String stranger = somebody();

    Problem hidden =
        catchThrowableOfType(
            Problem.class, () -> town.ask(town.resident(stranger), "$acp-state", id));
    Problem absent =
        catchThrowableOfType(
            Problem.class, () -> town.ask(town.resident(stranger), "$acp-state", "nobody"));

    assertThat(hidden.getMessage().replace(id, "nobody")).isEqualTo(absent.getMessage());
  }
}
