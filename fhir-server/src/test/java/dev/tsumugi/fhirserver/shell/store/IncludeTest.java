package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncludeTest {
  private ChainTown town;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new ChainTown(folder);
  }

  @AfterAll
  void stop() {
    town.close();
  }

  @ParameterizedTest(name = "{0}?{1}: with all come {2}, with hanako {3}")
  @CsvSource(
      delimiter = ';',
      emptyValue = "",
      value = {
        "Observation;_id=o-h&_include=Observation:subject;hanako;hanako",
        "Observation;_id=o-h&_include=Observation:subject:Patient;hanako;hanako",
        "Observation;_id=o-h&_include=Observation:subject:Group;'';''",
        "Observation;_id=o-h&_include=Observation:patient&_include=Observation:encounter;e-h hanako;e-h hanako",
        "Observation;_id=o-x&_include=Observation:encounter;e-t;''",
        "Observation;_id=o-x&_include=*;e-t hanako other;hanako other",
        "Observation;_id=o-x&_include=Observation:*;e-t hanako other;hanako other",
        "Observation;_id=o-x&_include=Observation:encounter&_include:iterate=Encounter:patient;e-t taro;''",
        "Observation;_id=o-h&_include=Observation:patient&_include:iterate=Patient:general-practitioner"
            + ";hanako doc;hanako doc",
        "Observation;_id=o-h&_include=Observation:patient&_include=Observation:performer;hanako other;hanako other",
        "Patient;_id=hanako&_include=Patient:organization&_include:iterate=Organization:partof"
            + ";branch clinic;branch clinic",
        "Patient;_id=hanako&_include:iterate=*;branch doc clinic;branch doc clinic",
        "Patient;_id=hanako&_revinclude=Observation:patient;o-h o-x;o-h o-x",
        "Patient;_id=hanako&_revinclude=Observation:*;o-h o-x;o-h o-x",
        "Patient;_id=taro,hanako&_revinclude=Encounter:subject;e-h e-t;e-h",
        "Practitioner;_id=other&_revinclude=Observation:performer;o-h o-x o-t;o-h o-x",
        "Practitioner;_id=other&_revinclude=Patient:general-practitioner;taro;''",
        "Patient;_id=hanako&_revinclude=*;e-h o-h o-x;e-h o-h o-x",
        "Patient;_id=taro&_revinclude=*;e-t o-t;''",
        "Practitioner;_id=other&_revinclude=*;taro e-h e-t o-h o-x o-t;e-h o-h o-x",
        "Organization;_id=clinic&_revinclude:iterate=*;branch hanako taro e-h e-t o-h o-x o-t"
            + ";branch hanako e-h o-h o-x",
        "Organization;_id=branch&_revinclude=Patient:organization:Organization;hanako taro;hanako",
        "Encounter;_id=e-t&_revinclude=*&_include=*;taro other o-x o-t;''",
        "Organization;_id=branch&_revinclude=Patient:organization&_revinclude:iterate=Observation:patient"
            + ";hanako taro o-h o-x o-t;hanako o-h o-x",
        "Encounter;_revinclude=Observation:encounter;o-h o-x o-t;o-h",
      })
  void onlyWhatMayBeSeenComesAlong(String type, String words, String full, String hers) {
    assertThat(along(town.all, type, words)).isEqualTo(full);
    assertThat(along(town.hanako, type, words)).isEqualTo(hers);
  }

  private String along(Access access, String type, String words) {
    return ChainTown.ids(town.page(access, type, words).included());
  }

  @Test
  void whatComesAlongIsNotCountedAndNotAMatchTwice() {
    Query.Page page =
        town.page(
            town.all, "Observation", "_include=*&_include:iterate=*&_total=accurate&_count=1");

    assertThat(page.total()).hasValue(3);
    assertThat(ChainTown.ids(page.matches())).isEqualTo("o-h");
    assertThat(ChainTown.ids(page.included())).doesNotContain("o-h");
    Query query = town.store.query("Observation", "_include=Observation:encounter", "_count=1");
    Query.Page second = town.store.store.records().search(town.all, query, page.next());
    assertThat(ChainTown.ids(second.included())).isEqualTo("e-t");
  }

  @Test
  void aPatientWhoComesAlongWithWorkDataIsJournalled() {
    String taro = "select count(*) from journal where patient = " + Hash64.of("Patient/taro");
    long before = town.store.number(taro);

    town.page(town.all, "Practitioner", "_id=other&_revinclude=Patient:general-practitioner");
    town.page(town.hanako, "Practitioner", "_id=doc&_revinclude=Patient:general-practitioner");

    assertThat(town.store.number(taro)).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_include=Observation",
        "_include=Nonsense:subject",
        "_include=Observation:nonsense",
        "_include=Observation:code",
        "_include=Observation:subject:Observation",
        "_include=Encounter:patient",
        "_include:sometimes=Observation:patient",
        "_revinclude=Patient:general-practitioner",
      })
  void whatCannotComeAlongIsRefusedByName(String words) {
    String name = words.substring(0, words.indexOf('='));

    assertThatThrownBy(() -> town.store.query("Observation", words))
        .isInstanceOfSatisfying(
            Problem.class,
            p ->
                assertThat(p.issues().get(0).path() + p.getMessage())
                    .containsAnyOf(name, "nonsense"));
  }

  @Test
  void morePassengersThanThereIsRoomForIsAnErrorAndNotASilentCut() {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i <= Includer.MOST; i++) {
      writes.add(
          TestStore.create(
              "{'resourceType':'Basic','code':{'text':'x'},'subject':{'reference':"
                  + "'Organization/clinic'}}"));
    }
    town.store.commit(town.all, writes.toArray(Write[]::new));

    assertThatThrownBy(
            () -> town.page(town.all, "Organization", "_id=clinic&_revinclude=Basic:subject"))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE));
    assertThat(
            town.store
                .store
                .records()
                .search(
                    town.hanako,
                    town.store.query("Organization", "_id=clinic", "_revinclude=Basic:subject"),
                    Optional.empty())
                .included())
        .isEmpty();
  }
}
