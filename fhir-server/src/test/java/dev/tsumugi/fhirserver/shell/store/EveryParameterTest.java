package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.Searchable;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the metadata lists is answered; what is not listed is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryParameterTest {
  private ChainTown town;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new ChainTown(folder);
  }

  @AfterAll
  void stop() {
    town.close();
  }

  @Test
  void everyListedParameterIsAnsweredAndSortedByWhereItHasAnOrder() {
    int answered = 0;
    for (String type : searched()) {
      for (SearchParameter param : TestStore.R4_FACTS.searchParameters(type)) {
        if (!Searchable.supports(TestStore.R4_FACTS, param)) continue;
        town.page(town.hanako, type, words(param) + sort(type, param));
        answered++;
      }
    }
    assertThat(answered).isGreaterThan(1_800);
  }

  /** All but the journal, which has its own search. */
  private static List<String> searched() {
    return TestStore.R4_FACTS.types().stream().filter(type -> !type.equals("AuditEvent")).toList();
  }

  private String words(SearchParameter param) {
    String value = sample(param);
    boolean present =
        param.kind() != SearchParameter.Kind.COMPOSITE
            && param.kind() != SearchParameter.Kind.SPECIAL
            && !Set.of("_id", "_lastUpdated").contains(param.code());
    return param.code() + "=" + value + (present ? "&" + param.code() + ":missing=true" : "");
  }

  private static String sample(SearchParameter param) {
    return switch (param.kind()) {
      case TOKEN -> "s|c";
      case REFERENCE -> "http://x.org/1";
      case STRING -> "a";
      case DATE -> "ap2020-02";
      case NUMBER -> "ge1.5";
      case QUANTITY -> "ne5.4|http://unitsofmeasure.org|mg";
      case URI -> "urn:x";
      case COMPOSITE -> "s|c$" + sample(second(param));
      case SPECIAL -> "35.7|139.7|2|km";
    };
  }

  private static SearchParameter second(SearchParameter composite) {
    String code = composite.components().get(1).code();
    return TestStore.R4_FACTS.searchParameter(composite.type(), code).orElseThrow();
  }

  private String sort(String type, SearchParameter param) {
    try {
      town.store.query(type, "_sort=" + param.code());
      return "&_sort=-" + param.code();
    } catch (Problem noOrder) {
      return "";
    }
  }

  @Test
  void everyOtherParameterIsRefusedByName() {
    Set<String> refused = new TreeSet<>();
    for (String type : searched()) {
      for (SearchParameter param : TestStore.R4_FACTS.searchParameters(type)) {
        if (Searchable.supports(TestStore.R4_FACTS, param)) continue;
        refused.add(param.code().startsWith("_") ? param.code() : type + "." + param.code());
        assertThatThrownBy(() -> town.store.query(type, param.code() + "=1"))
            .isInstanceOfSatisfying(
                Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_SUPPORTED));
      }
    }
    assertThat(refused)
        .containsExactly(
            "DocumentReference.relationship",
            "MolecularSequence.chromosome-variant-coordinate",
            "MolecularSequence.chromosome-window-coordinate",
            "MolecularSequence.referenceseqid-variant-coordinate",
            "MolecularSequence.referenceseqid-window-coordinate",
            "_content",
            "_query",
            "_text");
  }

  /** Sorting by what has no order, or stands in no element, is refused. */
  @Test
  void onlyTheseHaveNoOrder() {
    Set<String> without = new TreeSet<>();
    for (String type : searched()) {
      for (SearchParameter param : TestStore.R4_FACTS.searchParameters(type)) {
        boolean asked =
            Searchable.supports(TestStore.R4_FACTS, param)
                && param.kind() != SearchParameter.Kind.COMPOSITE
                && param.kind() != SearchParameter.Kind.SPECIAL;
        if (asked && sort(type, param).isEmpty()) {
          without.add(param.code().startsWith("_") ? param.code() : type + "." + param.code());
        }
      }
    }
    assertThat(without)
        .containsExactly("Patient.deceased", "_profile", "_security", "_source", "_tag");
  }
}
