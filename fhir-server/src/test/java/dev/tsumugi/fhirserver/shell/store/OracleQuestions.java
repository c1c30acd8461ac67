package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.suite.Corpus;
import dev.tsumugi.fhirserver.suite.Evaluator;
import dev.tsumugi.fhirserver.suite.Order;
import dev.tsumugi.fhirserver.suite.Question;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * Searches by chance; each is held against the same search over what the evaluator lets through.
 */
final class OracleQuestions {
  private static final List<String> ASKED =
      List.of(
          "Observation?",
          "Observation?subject=Patient/{p}",
          "Observation?subject=Patient/{p},Patient/{p}",
          "Observation?code=urn:codes|{c}",
          "Observation?subject=Patient/{p}&code=urn:codes|{c}",
          "Observation?date=ge2021-06",
          "Observation?date=lt2021-06&subject=Patient/{p}",
          "Observation?performer=Practitioner/{d}",
          "Observation?value-quantity=gt40",
          "Observation?_id={p}-o1,{p}-o2,{p}-o3",
          "Observation?identifier=urn:i|{p}-o2",
          "Observation?encounter.class=AMB",
          "Observation?encounter:Encounter.type=urn:codes|{c}",
          "Observation?subject:Patient.name={p}",
          "Observation?performer:Practitioner.name={d}",
          "Condition?",
          "Condition?encounter.class=IMP",
          "Condition?subject=Patient/{p}&encounter:Encounter.type=urn:codes|{c}",
          "Condition?code=urn:codes|{c}",
          "Encounter?",
          "Encounter?class=AMB",
          "Encounter?_has:Observation:encounter:code=urn:codes|{c}",
          "Encounter?subject=Patient/{p}&_has:Condition:encounter:code=urn:codes|{c}",
          "Patient?",
          "Patient?_id={p}",
          "Patient?name={p}",
          "Patient?_has:Observation:patient:code=urn:codes|{c}",
          "Practitioner?_has:Observation:performer:code=urn:codes|{c}",
          "Appointment?",
          "AllergyIntolerance?code=urn:codes|{c}",
          "MedicationStatement?",
          "Consent?",
          "CareTeam?");

  private static final List<String> SHAPES =
      List.of(
          "",
          "",
          "_count=1",
          "_count=2",
          "_total=accurate",
          "_total=estimate&_count=2",
          "_count=0",
          "_sort=-_lastUpdated",
          "_sort=_id&_count=3");

  private static final List<String> OF_OBSERVATIONS =
      List.of(
          "_include=Observation:encounter",
          "_include=Observation:performer",
          "_include=*",
          "_include=Observation:subject&_revinclude:iterate=Condition:subject",
          "_sort=-date&_count=2",
          "_sort=value-quantity&_count=3",
          "_include=Observation:encounter&_revinclude:iterate=Condition:encounter");

  private static final List<String> OF_ENCOUNTERS =
      List.of(
          "_revinclude=Observation:encounter",
          "_revinclude=Condition:encounter&_include:iterate=Condition:asserter");

  private static final List<String> OF_PATIENTS =
      List.of("_revinclude=Observation:subject", "_revinclude=Appointment:patient");

  private final Random chance;
  private final TestStore store;
  private final Evaluator pure;

  OracleQuestions(Random chance, TestStore store) {
    this.chance = chance;
    this.store = store;
    this.pure = new Evaluator(Corpus.of(List.of()), store.clock.instant());
  }

  /** What one requester may search, as a town of its own. */
  Evaluator over(List<OracleModel.Version> visible) {
    List<Json.Obj> resources = new ArrayList<>();
    for (OracleModel.Version one : visible) if (one.current()) resources.add(one.json());
    return pure.over(Corpus.of(resources));
  }

  Question next() {
    String asked = ASKED.get(chance.nextInt(ASKED.size()));
    String shape = pick(SHAPES);
    if (chance.nextInt(3) == 0) {
      if (asked.startsWith("Observation")) shape = pick(OF_OBSERVATIONS);
      if (asked.startsWith("Encounter")) shape = pick(OF_ENCOUNTERS);
      if (asked.startsWith("Patient")) shape = pick(OF_PATIENTS);
    }
    while (asked.contains("{p}")) asked = asked.replaceFirst("\\{p}", "p" + chance.nextInt(5));
    asked = asked.replace("{c}", "c" + chance.nextInt(4)).replace("{d}", "d" + chance.nextInt(4));
    String line = asked + (asked.endsWith("?") || shape.isEmpty() ? "" : "&") + shape;
    return Question.parse("", line.endsWith("?") ? line.substring(0, line.length() - 1) : line);
  }

  private String pick(List<String> from) {
    return from.get(chance.nextInt(from.size()));
  }

  /** A page, as {@code Type/id}. */
  private record Page(List<String> matches, List<String> along, Query.Page page) {}

  void check(Access access, Question question, Evaluator visible) {
    if (access.refusedByScope(Action.SEARCH, question.type()).isPresent()) {
      assertThat(OracleAnswer.of(() -> ask(access, question))).isEqualTo("FORBIDDEN");
      return;
    }
    List<String> expected = visible.matches(question);
    List<Page> pages = ask(access, question);

    List<String> found = new ArrayList<>();
    for (Page page : pages) found.addAll(page.matches());
    if (question.count() == 0) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).doesNotHaveDuplicates();
      assertThat(new TreeSet<>(found)).isEqualTo(new TreeSet<>(expected));
      for (Page page : pages.subList(0, pages.size() - 1)) {
        assertThat(page.matches()).hasSize(question.count());
      }
    }
    for (Page page : pages) {
      if (question.total().equals("none")) assertThat(page.page().total()).isEmpty();
      else assertThat(page.page().total()).hasValue(expected.size());
      assertThat(new TreeSet<>(page.along()))
          .isEqualTo(new TreeSet<>(visible.along(question, page.matches())));
    }
    boolean told =
        question.words().stream().noneMatch(word -> word.value().endsWith("_lastUpdated"));
    if (question.sorted() && told) inOrder(visible.order(question), found);
  }

  private static void inOrder(Order order, List<String> found) {
    for (int i = 1; i < found.size(); i++) {
      assertThat(order.compare(found.get(i - 1), found.get(i))).isLessThanOrEqualTo(0);
    }
  }

  private List<Page> ask(Access access, Question question) {
    List<String> words = new ArrayList<>();
    for (Question.Word word : question.words()) words.add(word.name() + "=" + word.value());
    Query query =
        new QueryParser(store.store.parameters())
            .parse(question.type(), QueryParser.words(String.join("\n", words)));
    List<Page> pages = new ArrayList<>();
    Optional<Query.Position> after = Optional.empty();
    do {
      Query.Page page = store.store.records().search(access, query, after);
      pages.add(new Page(refs(page.matches()), refs(page.included()), page));
      after = page.next();
    } while (after.isPresent());
    return pages;
  }

  private static List<String> refs(List<StoredResource> resources) {
    return resources.stream().map(resource -> resource.ref().toString()).toList();
  }
}
