package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.Exports.State;
import dev.tsumugi.fhirserver.PatientRecord;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs on after a request, when the sign-on it was asked for by comes to its end. */
class SignedOffStoreTest {
  private static final Ref TARO = Ref.patient("taro");

  private TestStore store;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    store.put(store.loader(), "{'resourceType':'Patient','id':'taro','active':true}");
    for (int i = 0; i < 250; i++) {
      store.put(
          store.loader(),
          "{'resourceType':'Observation','id':'o"
              + i
              + "','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/taro'}}");
    }
  }

  @AfterEach
  void stop() {
    store.close();
  }

  /** The custodian in a session of its own, and on a device. */
  private Access custodian(String session, String key) {
    Requester loader = store.loader().requester();
    return new ConsentEngine()
        .open(
            new Requester(
                loader.subject(),
                loader.name(),
                loader.actor(),
                Ref.parse("Organization/city"),
                loader.role(),
                loader.scopes(),
                loader.purpose(),
                loader.client(),
                loader.patient(),
                new SignOn(session, "token", 3, Optional.of(key).filter(k -> !k.isEmpty()))),
            store.clock.instant());
  }

  private void end(String session) {
    store.sql("insert into session_end values ('" + session + "', 's', now(), 'REVOKED', 'x')");
  }

  @Test
  void everyNodeFeelsTheEndOfASessionAndOfADeviceAtOnce() {
    store.sql(
        "insert into device values ('key', 'd', 'Organization/city', 'Tablet', now(), 'x', null,"
            + " null)");
    try (Store beside = store.further("node-2")) {
      for (Store node : List.of(store.store, beside)) {
        assertThat(node.records().read(custodian("s1", ""), TARO)).isPresent();
        assertThat(node.records().read(custodian("s2", "key"), TARO)).isPresent();
      }

      end("s1");
      store.sql("update device set revoked = now()");

      for (Store node : List.of(store.store, beside)) {
        assertThatThrownBy(() -> node.records().read(custodian("s1", ""), TARO))
            .isInstanceOfSatisfying(
                Problem.class, problem -> assertThat(SignOnProblems.isOver(problem)).isTrue());
        assertThatThrownBy(() -> node.records().read(custodian("s2", "key"), TARO))
            .hasMessageContaining("DEVICE_REVOKED");
        assertThat(node.records().read(custodian("s2", ""), TARO)).isPresent();
        assertThat(node.signOns().over(custodian("s1", ""))).isPresent();
        assertThat(node.signOns().over(custodian("s2", ""))).isEmpty();
      }
    }
  }

  @Test
  void aStreamStopsBetweenTwoChunks() {
    PatientRecord.Selection all =
        new PatientRecord.Selection(
            "everything", Set.of(), Period.ALWAYS, Period.MIN, OptionalInt.empty());
    PatientRecord.Chunks chunks = store.store.patientRecord().of(TARO, all, Optional.empty());
    assertThat(chunks.next(custodian("s1", "")).found()).hasSizeGreaterThan(50);

    end("s1");

    assertThatThrownBy(() -> chunks.next(custodian("s1", "")))
        .hasMessageContaining("SESSION_ENDED");
  }

  @Test
  void anExportThatWasAskedForIsNotBuiltAndOneThatWasBuiltIsNotFetched() {
    Flow flow = store.store.flow(new ConsentEngine(), FeedTest.hooks(new FeedTest.Endpoint()));
    Exports exports = flow.exports();
    Exports.Order order =
        new Exports.Order(
            Exports.Level.SYSTEM,
            List.of(),
            List.of("Observation"),
            Optional.empty(),
            "http://hub/fhir/$export");
    String built = exports.start(custodian("s1", ""), order);
    assertThat(flow.build().step()).isTrue();
    assertThat(exports.part(custodian("s1", ""), built, 0, 0)).isNotEmpty();
    String waiting = exports.start(custodian("s1", ""), order);

    end("s1");

    assertThatThrownBy(() -> exports.part(custodian("s1", ""), built, 0, 0))
        .hasMessageContaining("SESSION_ENDED");
    assertThat(flow.build().step()).isTrue();
    assertThat(exports.state(custodian("s2", ""), waiting)).containsInstanceOf(State.Failed.class);
    flow.close();
  }

  @Test
  void whatIsTooOldIsSwept() {
    end("s1");
    store.sql("insert into proof values ('\\x01', '2026-11-22T02:59:00Z')");
    store.sql("insert into proof values ('\\x02', '2026-11-22T03:00:30Z')");
    store.sql(
        "insert into session values ('s2', 'app', 's', 'n', null, null, '2026-11-22', '2026-11-22')");
    end("s2");
    store.sql("update session_end set at = '2026-11-22'");

    assertThat(store.store.sweepStep()).isEqualTo(1);
    assertThat(store.number("select count(*) from proof")).isEqualTo(1);

    store.clock.advance(Subscriptions.LIFE.plus(Duration.ofDays(5)));
    store.sql("update session set seen = '2027-02-20'");
    store.store.sweepStep();
    assertThat(store.number("select count(*) from session_end")).isEqualTo(2);

    store.clock.advance(Duration.ofDays(10));
    store.store.sweepStep();
    assertThat(store.number("select count(*) from session_end")).isEqualTo(1);

    assertThat(store.store.records().search(custodian("s3", ""), any(), Optional.empty()).matches())
        .isNotEmpty();
  }

  private Query any() {
    return store.query("Patient");
  }
}
