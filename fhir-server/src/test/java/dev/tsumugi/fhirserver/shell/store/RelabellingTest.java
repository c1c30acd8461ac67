package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.shell.store.Relabelling.Moves;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a row may have to become while labels are changing. */
class RelabellingTest {
  private static Facet facet(Confidentiality level, String... labels) {
    return new Facet("Condition", DataClass.PROBLEM, Set.of(labels), level, "Organization/clinic");
  }

  private static Moves moves(Set<String> adds, Set<String> drops) {
    return new Moves(adds, drops);
  }

  @Test
  void everyCombinationOfWhatMayComeAndGo() {
    Relabelling pending =
        Relabelling.of(
            Map.of(
                1, moves(Set.of("HIV", "PSY"), Set.of("STD", "SEX")),
                2, moves(Set.of("HIV", "PSY"), Set.of("STD", "SEX"))));

    assertThat(pending.mightBecome(1, facet(Confidentiality.N)))
        .containsExactlyInAnyOrder(
            facet(Confidentiality.R, "HIV"),
            facet(Confidentiality.R, "PSY"),
            facet(Confidentiality.R, "HIV", "PSY"));
    assertThat(pending.mightBecome(2, facet(Confidentiality.V, "STD")))
        .contains(
            facet(Confidentiality.V),
            facet(Confidentiality.N),
            facet(Confidentiality.V, "HIV"),
            facet(Confidentiality.V, "HIV", "STD"))
        .doesNotContain(facet(Confidentiality.V, "STD"));
    assertThat(pending.mightBecome(3, facet(Confidentiality.N))).isEmpty();
  }

  @Test
  void ofManyAtOnceItMayBeAnything() {
    Relabelling pending =
        Relabelling.of(
            Map.of(1, moves(Set.of("HIV", "PSY", "STD", "SEX", "ETH", "SUD", "GDIS"), Set.of())));

    assertThat(pending.mightBecome(1, facet(Confidentiality.N)))
        .containsExactly(facet(Confidentiality.R, "?"));
  }

  @Test
  void whatIsKeptIsReadBack() {
    Relabelling one = Relabelling.of(Map.of(1, moves(Set.of("HIV"), Set.of())));
    Relabelling both =
        one.and(
            Relabelling.of(
                Map.of(
                    1, moves(Set.of("PSY"), Set.of("STD")),
                    7, moves(Set.of(), Set.of("STD")),
                    9, moves(Set.of(), Set.of("STD")))));

    assertThat(both.text())
        .isEqualTo(
            "{\"groups\":[{\"adds\":[\"HIV\",\"PSY\"],\"drops\":[\"STD\"],\"facets\":[1]},"
                + "{\"drops\":[\"STD\"],\"facets\":[7,9]}]}");
    assertThat(Relabelling.read(both.text()).text()).isEqualTo(both.text());
    assertThat(both.lifting().concerns(1)).isFalse();
    assertThat(both.lifting().concerns(9)).isTrue();
    assertThat(both.lifting().restricts()).isFalse();
    assertThat(Relabelling.read("").isNothing()).isTrue();
    assertThat(Relabelling.read("{\"all\":true}").and(one).text()).isEqualTo("{\"all\":true}");
  }
}
