package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainTest {
  private ChainTown town;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new ChainTown(folder);
  }

  @AfterAll
  void stop() {
    town.close();
  }

  @ParameterizedTest(name = "{0}?{1}: all see {2}, hanako sees {3}")
  @CsvSource(
      delimiter = ';',
      emptyValue = "",
      value = {
        "Observation;subject.name=yama;o-h o-x;o-h o-x",
        "Observation;subject:Patient.name=tana;o-t;''",
        "Observation;patient.family:exact=Yamada;o-h o-x;o-h o-x",
        "Observation;patient.name=yama,tana;o-h o-x o-t;o-h o-x",
        "Observation;patient:Patient.general-practitioner.name=sato;o-h o-x;o-h o-x",
        "Observation;patient.general-practitioner.name=kato;o-t;''",
        "Observation;patient.organization.partof.name=sakura;o-h o-x o-t;o-h o-x",
        "Observation;encounter.class=AMB;o-h;o-h",
        "Observation;encounter.class=SECRET;o-x o-t;''",
        "Observation;encounter.class:not=AMB;o-x o-t;''",
        "Observation;encounter.class:not=SECRET;o-h;o-h",
        "Observation;encounter.class:missing=false;o-h o-x o-t;o-h",
        "Observation;encounter._id=e-t;o-x o-t;''",
        "Observation;encounter._lastUpdated=gt2000;o-h o-x o-t;o-h",
        "Observation;encounter.subject.name=tana;o-x o-t;''",
        "Observation;encounter.patient=taro;o-x o-t;''",
        "Observation;encounter.participant.name=kato;o-h o-x o-t;o-h",
        "Observation;encounter._has:Observation:encounter:code=c3;o-x o-t;''",
        "Patient;_has:Observation:patient:code=c1;hanako;hanako",
        "Patient;_has:Observation:patient:code=c3;taro;''",
        "Patient;_has:Observation:subject:value-quantity=ge2;hanako taro;hanako",
        "Patient;_has:Observation:patient:encounter.class=SECRET;hanako taro;''",
        "Patient;_has:Encounter:patient:_has:Observation:encounter:code=c2;taro;''",
        "Patient;_has:Observation:patient:code=c1&_has:Observation:patient:code=c2;hanako;hanako",
        "Encounter;_has:Observation:encounter:code=c1;e-h;e-h",
        "Encounter;_has:Observation:encounter:code=c2;e-t;''",
        "Encounter;_has:Observation:encounter:code=c3;e-t;''",
        "Practitioner;_has:Observation:performer:code=c3;other;''",
        "Practitioner;_has:Observation:performer:code=c1;other;other",
        "Practitioner;_has:Patient:general-practitioner:name=tana;other;''",
        "Practitioner;_has:Patient:general-practitioner:_has:Observation:patient:code=c1;doc;doc",
        "Practitioner;_has:Patient:general-practitioner:_has:Observation:patient:code=c3;other;''",
        "Organization;_has:Patient:organization:family=Tanaka;branch;''",
        "Organization;_has:Organization:partof:_has:Patient:organization:name=yama;clinic;clinic",
      })
  void leadsOnlyOverRowsThatMayBeSeen(String type, String words, String full, String hers) {
    assertThat(found(town.all, type, words)).isEqualTo(full);
    assertThat(found(town.hanako, type, words)).isEqualTo(hers);
  }

  private String found(Access access, String type, String words) {
    Query.Page page = town.page(access, type, words + "&_total=accurate");
    assertThat(page.total()).hasValue(page.matches().size());
    return ChainTown.ids(page.matches());
  }

  /**
   * Halving an interval tells a value from whether there is a hit; of a hidden row there is none.
   */
  @ParameterizedTest
  @CsvSource({"gt0", "lt100", "ge3", "le3", "ne1", "eq3", "sa2.9", "eb3.1", "ap3"})
  void aHiddenValueCannotBeHalvedTowards(String test) {
    String far = "_has:Observation:performer:value-quantity=" + test;

    assertThat(found(town.all, "Practitioner", far + "&_has:Observation:performer:code=c3"))
        .isEqualTo("other");
    assertThat(found(town.hanako, "Practitioner", far + "&_has:Observation:performer:code=c3"))
        .isEmpty();
    assertThat(found(town.hanako, "Encounter", "_has:Observation:encounter:code=c3")).isEmpty();
  }

  @Test
  void workDataSelectedByARecordIsADisclosureOfThatRecord() {
    long before = entries("taro");

    town.page(town.all, "Practitioner", "_has:Observation:performer:code=c3");

    assertThat(entries("taro")).isEqualTo(before + 1);
  }

  private long entries(String patient) {
    return town.store.number(
        "select count(*) from journal where patient = " + Hash64.of("Patient/" + patient));
  }

  /** The limit counts permitted rows: how many hidden ones there are must not show in an error. */
  @Test
  void aStepOverTooManyIsRefusedByNameAndHiddenRowsDoNotCount(@TempDir Path folder) {
    try (ChainTown crowded = new ChainTown(folder)) {
      crowded.store.sql(
          "insert into resource (patient, type, id, version, updated, recorder, facet, tokens,"
              + " present, words, meta, body, change) select patient, type, 'copy-' || g, version,"
              + " updated, recorder, facet, tokens, present, words, meta, body, change from resource,"
              + " generate_series(1, 10001) g where id = 'e-t'");
      String words = "encounter.class=SECRET";

      assertThatThrownBy(() -> crowded.page(crowded.all, "Observation", words))
          .isInstanceOfSatisfying(
              Problem.class,
              p -> {
                assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
                assertThat(p.getMessage()).contains("encounter.class");
              });
      assertThat(crowded.page(crowded.hanako, "Observation", words).matches()).isEmpty();
    }
  }
}
