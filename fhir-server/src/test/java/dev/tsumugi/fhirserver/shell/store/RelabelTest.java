package dev.tsumugi.fhirserver.shell.store;

import static dev.tsumugi.fhirserver.shell.store.LabelledTown.condition;
import static dev.tsumugi.fhirserver.shell.store.LabelledTown.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.Labelling.Progress.State;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of the sensitivity value sets does to what stands already. */
class RelabelTest {
  private LabelledTown town;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new LabelledTown(folder);
    assertThat(state()).isEqualTo(State.SETTLED);
  }

  @AfterEach
  void stop() {
    assertThat(town.broken()).isEmpty();
    town.close();
  }

  private State state() {
    return town.store.store.labelling().progress().state();
  }

  private void conditions(int from, int until, String code) {
    Write[] writes = new Write[until - from];
    for (int i = from; i < until; i++) {
      writes[i - from] = TestStore.update(condition("c%04d".formatted(i), code));
    }
    town.store.commit(town.loader, writes);
  }

  private static Write deletion(String ref) {
    return new Write.Delete(Ref.parse(ref).orElseThrow(), OptionalInt.empty());
  }

  @Test
  void whatBecomesSensitiveIsHiddenFromTheCommitOn() {
    town.put(condition("gout", "M10"));
    assertThat(town.sees(town.doctor, "Condition/gout")).isTrue();

    town.put(set("2", "B20", "M10"));

    assertThat(state()).isEqualTo(State.RESTRICTING);
    assertThat(town.labels("Condition/gout")).as("not labelled yet").isEmpty();
    assertThat(town.sees(town.doctor, "Condition/gout")).isFalse();
    assertThat(town.found(town.doctor, "Condition", "patient=hanako")).isEmpty();
    assertThat(town.found(town.doctor, "Condition")).isEmpty();
    assertThat(town.store.history(town.doctor, new Ref("Condition", "gout"))).isEmpty();
    assertThat(town.sees(town.hanako, "Condition/gout")).isTrue();
    assertThat(town.broken()).isEmpty();

    town.settle();
    assertThat(state()).isEqualTo(State.SETTLED);
    assertThat(town.labels("Condition/gout")).containsExactly("R", "HIV");
    assertThat(town.sees(town.doctor, "Condition/gout")).isFalse();
    assertThat(town.found(town.loader, "Condition", "_security=HIV")).containsExactly("gout");
  }

  @Test
  void whatIsSensitiveNoLongerIsHiddenUntilItIsLabelledAnew() {
    town.put(condition("hiv", "B20"));

    town.put(set("2", "B21"));

    assertThat(state()).isEqualTo(State.LIFTING);
    assertThat(town.sees(town.doctor, "Condition/hiv")).isFalse();
    town.settle();
    assertThat(town.labels("Condition/hiv")).isEmpty();
    assertThat(town.sees(town.doctor, "Condition/hiv")).isTrue();
    assertThat(town.found(town.loader, "Condition", "_security=HIV")).isEmpty();
  }

  @Test
  void otherKindsOfRecordsAreNotHiddenMeanwhile() {
    town.put(condition("gout", "M10"));
    town.put(
        "{'resourceType':'Observation','id':'o','status':'final','subject':{'reference':"
            + "'Patient/hanako'},'code':{'coding':[{'system':'http://loinc.org','code':'29463-7'}]}}");

    town.put(set("2", "M10"));

    assertThat(town.sees(town.doctor, "Condition/gout")).isFalse();
    assertThat(town.sees(town.doctor, "Observation/o")).isTrue();
    town.settle();
  }

  @Test
  void aCodeThatNothingHasIsSettledAtOnce() {
    town.put(condition("gout", "M10"));

    String shipped =
        set("2", "Z99").replace("'include':[", "'include':[" + prefix("B2") + prefix("R75"));
    town.put(shipped);

    assertThat(state()).isEqualTo(State.SETTLED);
    assertThat(town.sees(town.doctor, "Condition/gout")).isTrue();
    town.put(condition("late", "Z99"));
    assertThat(town.labels("Condition/late")).containsExactly("R", "HIV");
  }

  private static String prefix(String begins) {
    return "{'system':'"
        + LabelledTown.ICD10
        + "','filter':[{'property':'code','op':'regex','value':'"
        + begins
        + ".*'}]},";
  }

  @Test
  void noNewVersionNoEventButAnotherTag() {
    town.put(condition("gout", "M10"));
    town.put(condition("gout", "M10", "'meta':{'tag':[{'code':'t'}]},"));
    StoredResource before = town.read(town.loader, "Condition/gout").orElseThrow();
    assertThat(before.tag()).isEqualTo("2");

    town.put(set("2", "M10"));
    long events = town.store.number("select count(*) from outbox");
    town.settle();

    StoredResource after = town.read(town.loader, "Condition/gout").orElseThrow();
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.updated()).isEqualTo(before.updated());
    assertThat(after.tag()).isEqualTo("2.1");
    assertThat(town.store.number("select count(*) from outbox")).isEqualTo(events);
    Ref ref = new Ref("Condition", "gout");
    assertThat(town.store.history(town.loader, ref))
        .extracting(StoredResource::tag)
        .containsExactly("2.1", "1.1");
    assertThat(town.store.history(town.loader, ref))
        .allSatisfy(v -> assertThat(LabelledTown.labels(TestStore.json(v))).contains("HIV"));

    town.put(condition("gout", "J00"));
    assertThat(town.read(town.loader, "Condition/gout").orElseThrow().tag()).isEqualTo("3");
    town.store.commit(town.loader, deletion("ValueSet/sensitivity-HIV"));
    town.settle();
    assertThat(town.store.history(town.loader, ref))
        .extracting(StoredResource::tag)
        .containsExactly("3", "2.2", "1.2");
  }

  @Test
  void aDeletionIsHiddenAsWhatItDeletedIs() {
    town.put(condition("gout", "M10"));
    town.store.commit(town.loader, deletion("Condition/gout"));
    Ref ref = new Ref("Condition", "gout");
    assertThat(town.store.history(town.doctor, ref)).hasSize(2);

    town.put(set("2", "M10"));
    assertThat(town.store.history(town.doctor, ref)).isEmpty();
    town.settle();

    assertThat(town.store.history(town.doctor, ref)).isEmpty();
    assertThat(town.store.history(town.hanako, ref)).hasSize(2);
  }

  @Test
  void aKilledHubGoesOnWhereItWas() {
    conditions(0, 450, "M10");
    town.put(set("2", "M10"));
    for (int i = 0; i < 3; i++) assertThat(town.store.store.relabelStep()).isTrue();
    long labelled = town.store.number("select count(*) from resource where labels @> array['HIV']");
    assertThat(labelled).isBetween(200L, 449L);
    assertThat(town.found(town.doctor, "Condition", "patient=hanako", "_count=1000")).isEmpty();
    assertThat(town.broken()).isEmpty();

    town.store.startAgain();

    assertThat(state()).isEqualTo(State.RESTRICTING);
    assertThat(town.found(town.doctor, "Condition", "patient=hanako", "_count=1000")).isEmpty();
    town.settle();
    assertThat(town.store.number("select count(*) from resource where labels @> array['HIV']"))
        .isEqualTo(450);
    assertThat(town.found(town.doctor, "Condition", "patient=hanako", "_count=1000")).isEmpty();
  }

  @Test
  void aChangeMeanwhileIsSettledWithIt() {
    conditions(0, 450, "M10");
    town.put(condition("hiv", "B20"));
    town.put(set("2", "M10"));
    for (int i = 0; i < 3; i++) town.store.store.relabelStep();

    town.put(set("3", "B20"));

    assertThat(town.sees(town.doctor, "Condition/c0449")).as("may still be either").isFalse();
    assertThat(town.sees(town.doctor, "Condition/hiv")).isFalse();
    town.settle();
    assertThat(town.found(town.doctor, "Condition", "patient=hanako", "_count=1000")).hasSize(450);
    assertThat(town.labels("Condition/hiv")).containsExactly("R", "HIV");
  }

  @Test
  void whatIsRestrictedComesFirst() {
    town.put(condition("hiv", "B20"));
    town.put(
        "{'resourceType':'Procedure','id':'p','status':'completed','subject':{'reference':"
            + "'Patient/hanako'},'code':{'coding':[{'system':'http://example.org','code':'x'}]}}");
    town.put(set("2", "B21").replace("'include':[", "'include':[{'system':'http://example.org'},"));

    List<State> states = new ArrayList<>();
    List<Boolean> lifted = new ArrayList<>();
    do {
      states.add(state());
      lifted.add(town.sees(town.doctor, "Condition/hiv"));
      assertThat(town.sees(town.doctor, "Procedure/p")).isFalse();
      assertThat(town.broken()).isEmpty();
    } while (town.store.store.relabelStep());

    assertThat(states).contains(State.RESTRICTING, State.LIFTING);
    assertThat(states.get(states.size() - 1)).isEqualTo(State.SETTLED);
    for (int i = 0; i < states.size(); i++) {
      if (lifted.get(i)) assertThat(states.get(i)).isNotEqualTo(State.RESTRICTING);
    }
    assertThat(town.labels("Procedure/p")).containsExactly("R", "HIV");
  }

  @Test
  void anotherNodeLabelsByTheNewSetsAtOnce() {
    town.put(condition("gout", "M10"));
    Database database =
        new Database(
            town.store.database.url(),
            town.store.database.app().user(),
            town.store.database.app().password());
    Store.Settings settings =
        new Store.Settings("node-2", town.store.keys, town.store.clock, () -> "other-new");
    try (Store other = new Store(database, TestStore.R4_FACTS, settings, Optional.empty())) {
      town.put(set("2", "M10"));

      assertThat(other.records().read(town.doctor, new Ref("Condition", "gout"))).isEmpty();
      other.records().commit(town.loader, List.of(TestStore.update(condition("more", "M10"))));
      assertThat(town.labels("Condition/more")).containsExactly("R", "HIV");
      LabelledTown.settle(other);
      assertThat(town.labels("Condition/gout")).containsExactly("R", "HIV");
      assertThat(state()).isEqualTo(State.SETTLED);
    }
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedAndChangesNothing() {
    long generation = town.store.number("select max(generation) from label_generation");
    List<String> refused =
        List.of(
            set("2", "M10").replace("'id':'sensitivity-HIV'", "'id':'other'"),
            set("2", "M10").replace("ValueSet/sensitivity-HIV'", "ValueSet/sensitivity-PSY'"),
            set("2", "M10").replace("sensitivity-HIV", "sensitivity-NONSENSE"),
            set("2", "M10")
                .replace(
                    "'concept':[{'code':'M10'}]",
                    "'filter':[{'property':'concept','op':'is-a','value':'x'}]"));
    for (String one : refused) {
      assertThatThrownBy(() -> town.put(one))
          .as(one)
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE));
    }

    assertThat(town.store.number("select max(generation) from label_generation"))
        .isEqualTo(generation);
    assertThat(town.store.number("select count(*) from resource where id like 'sensitivity%'"))
        .isZero();
  }

  @Test
  void aDraftIsNotInForce() {
    town.put(condition("gout", "M10"));
    town.put(set("2", "M10").replace("'active'", "'draft'"));

    assertThat(state()).isEqualTo(State.SETTLED);
    assertThat(town.sees(town.doctor, "Condition/gout")).isTrue();
  }

  @Test
  void rowsOfAnOlderReleaseCountAsAnythingUntilTheyAreLabelled() {
    town.put(condition("hiv", "B20"));
    town.put(condition("gout", "M10"));
    // As it stands after the upgrade of a store that was not labelled.
    town.store.sql(
        "update resource set labels = '{}', facet = (select f.id from facet f join facet o on o.type"
            + " = f.type and o.recorder = f.recorder where o.id = resource.facet and f.confidentiality"
            + " = 'N' limit 1) where id = 'hiv'; delete from facet_coding; delete from coding; delete"
            + " from label_generation; insert into label_generation values (0, 0, '{\"all\":true}')");

    town.store.startAgain();

    assertThat(town.sees(town.doctor, "Condition/hiv")).isFalse();
    assertThat(town.sees(town.doctor, "Condition/gout")).as("may be anything").isFalse();
    assertThat(town.sees(town.hanako, "Condition/hiv")).isTrue();
    town.settle();
    assertThat(town.sees(town.doctor, "Condition/hiv")).isFalse();
    assertThat(town.sees(town.doctor, "Condition/gout")).isTrue();
  }

  /** Whatever is changed how often: nobody sees what one of the sets under way hides from them. */
  @Test
  void duringAChangeNothingIsSeenThatEitherSetHides() {
    List<String> codes = List.of("M10", "J00", "B20", "I10");
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      town.put(condition("x" + i, codes.get(i % codes.size())));
    }
    Set<String> before = Set.of("B20");
    for (int round = 0; round < 12; round++) {
      Set<String> now = new TreeSet<>();
      for (String code : codes) if (random.nextBoolean()) now.add(code);
      now.add("Z99");
      town.put(set("r" + round, now.toArray(String[]::new)));
      int steps = random.nextInt(4);
      for (int step = 0; step <= steps; step++) {
        Set<String> seen = town.found(town.doctor, "Condition", "patient=hanako", "_count=1000");
        for (int i = 0; i < 60; i++) {
          if (now.contains(codes.get(i % codes.size()))) assertThat(seen).doesNotContain("x" + i);
        }
        if (step == 0) {
          for (int i = 0; i < 60; i++) {
            String code = codes.get(i % codes.size());
            if (before.contains(code)) assertThat(seen).doesNotContain("x" + i);
          }
        }
        town.store.store.relabelStep();
      }
      if (round % 3 == 2) {
        town.settle();
        Set<String> seen = town.found(town.doctor, "Condition", "patient=hanako", "_count=1000");
        for (int i = 0; i < 60; i++) {
          boolean hidden = now.contains(codes.get(i % codes.size()));
          assertThat(seen.contains("x" + i)).isEqualTo(!hidden);
        }
      }
      before = state() == State.SETTLED ? now : union(before, now);
    }
    town.settle();
  }

  /** Else a row by older rules could come to light behind the way over the rows. */
  @Test
  void whoeverWritesMeanwhileIsLabelledByOneOrTheOtherAndInTheEndRight() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        Random random = new Random(thread);
        writers.add(
            threads.submit(
                () -> {
                  while (!over.get()) {
                    String id = "r" + random.nextInt(20);
                    String code = List.of("M10", "J00", "B20").get(random.nextInt(3));
                    town.put(condition(id, code));
                    if (random.nextInt(5) == 0) delete(id);
                  }
                }));
      }
      for (int round = 0; round < 8; round++) {
        String[] codes = round % 2 == 0 ? new String[] {"M10"} : new String[] {"B20", "J00"};
        town.put(set("r" + round, codes));
        for (int step = 0; step < 5; step++) town.store.store.relabelStep();
      }
      over.set(true);
      for (Future<?> writer : writers) writer.get(60, TimeUnit.SECONDS);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
    assertThat(town.broken()).isEmpty();
    town.settle();

    assertThat(town.broken()).isEmpty();
    assertThat(town.found(town.doctor, "Condition", "patient=hanako", "_count=1000"))
        .allMatch(id -> !List.of("J00", "B20").contains(code(id)));
  }

  private void delete(String id) {
    try {
      town.store.commit(town.loader, deletion("Condition/" + id));
    } catch (Problem gone) {
      // The other writer was first.
      assertThat(gone.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
    }
  }

  private String code(String id) {
    return TestStore.json(town.read(town.loader, "Condition/" + id).orElseThrow())
        .obj("code")
        .objects("coding")
        .get(0)
        .text("code");
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }
}
