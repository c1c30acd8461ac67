package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.HistoryParser;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.StoredResource;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who follows all changes by {@code _since} meets each, in whatever order commits end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LateCommitTest {
  private TestStore store;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    store.put(store.loader(), note("late", "1"));
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private static String note(String id, String text) {
    return "{'resourceType':'Basic','id':'" + id + "','code':{'text':'" + text + "'}}";
  }

  /** One poll: what is new from this time on, and the time to go on from. */
  private List<String> poll(Instant since, HistoryQuery.Level level) {
    return history(level, Optional.of(since)).stream()
        .map(version -> version.ref().id() + "/" + version.version())
        .toList();
  }

  private List<StoredResource> history(HistoryQuery.Level level, Optional<Instant> since) {
    List<Word> words = new ArrayList<>();
    since.ifPresent(time -> words.add(new Word("_since", time.toString())));
    HistoryQuery query = HistoryParser.parse(level, words);
    return store.store.records().history(store.loader(), query).orElseThrow().versions();
  }

  private static final HistoryQuery.Level ALL = new HistoryQuery.Level.OfAll();
  private static final HistoryQuery.Level NOTES = new HistoryQuery.Level.OfType("Basic");

  @Test
  void aCommitThatEndsLateIsInTheNextPoll() throws Exception {
    Instant start = store.clock.instant();
    CompletableFuture<?> late;
    try (Connection holder = store.asSuperuser()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("select from resource where id = 'late' for update");
      store.clock.advance(Duration.ofSeconds(1));
      late = CompletableFuture.supplyAsync(() -> store.put(store.loader(), note("late", "2")));
      awaitOneThatWaits();
      store.clock.advance(Duration.ofSeconds(1));
      store.put(store.loader(), note("quick", "1"));

      assertThat(poll(start, ALL)).as("the later one waits").containsExactly("late/1");
      assertThat(poll(start, NOTES)).containsExactly("late/1");
      assertThat(history(NOTES, Optional.empty()))
          .as("who does not follow sees what was acknowledged")
          .extracting(version -> version.ref().id())
          .containsExactly("quick", "late");

      holder.rollback();
      late.get(30, TimeUnit.SECONDS);
    }

    assertThat(poll(start, ALL)).containsExactly("quick/1", "late/2", "late/1");
    assertThat(poll(start.plusSeconds(1), NOTES)).containsExactly("quick/1", "late/2");
  }

  @Test
  void aTransactionOfAnotherNodeIsWaitedForToo() throws Exception {
    Instant start = store.clock.instant();
    try (Connection other = store.asSuperuser()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute(
              "update resource set version = 2, updated = updated + interval '1 second', xact ="
                  + " pg_current_xact_id() where id = 'late'");
      store.clock.advance(Duration.ofSeconds(2));
      store.put(store.loader(), note("quick", "1"));

      assertThat(poll(start, ALL)).containsExactly("late/1");

      other.commit();
    }

    assertThat(poll(start.plusSeconds(1), ALL)).containsExactly("quick/1", "late/2");
  }

  private void awaitOneThatWaits() {
    String waiting =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and application_name"
            + " = 'tsumugi-write' and datname = current_database()";
    while (store.number(waiting) == 0) Thread.onSpinWait();
  }
}
