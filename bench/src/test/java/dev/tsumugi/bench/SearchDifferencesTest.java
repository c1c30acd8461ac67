package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchDifferencesTest {
  private static Found.Answered found(String matches, String along, String total) {
    return new Found.Answered(
        matches.isEmpty() ? List.of() : List.of(matches.split(" ")),
        along.isEmpty() ? Set.of() : Set.of(along.split(" ")),
        total);
  }

  @ParameterizedTest
  @CsvSource({
    "P?a=1, A/1 A/2, '', 2, A/1 A/2, '', 2, ''",
    "P?a=1, A/1 A/2, '', 2, A/2 A/1, '', 2, ''",
    "P?_sort=a, A/1 A/2, '', 2, A/2 A/1, '', 2, order",
    "P?a=1, A/1, '', 1, A/2, '', 1, matches",
    "P?a=1, A/1 A/2, '', 1, A/2, '', 1, peer-lacks",
    "P?a=1, '', '', 1, A/2, '', 1, we-lack",
    "P?a=1, A/1 A/1, '', 1, A/1, '', 1, twice",
    "P?a=1, A/1, B/1, 1, A/1, '', 1, along",
    "P?a=1, A/1, B/1, 1, A/1, B/1, '', ''",
    "P?_total=accurate, A/1, B/1, 1, A/1, B/1, '', total",
  })
  void whatDiffersIsNamed(
      String question,
      String ours,
      String oursAlong,
      String oursTotal,
      String peers,
      String peersAlong,
      String peersTotal,
      String kind) {
    Optional<Difference> difference =
        Difference.between(
            question, found(ours, oursAlong, oursTotal), found(peers, peersAlong, peersTotal));

    assertThat(difference.map(d -> d.kind().word()).orElse("")).isEqualTo(kind);
  }

  @Test
  void aRefusalIsADifferenceEvenIfBothRefuse() {
    Found no = new Found.Refused(400, "no");

    assertThat(Difference.between("P", no, found("", "", "")).orElseThrow().kind())
        .isEqualTo(Difference.Kind.WE_REFUSE);
    assertThat(Difference.between("P", found("", "", ""), no).orElseThrow().kind())
        .isEqualTo(Difference.Kind.PEER_REFUSES);
    assertThat(Difference.between("P", no, no).orElseThrow().kind())
        .isEqualTo(Difference.Kind.BOTH_REFUSE);
  }

  @Test
  void anExplanationFitsItsKindsAndQuestionsOnly() {
    List<Explanation> read =
        Explanation.read(
            List.of("# words", "ours | order matches", "? name=", "? given:exact", "Because.", ""));

    assertThat(read).hasSize(1);
    assertThat(read.get(0).why()).isEqualTo("Because.");
    assertThat(explains(read, "P?name=x", Difference.Kind.ORDER)).isTrue();
    assertThat(explains(read, "P?given:exact=x", Difference.Kind.MATCHES)).isTrue();
    assertThat(explains(read, "P?name=x", Difference.Kind.TOTAL)).isFalse();
    assertThat(explains(read, "P?family=x", Difference.Kind.ORDER)).isFalse();
  }

  private static boolean explains(List<Explanation> read, String question, Difference.Kind kind) {
    return read.get(0).explains(new Difference(question, kind, ""));
  }

  @Test
  void aParagraphWithoutAReasonIsNone() {
    assertThatThrownBy(() -> Explanation.read(List.of("ours | order", "? name=")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Explanation.read(List.of("we | order", "? name=", "Because.")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theReasonsOfTheCommandCanBeRead() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/search-differences.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(Explanation.read(text.lines().toList())).isNotEmpty();
    }
  }

  @Test
  void peopleKeepTheirNamesAsIdsAndHolesAreFilled() {
    SearchData data = new SearchData();
    data.town(List.of("{\"resourceType\":\"Patient\",\"id\":\"z\"}", ""));
    data.people(
        Json.parseObject(
            """
            {"entry":[{"fullUrl":"urn:uuid:a1","resource":{"resourceType":"Patient","name":[{"family":"Ito"}]}},
              {"fullUrl":"urn:uuid:b2","resource":{"resourceType":"Condition","subject":{"reference":"urn:uuid:a1"}}}]}
            """
                .getBytes(StandardCharsets.UTF_8)));

    assertThat(data.resources()).isEqualTo(3);
    assertThat(data.transactions().get(1).toString())
        .contains("\"id\":\"b2\"", "\"reference\":\"Patient/a1\"", "\"url\":\"Condition/b2\"");
    assertThat(
            data.questions(
                List.of("# no", "[token]", "", "P?x={Patient:0}", "P?n={Patient:0:name.family}")))
        .containsExactly("P?x=a1", "P?n=Ito");
  }
}
