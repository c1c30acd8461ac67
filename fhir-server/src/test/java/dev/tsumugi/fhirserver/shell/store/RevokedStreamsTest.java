package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.PatientRecord.Chunk;
import dev.tsumugi.fhirserver.PatientRecord.Selection;
import dev.tsumugi.fhirserver.PatientRecord.State;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is open when an agreement is taken back shows nothing more: not after the row it is at. */
class RevokedStreamsTest {
  private static final int ROWS = 350;

  private TestStore store;
  private Access doctor;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    put("{'resourceType':'Practitioner','id':'tanaka'}");
    put("{'resourceType':'Patient','id':'hanako'}");
    put(
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':"
            + "'Patient/hanako'},'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
    put(LabelledTown.consent("all", "permit", ""));
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      writes.add(TestStore.update(LabelledTown.condition("c" + i, "J45")));
    }
    store.store.records().commit(store.loader(), writes);
    doctor = store.physician("tanaka", "clinic");
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private void put(String body) {
    store.put(store.loader(), body);
  }

  private void revoke() {
    put(LabelledTown.consent("all", "deny", ""));
  }

  @Test
  void aRecordOnItsWayStops() {
    var walk =
        store
            .store
            .patientRecord()
            .of(Ref.patient("hanako"), Selection.of("everything", Set.of()), Optional.empty());
    assertThat(walk.next(doctor).found()).hasSizeBetween(1, RecordChunks.ROWS + 1);

    revoke();
    Chunk after = walk.next(doctor);

    assertThat(after.state()).isEqualTo(State.WITHDRAWN);
    assertThat(after.found()).isEmpty();
    assertThat(after.along()).isEmpty();
  }

  @Test
  void anExportThatIsBeingFetchedStops() {
    try (Flow flow =
        store.store.flow(new ConsentEngine(), FeedTest.hooks(new FeedTest.Endpoint()))) {
      Exports exports = flow.exports();
      Exports.Order order =
          new Exports.Order(
              Exports.Level.PATIENT, List.of(), List.of("Condition"), Optional.empty(), "x");
      String job = exports.start(doctor, order);
      assertThat(flow.build().step()).isTrue();
      int parts = exports.parts(doctor, job, 0).orElse(exports.parts(doctor, job, 1).orElse(0));
      int file = exports.parts(doctor, job, 0).isPresent() ? 0 : 1;
      assertThat(parts).isGreaterThan(2);
      assertThat(text(exports.part(doctor, job, file, 0))).contains("Condition");

      revoke();

      for (int part = 0; part < parts; part++) {
        assertThat(text(exports.part(doctor, job, file, part))).as("part %d", part).isEmpty();
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void aJobThatChoosesRowsFeelsItBeforeTheManifest() {
    try (Flow flow =
        store.store.flow(new ConsentEngine(), FeedTest.hooks(new FeedTest.Endpoint()))) {
      Exports exports = flow.exports();
      Exports.Order order =
          new Exports.Order(Exports.Level.PATIENT, List.of(), List.of(), Optional.empty(), "x");
      String job = exports.start(doctor, order);

      revoke();
      while (flow.build().step()) {}

      var done = (Exports.State.Done) exports.state(doctor, job).orElseThrow();
      assertThat(done.files()).isEmpty();
    }
  }

  @Test
  void theNextPageIsEmpty() {
    Query query = store.query("Condition", "patient=hanako", "_count=50");
    Query.Page first = store.store.records().search(doctor, query, Optional.empty());
    assertThat(first.matches()).hasSize(50);

    revoke();
    Query.Page second = store.store.records().search(doctor, query, first.next());

    assertThat(second.matches()).isEmpty();
    assertThat(second.next()).isEmpty();
  }
}
