package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.HistoryParser;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.Limits;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.kernel.Problem;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit by itself, in its own words; and what stays below passes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsTest {
  private TestStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    store.put(store.loader(), "{'resourceType':'Patient','id':'hanako'}");
    String text = "A".repeat(6 << 20);
    for (int i = 0; i < 4; i++) {
      store.put(
          store.loader(),
          "{'resourceType':'DocumentReference','id':'b"
              + i
              + "','status':'current','subject':{'reference':'Patient/hanako'},"
              + "'content':[{'attachment':{'contentType':'image/png','data':'"
              + text
              + "'}}]}");
    }
  }

  @AfterAll
  void stop() {
    store.close();
  }

  static Stream<Arguments> tooMuch() {
    return Stream.of(
        Arguments.of("parameters", Collections.nCopies(Limits.WORDS + 1, "gender=male")),
        Arguments.of("alternatives", List.of("gender=" + list("male", Limits.ALTERNATIVES + 1))),
        Arguments.of("alternatives", List.of("_id=" + list("a", Limits.ALTERNATIVES + 1))),
        Arguments.of("characters", List.of("name=" + "x".repeat(Limits.VALUE_LENGTH + 1))),
        Arguments.of("steps", List.of("link.".repeat(9) + "name=x")),
        Arguments.of("keys", List.of("_sort=" + list("name", 9))),
        Arguments.of("includes", Collections.nCopies(21, "_include=Patient:link")),
        Arguments.of(
            "values", Collections.nCopies(35, "birthdate=" + list("2000", Limits.ALTERNATIVES))));
  }

  private static String list(String value, int times) {
    return String.join(",", Collections.nCopies(times, value));
  }

  @ParameterizedTest(name = "too many {0}")
  @MethodSource("tooMuch")
  void whatIsBeyondALimitIsRefusedInItsOwnWords(String what, List<String> words) {
    assertThatThrownBy(() -> store.search(store.loader(), "Patient", words.toArray(String[]::new)))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
              assertThat(p.getMessage()).contains(what).containsPattern("\\d");
            });
  }

  static Stream<List<String>> justEnough() {
    return Stream.of(
        Collections.nCopies(Limits.WORDS, "gender:missing=true"),
        List.of("gender:not=" + list("male", Limits.ALTERNATIVES)),
        List.of("birthdate:missing=true", "name:missing=true", "_id=hanako," + list("a", 999)),
        List.of("_count=5000"));
  }

  @ParameterizedTest
  @MethodSource("justEnough")
  void whatIsAtALimitPasses(List<String> words) {
    assertThat(store.search(store.loader(), "Patient", words.toArray(String[]::new)))
        .containsExactly("hanako");
  }

  @Test
  void aPageOfLargeDocumentsEndsEarlyAndLeadsOn() {
    Records records = store.store.records();
    Query query = store.query("DocumentReference", "_count=1000", "_sort=_id");

    Query.Page first = records.search(store.loader(), query, Optional.empty());
    Query.Page second = records.search(store.loader(), query, first.next());

    assertThat(ChainTown.ids(first.matches())).isEqualTo("b0 b1 b2");
    assertThat(ChainTown.ids(second.matches())).isEqualTo("b3");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void soDoesAPageOfLargeVersions() {
    HistoryQuery query =
        HistoryParser.parse(
            new HistoryQuery.Level.OfType("DocumentReference"),
            List.of(new Word("_count", "1000")));
    Records records = store.store.records();

    HistoryQuery.Page first = records.history(store.loader(), query).orElseThrow();
    HistoryQuery.Page second =
        records.history(store.loader(), query.from(first.next().orElseThrow())).orElseThrow();

    assertThat(first.versions()).hasSize(2);
    assertThat(second.versions()).hasSize(2);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void largeDocumentsThatWouldComeAlongAreRefused() {
    Query query = store.query("Patient", "_revinclude=*");

    assertThatThrownBy(() -> store.store.records().search(store.loader(), query, Optional.empty()))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
              assertThat(p.getMessage()).contains("16 MB");
            });
  }
}
