package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tsumugi.fhirserver.suite.Evaluator;
import dev.tsumugi.fhirserver.suite.Order;
import dev.tsumugi.fhirserver.suite.Question;
import dev.tsumugi.fhirserver.suite.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The searches of {@code searches/questions.txt} over a town made by hand and, where the public
 * test input lies beside the project, twelve generated people; each answer held against plain Java
 * over the resources. The last tests show that the suite can fail.
 */
class SearchSuiteTest {
  private static final SuiteStore STORE = SuiteStore.loaded();
  private static final List<Question> QUESTIONS = Question.read(STORE.corpus);

  @TestFactory
  List<DynamicContainer> everyAnswerIsWhatGoingThroughAllResourcesFinds() {
    Map<String, List<Question>> groups = new LinkedHashMap<>();
    for (Question one : QUESTIONS) {
      groups.computeIfAbsent(one.group(), g -> new ArrayList<>()).add(one);
    }
    List<DynamicContainer> containers = new ArrayList<>();
    groups.forEach(
        (group, questions) ->
            containers.add(
                dynamicContainer(
                    group,
                    questions.stream()
                        .map(
                            one ->
                                dynamicTest(one.toString(), () -> Expected.check(STORE, one))))));
    return containers;
  }

  @Test
  void theSuiteIsLargeAndItsAnswersAreNotEmpty() {
    Map<String, Integer> found = new TreeMap<>();
    int empty = 0;
    for (Question one : QUESTIONS) {
      if (STORE.expected(one).isEmpty()) empty++;
      else found.merge(one.group(), 1, Integer::sum);
    }

    assertThat(new HashSet<>(QUESTIONS)).hasSizeGreaterThan(900);
    // Without the generated people, some questions about them find none.
    double share = 1 - (double) empty / QUESTIONS.size();
    assertThat(share).isGreaterThan(STORE.corpus.generated() ? 0.75 : 0.6);
    Map.of(
            "token",
            90,
            "string",
            60,
            "date",
            90,
            "number",
            20,
            "quantity",
            45,
            "reference",
            60,
            "uri",
            10,
            "composite",
            18,
            "chain",
            35,
            "has",
            25)
        .forEach((group, least) -> assertThat(found.get(group)).as(group).isGreaterThan(least));
    Map.of("include", 35, "sort", 50, "total-and-pages", 25, "meta", 20, "and-or", 10)
        .forEach((group, least) -> assertThat(found.get(group)).as(group).isGreaterThan(least));
  }

  /** Somewhere in the suite a store that gets this rule wrong would be found out. */
  @ParameterizedTest
  @EnumSource
  void aBrokenRuleIsNoticed(Rule rule) {
    Evaluator wrong = new Evaluator(STORE.corpus, STORE.now, Set.of(rule));
    assertThat(
            QUESTIONS.stream()
                .filter(one -> one.group().equals(rule.group()))
                .anyMatch(one -> notices(one, wrong)))
        .isTrue();
  }

  private static boolean notices(Question question, Evaluator wrong) {
    List<String> right = STORE.expected(question);
    if (!right.equals(wrong.matches(question))) return true;
    boolean along = !STORE.evaluator.along(question, right).equals(wrong.along(question, right));
    return along || (question.sorted() && ordersDiffer(question, right, wrong));
  }

  private static boolean ordersDiffer(Question question, List<String> matches, Evaluator wrong) {
    List<String> sorted = new ArrayList<>(matches);
    sorted.sort(STORE.evaluator.order(question));
    Order other = wrong.order(question);
    for (int i = 1; i < sorted.size(); i++) {
      if (other.compare(sorted.get(i - 1), sorted.get(i)) > 0) return true;
    }
    // A rule that leaves open what the order tells would let a wrong order pass.
    Order right = STORE.evaluator.order(question);
    for (int i = 1; i < sorted.size(); i++) {
      boolean told = right.compare(sorted.get(i - 1), sorted.get(i)) != 0;
      if (told && other.compare(sorted.get(i - 1), sorted.get(i)) == 0) return true;
    }
    return false;
  }

  /** What one question's answer has to be. */
  static final class Expected {
    private Expected() {}

    static void check(SuiteStore store, Question question) {
      List<String> expected = store.expected(question);

      List<SuiteStore.Page> pages = store.ask(question);

      List<String> found = new ArrayList<>();
      pages.forEach(page -> found.addAll(page.matches()));
      int count = Math.min(question.count(), 1_000);
      if (count == 0) {
        assertThat(found).isEmpty();
      } else {
        assertThat(found).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(found)).isEqualTo(new TreeSet<>(expected));
        for (SuiteStore.Page page : pages.subList(0, pages.size() - 1)) {
          assertThat(page.matches()).as("a page that is not the last is full").hasSize(count);
        }
      }
      long total = expected.size();
      for (SuiteStore.Page page : pages) {
        switch (question.total()) {
          case "none" -> assertThat(page.total()).isEmpty();
          case "accurate" -> assertThat(page.total()).hasValue(total);
          default -> assertThat(page.total()).hasValue(Math.min(total, Searcher.ESTIMATED));
        }
        assertThat(page.along()).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(page.along()))
            .isEqualTo(new TreeSet<>(store.evaluator.along(question, page.matches())));
      }
      if (question.sorted()) inOrder(store.evaluator.order(question), found);
    }

    private static void inOrder(Order order, List<String> found) {
      for (int i = 1; i < found.size(); i++) {
        String before = found.get(i - 1);
        assertThat(order.compare(before, found.get(i)))
            .as("%s comes before %s", before, found.get(i))
            .isLessThanOrEqualTo(0);
      }
    }
  }
}
