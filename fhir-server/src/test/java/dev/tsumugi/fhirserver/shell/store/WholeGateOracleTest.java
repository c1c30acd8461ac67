package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Classifier;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Marks;
import dev.tsumugi.consent.RowFacts;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.HistoryParser;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.PatientRecord;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.ScopeTokens;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.r4.Indexer;
import dev.tsumugi.fhirserver.suite.Evaluator;
import dev.tsumugi.fhirserver.suite.Question;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever asks whatever, the server answers as if the whole store had been filtered by the pure
 * evaluator, row by row, and only then been asked.
 */
class WholeGateOracleTest {
  private static final boolean FULL = Boolean.getBoolean("tsumugi.test.full");
  private static final int CASES = FULL ? 100_000 : 3_000;
  private static final int TOWNS = FULL ? 20 : 1;
  private static final int REQUESTERS_A_CHOICE = 4;
  private static final int QUESTIONS = 30;
  private static final long SEED = Long.getLong("tsumugi.oracle.seed", 5);

  private static final Indexer INDEXER = new Indexer(TestStore.R4_FACTS);

  private final OracleModel.Tally tally = new OracleModel.Tally();
  private int asked;

  @Test
  void everyAnswerIsThatOfTheFilteredStore(@TempDir Path folder) {
    for (int i = 0; i < TOWNS; i++) {
      try (OracleTown town = new OracleTown(folder.resolve("town-" + i), SEED + i)) {
        int until = CASES / TOWNS * (i + 1);
        new Round(town, new Random(SEED * 31 + i)).run(until);
      }
    }

    assertThat(asked).isGreaterThanOrEqualTo(CASES);
    double permitted = (double) tally.permitted / (tally.permitted + tally.denied);
    assertThat(permitted).as("share of decisions that permit").isBetween(0.25, 0.7);
    // SIGN_ON refuses whole requests, not rows: SignedOffTest asks it of every way in.
    assertThat(tally.refused.keySet())
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Decision.Layer.SIGN_ON)));
    assertThat(tally.outsideScope)
        .as("rows that a narrowed scope leaves out")
        .isGreaterThan(CASES / 10);
    assertThat(tally.ofTheRow).as("decisions that look at the row").isGreaterThan(CASES / 10);
  }

  /** One town, and all that is asked in it. */
  private final class Round {
    private final OracleTown town;
    private final TestStore store;
    private final Random chance;
    private final OracleRequesters requesters;
    private final OracleQuestions questions;
    private final Flow flow;

    Round(OracleTown town, Random chance) {
      this.town = town;
      this.store = town.store;
      this.chance = chance;
      requesters = new OracleRequesters(chance);
      questions = new OracleQuestions(chance, store);
      flow =
          store.store.flow(
              new ConsentEngine(new ScopeTokens(TestStore.R4_FACTS)),
              FeedTest.hooks(new FeedTest.Endpoint()));
    }

    void run(int until) {
      town.choose(true);
      for (int i = 0; asked < until; i++) {
        if (i % REQUESTERS_A_CHOICE == 0) town.choose(i % 3 == 0);
        OracleModel model = OracleModel.read(store);
        Access access = requesters.next(store.clock.instant());
        ask(model, access);
      }
      flow.close();
    }

    private void ask(OracleModel model, Access access) {
      OracleModel.Asked gate = model.asked(access);
      List<OracleModel.Version> visible = gate.visible(Action.SEARCH, tally);
      Evaluator searched = questions.over(visible);
      for (int i = 0; i < QUESTIONS; i++) {
        asked++;
        String what = "case " + asked + " of " + access.requester();
        try {
          int draw = chance.nextInt(100);
          if (draw < 12) read(model, gate, access);
          else if (draw < 20) vread(model, gate, access);
          else if (draw < 26) history(model, gate, access);
          else if (draw < 31) histories(visible, access);
          else if (draw < 34) everything(model, visible, access);
          else if (draw < 35) export(visible, access);
          else if (draw < 41) change(model, gate, access);
          else if (draw < 46) condition(searched, access);
          else {
            Question question = questions.next();
            what += ": " + question;
            questions.check(access, question, searched);
          }
        } catch (AssertionError difference) {
          throw new AssertionError(what + "\n" + difference.getMessage(), difference);
        }
      }
      // What may change the town comes last: the model is read anew after it.
      asked++;
      create(model, gate, access);
    }

    private OracleModel.Version any(OracleModel model) {
      return model.versions.get(chance.nextInt(model.versions.size()));
    }

    private void read(OracleModel model, OracleModel.Asked gate, Access access) {
      Ref ref = any(model).ref();
      OracleModel.Version there = model.newest.get(ref);
      String expected = "absent";
      if (access.refusedByScope(Action.READ, ref.type()).isPresent()) expected = "FORBIDDEN";
      else if (gate.permits(Action.READ, there, tally)) {
        expected = there.current() ? ref + " " + there.version() : "GONE";
      }

      assertThat(
              OracleAnswer.of(
                  () -> store.store.records().read(access, ref).map(Round::shown).orElse("absent")))
          .isEqualTo(expected);
    }

    private void vread(OracleModel model, OracleModel.Asked gate, Access access) {
      OracleModel.Version one = any(model);
      boolean refused = access.refusedByScope(Action.READ, one.ref().type()).isPresent();
      boolean seen = gate.permits(Action.READ, one, tally);
      String expected = refused ? "FORBIDDEN" : seen ? one.ref() + " " + one.version() : "absent";

      assertThat(
              OracleAnswer.of(
                  () ->
                      store
                          .store
                          .records()
                          .vread(access, one.ref(), one.version())
                          .map(Round::shown)
                          .orElse("absent")))
          .as("vread %s %d", one.ref(), one.version())
          .isEqualTo(expected);
    }

    private static String shown(StoredResource resource) {
      return resource.ref() + " " + resource.version();
    }

    private static final Comparator<OracleModel.Version> NEWEST_FIRST =
        Comparator.comparing(OracleModel.Version::updated)
            .thenComparing(OracleModel.Version::row)
            .thenComparing(OracleModel.Version::version)
            .reversed();

    private void history(OracleModel model, OracleModel.Asked gate, Access access) {
      Ref ref = any(model).ref();
      List<String> seen =
          model.versions.stream()
              .filter(one -> one.ref().equals(ref) && gate.permits(Action.READ, one, tally))
              .sorted(NEWEST_FIRST)
              .map(one -> one.ref() + " " + one.version())
              .toList();
      String expected = seen.isEmpty() ? "absent" : seen.size() + " " + seen;
      if (access.refusedByScope(Action.READ, ref.type()).isPresent()) expected = "FORBIDDEN";

      assertThat(
              OracleAnswer.of(
                  () ->
                      store
                          .store
                          .records()
                          .history(access, HistoryQuery.of(ref))
                          .map(page -> page.total().getAsLong() + " " + shown(page.versions()))
                          .orElse("absent")))
          .as("history of %s", ref)
          .isEqualTo(expected);
    }

    private static List<String> shown(List<StoredResource> versions) {
      return versions.stream().map(Round::shown).toList();
    }

    private void histories(List<OracleModel.Version> visible, Access access) {
      boolean all = chance.nextInt(3) == 0;
      String type = List.of("Observation", "Condition", "Consent").get(chance.nextInt(3));
      HistoryQuery.Level level =
          all ? new HistoryQuery.Level.OfAll() : new HistoryQuery.Level.OfType(type);
      if (!all && access.refusedByScope(Action.SEARCH, type).isPresent()) {
        assertThat(OracleAnswer.of(() -> walk(access, level))).isEqualTo("FORBIDDEN");
        return;
      }
      List<String> seen =
          visible.stream()
              .filter(one -> all || one.ref().type().equals(type))
              .sorted(NEWEST_FIRST)
              .map(one -> one.ref() + " " + one.version())
              .toList();
      String answer = OracleAnswer.of(() -> walk(access, level));
      // Of scopes that reach no type there is nothing to be listed.
      if (answer.equals("FORBIDDEN")) assertThat(seen).isEmpty();
      else assertThat(answer).isEqualTo(seen.size() + " " + seen);
    }

    private String walk(Access access, HistoryQuery.Level level) {
      HistoryQuery query =
          HistoryParser.parse(level, QueryParser.words("_total=accurate\n_count=40"));
      List<String> found = new ArrayList<>();
      long total = -1;
      Optional<HistoryQuery.Position> after = Optional.empty();
      do {
        HistoryQuery one = after.isEmpty() ? query : query.from(after.get());
        HistoryQuery.Page page = store.store.records().history(access, one).orElseThrow();
        found.addAll(shown(page.versions()));
        total = page.total().getAsLong();
        after = page.next();
      } while (after.isPresent());
      return total + " " + found;
    }

    private void everything(OracleModel model, List<OracleModel.Version> visible, Access access) {
      Ref patient = Ref.patient("p" + chance.nextInt(OracleTown.RESIDENTS));
      if (access.refusedByScope(Action.SEARCH, "Patient").isPresent()) return;
      Set<String> seen = new TreeSet<>();
      for (OracleModel.Version one : visible) {
        if (one.current() && one.patients().contains(patient)) seen.add(one.ref().toString());
      }
      String expected = seen.isEmpty() ? "NOT_FOUND" : seen.toString();

      assertThat(OracleAnswer.of(() -> walk(access, patient)))
          .as("everything of %s", patient)
          .isEqualTo(expected);
    }

    private Set<String> walk(Access access, Ref patient) {
      var chunks =
          store
              .store
              .patientRecord()
              .of(patient, PatientRecord.Selection.of("everything", Set.of()), Optional.empty());
      Set<String> found = new TreeSet<>();
      PatientRecord.State state;
      do {
        PatientRecord.Chunk chunk = chunks.next(access);
        for (StoredResource one : chunk.found()) found.add(one.ref().toString());
        state = chunk.state();
      } while (state == PatientRecord.State.MORE);
      assertThat(state).isEqualTo(PatientRecord.State.END);
      return found;
    }

    private void export(List<OracleModel.Version> visible, Access access) {
      Exports.Order order =
          new Exports.Order(
              Exports.Level.PATIENT, List.of(), List.of(), Optional.empty(), "http://hub.test");
      Exports exports = flow.exports();
      String job;
      try {
        job = exports.start(access, order);
      } catch (Problem refused) {
        assertThat(refused.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
        return;
      }
      while (flow.build().step()) {}
      Set<String> seen = new TreeSet<>();
      for (OracleModel.Version one : visible) {
        if (one.current() && !one.patients().isEmpty()) seen.add(one.ref().toString());
      }
      Set<String> found = new TreeSet<>();
      var done = (Exports.State.Done) exports.state(access, job).orElseThrow();
      for (Exports.File file : done.files()) {
        int parts = exports.parts(access, job, file.number()).orElseThrow();
        for (int part = 0; part < parts && !file.deleted(); part++) {
          new String(exports.part(access, job, file.number(), part), StandardCharsets.UTF_8)
              .lines()
              .map(line -> Json.parseObject(line.getBytes(StandardCharsets.UTF_8)))
              .forEach(json -> found.add(json.text("resourceType") + "/" + json.text("id")));
        }
      }
      exports.cancel(access, job);
      assertThat(found).isEqualTo(seen);
    }

    /** The same content again: the gate decides, and nothing changes. */
    private void change(OracleModel model, OracleModel.Asked gate, Access access) {
      Ref ref = new Ref("Observation", "p" + chance.nextInt(5) + "-o" + chance.nextInt(5));
      OracleModel.Version there = model.newest.get(ref);
      if (!there.current()) return;
      String expected = "OK";
      boolean scoped =
          access.refusedByScope(Action.UPDATE, "Observation").isEmpty()
              && access.refusedByScope(Action.READ, "Observation").isEmpty();
      if (!scoped) expected = "FORBIDDEN";
      else if (!gate.permits(Action.READ, there, tally)) expected = "NOT_FOUND";
      else if (!gate.permits(Action.UPDATE, there, tally)) expected = "FORBIDDEN";
      else if (!linksSeen(model, gate, there)) expected = "UNPROCESSABLE";

      assertThat(
              OracleAnswer.of(
                  () -> {
                    store.commit(
                        access, new Write.Update(ref, there.json(), "", OptionalInt.empty()));
                    return "OK";
                  }))
          .as("update of %s", ref)
          .isEqualTo(expected);
    }

    /** Everything it refers to, but for its patient, must be visible to who writes it. */
    private boolean linksSeen(OracleModel model, OracleModel.Asked gate, OracleModel.Version one) {
      boolean[] all = {true};
      Json.mapTexts(
          one.json(),
          "reference",
          text -> {
            Ref ref = Ref.parse(text).orElseThrow();
            OracleModel.Version target = model.newest.get(ref);
            boolean own = one.patients().contains(ref);
            all[0] &= own || (target.current() && gate.permits(Action.READ, target));
            return text;
          });
      return all[0];
    }

    /** A condition is no window: what it finds is what a search would. */
    private void condition(Evaluator searched, Access access) {
      String patient = "p" + chance.nextInt(5);
      String words = "subject=Patient/" + patient + "&code=urn:codes|c" + chance.nextInt(4);
      int matches = searched.matches(Question.parse("", "Observation?" + words)).size();
      boolean scoped =
          access.refusedByScope(Action.SEARCH, "Observation").isEmpty()
              && access.refusedByScope(Action.CREATE, "Observation").isEmpty();
      Write.Create create =
          new Write.Create(
              "Observation",
              fresh(patient, ""),
              "",
              Optional.of(store.query("Observation", words.split("&"))));
      if (!scoped) {
        assertThat(OracleAnswer.of(() -> store.commit(access, create))).isEqualTo("FORBIDDEN");
      } else if (matches > 1) {
        assertThat(OracleAnswer.of(() -> store.commit(access, create))).isEqualTo("PRECONDITION");
      } else if (matches == 1) {
        assertThat(OracleAnswer.of(() -> store.commit(access, create).get(0).kind()))
            .isEqualTo("FOUND");
      } else {
        // Were something found, the commit would go on to what is not there.
        Write never = new Write.Delete(new Ref("Basic", "never"), OptionalInt.empty());
        assertThat(OracleAnswer.of(() -> store.commit(access, create, never)))
            .isIn("FORBIDDEN", "NOT_FOUND");
      }
    }

    private Json.Obj fresh(String patient, String more) {
      return TestStore.json(
          "{'resourceType':'Observation','status':'final','category':[{'coding':[{'system':"
              + "'http://terminology.hl7.org/CodeSystem/observation-category','code':"
              + "'laboratory'}]}],'code':{'coding':[{'system':'urn:codes','code':'c1'}]},'subject':"
              + "{'reference':'Patient/"
              + patient
              + "'}"
              + more
              + "}");
    }

    /** Something new that refers to something: it may only be told from absent if it is seen. */
    private void create(OracleModel model, OracleModel.Asked gate, Access access) {
      OracleModel.Version target = any(model);
      String patient = "p" + chance.nextInt(5);
      Json.Obj body = fresh(patient, ",'focus':[{'reference':'" + target.ref() + "'}]");
      Facet facet = Classifier.facetOf(body, false, access.requester().recorderKey());
      long[] tokens = new Entries(TestStore.R4_FACTS, "Observation", INDEXER.index(body)).tokens();
      Arrays.sort(tokens);
      RowFacts facts =
          new RowFacts(new Ref("Observation", "new"), Optional.empty(), Marks.of(body), tokens);
      OracleModel.Version newest = model.newest.get(target.ref());
      boolean linked =
          target.ref().equals(Ref.patient(patient))
              || (newest.current() && gate.permits(Action.READ, newest));
      String expected = "CREATED";
      if (access.refusedByScope(Action.CREATE, "Observation").isPresent()) expected = "FORBIDDEN";
      else if (!gate.creates(facet, facts, Ref.patient(patient))) expected = "FORBIDDEN";
      else if (!linked) expected = "UNPROCESSABLE";

      assertThat(
              OracleAnswer.of(
                  () ->
                      store
                          .commit(
                              access, new Write.Create("Observation", body, "", Optional.empty()))
                          .get(0)
                          .kind()))
          .as(
              "case %d of %s: create for %s with %s",
              asked, access.requester(), patient, target.ref())
          .isEqualTo(expected);
    }
  }
}
