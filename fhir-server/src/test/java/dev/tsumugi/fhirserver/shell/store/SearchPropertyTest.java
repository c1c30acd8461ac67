package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.suite.Drawn;
import dev.tsumugi.fhirserver.suite.Question;
import dev.tsumugi.fhirserver.suite.Question.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Searches put together at random from what the corpus holds: one to four parameters, any order,
 * any page size. The store answers what going through all resources finds.
 */
class SearchPropertyTest {
  /** Questions a try: more of them where there is time. */
  private static final int AT_ONCE = Boolean.getBoolean("tsumugi.test.full") ? 60 : 2;

  private static final SuiteStore STORE = SuiteStore.loaded();
  private static final Map<String, List<Word>> WORDS = new HashMap<>();
  private static final Map<String, List<String>> SORTS = new HashMap<>();

  static {
    Drawn drawn = new Drawn(STORE.corpus, 20261122);
    for (String type : STORE.corpus.types()) {
      // Its references into itself are of contained resources, which no order and no search sees.
      if (type.equals("ExplanationOfBenefit")) continue;
      WORDS.put(type, drawn.words(type));
      SORTS.put(type, drawn.sorts(type));
    }
  }

  @Property(tries = 250, seed = "20261122")
  void whateverIsAskedTogetherIsFound(@ForAll("questions") List<Question> questions) {
    for (Question one : questions) SearchSuiteTest.Expected.check(STORE, one);
  }

  @Provide
  Arbitrary<List<Question>> questions() {
    Arbitrary<Question> one =
        Arbitraries.of(WORDS.keySet().stream().sorted().toList())
            .flatMap(
                type ->
                    Combinators.combine(
                            Arbitraries.of(WORDS.get(type)).list().ofMinSize(1).ofMaxSize(4),
                            Arbitraries.of(SORTS.get(type)).injectNull(0.4),
                            Arbitraries.of("7", "20", "50", "200"),
                            Arbitraries.of("accurate", "none", "estimate"))
                        .as((words, sort, count, total) -> asked(type, words, sort, count, total)));
    return one.list().ofSize(AT_ONCE);
  }

  private static Question asked(
      String type, List<Word> words, String sort, String count, String total) {
    List<Word> all = new ArrayList<>(words);
    if (sort != null) all.add(new Word("_sort", sort));
    all.add(new Word("_count", count));
    all.add(new Word("_total", total));
    return new Question("drawn", type, all);
  }
}
