package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * A commit broken off at each of its statements in turn, by a failure or by the death of its server
 * process, before the statement and after it: of the transaction everything is there or nothing,
 * the store is sound, and the next write works.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommitFaultsTest {
  private static final int MOST = 200;

  private TestStore store;
  private Access loader;
  private int round;

  @BeforeAll
  void start(@TempDir Path folder) {
    store =
        new TestStore(
            folder, Optional.of(new VariedStore.Allergies()), true, FaultyDriver::address);
    loader = store.loader();
    store.put(loader, "{'resourceType':'Practitioner','id':'tanaka','name':[{'family':'田中'}]}");
  }

  @AfterEach
  void rest() {
    FaultyDriver.rest();
  }

  @AfterAll
  void stop() {
    store.close();
  }

  /** How a statement is broken. */
  private record Way(String pool, boolean kill, boolean after) {
    @Override
    public String toString() {
      return (kill ? "the server process dies " : "a failure ")
          + (after ? "after" : "before")
          + " a statement of the pool "
          + pool;
    }
  }

  static Stream<Way> ways() {
    return Stream.of("write", "side")
        .flatMap(
            pool ->
                Stream.of(true, false)
                    .flatMap(
                        kill -> Stream.of(true, false).map(after -> new Way(pool, kill, after))));
  }

  /** Strikes once, at the n-th statement. */
  private final class Once implements FaultyDriver.Fault {
    private final Way way;
    private final int at;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean struck;

    Once(Way way, int at) {
      this.way = way;
      this.at = at;
    }

    @Override
    public void before(Connection connection) throws SQLException {
      if (count.incrementAndGet() == at && !way.after()) strike(connection);
    }

    @Override
    public void after(Connection connection) throws SQLException {
      if (count.get() == at && way.after() && !struck) strike(connection);
    }

    private void strike(Connection connection) throws SQLException {
      struck = true;
      if (!way.kill()) throw new SQLException("planted", "58030");
      kill(connection.unwrap(PGConnection.class).getBackendPID());
    }
  }

  private void kill(int process) throws SQLException {
    try (Connection superuser = store.asSuperuser();
        var sql = superuser.prepareStatement("select pg_terminate_backend(?, 10000)")) {
      sql.setInt(1, process);
      sql.execute();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everythingOrNothing(Way way) {
    prepare("r" + ++round);
    assertThat(commit("r" + round, way)).as("nothing is planted yet").isTrue();
    int struck = 0;
    int stored = 0;
    int lost = 0;
    for (int at = 1; at <= MOST; at++) {
      String id = "r" + ++round;
      prepare(id);
      Once fault = new Once(way, at);
      FaultyDriver.strike(way.pool(), fault);

      boolean acknowledged = commit(id, way);

      FaultyDriver.rest();
      boolean whole = isWhole(id);
      assertThat(whole || isUntouched(id)).as("%s, statement %d", way, at).isTrue();
      if (acknowledged) assertThat(whole).as("acknowledged, statement %d", at).isTrue();
      again(() -> store.put(loader, observation(id + "-next", id, "1")));
      assertThat(store.search(loader, "Observation", "_id=" + id + "-next")).hasSize(1);
      if (!fault.struck) break;
      struck++;
      if (whole) stored++;
      else lost++;
    }

    // A commit has as many statements as this found; fewer, and it would have looked at nothing.
    assertThat(struck).isBetween(way.pool().equals("write") ? 10 : 1, MOST - 1);
    if (way.pool().equals("write")) assertThat(lost).isGreaterThan(8);
    else assertThat(stored).isPositive();
    // What was stored and not journalled was journalled with the next row. Where the hub could not
    // learn that it was stored, a new start finds it.
    if (way.pool().equals("write")) store.startAgain();
    assertThat(store.number("select count(*) from pending")).isZero();
    store.store.close();
    assertThat(store.audit()).hasSize(Claim.values().length).allMatch(StoreAudit.Verdict::holds);
    store.startAgain();
  }

  /**
   * What comes next works. A connection that died at rest is found out by it: then it is told
   * "away" once, and works when it is tried again.
   */
  private static <T> T again(Supplier<T> next) {
    try {
      return next.get();
    } catch (Problem away) {
      assertThat(away.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
      return next.get();
    }
  }

  private void prepare(String id) {
    store.commit(
        loader,
        TestStore.update("{'resourceType':'Patient','id':'" + id + "'}"),
        TestStore.update(observation(id + "-changed", id, "1")),
        TestStore.update(observation(id + "-gone", id, "1")));
  }

  /** Something of everything that a commit can do. */
  private boolean commit(String id, Way way) {
    List<Write> writes =
        new ArrayList<>(
            List.of(
                TestStore.update("{'resourceType':'Patient','id':'" + id + "','active':true}"),
                TestStore.update(observation(id + "-changed", id, "2")),
                new Write.Delete(new Ref("Observation", id + "-gone"), OptionalInt.empty()),
                TestStore.update(observation(id + "-new", id, "3")),
                TestStore.update(allergy(id)),
                TestStore.update(consent(id))));
    try {
      store.commit(loader, writes.toArray(Write[]::new));
      return true;
    } catch (Problem problem) {
      assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
      return false;
    } catch (IllegalStateException unexpected) {
      // What the planted failure means nobody can know; a dead server process means "away".
      assertThat(way.kill()).as("%s", unexpected).isFalse();
      return false;
    }
  }

  private boolean isWhole(String id) {
    return state(id) == 7 && events(id) == 3 + 6;
  }

  private boolean isUntouched(String id) {
    return state(id) == 0 && events(id) == 3;
  }

  /** Which of the six changes and their search values are there; 7 if all, 0 if none. */
  private long state(String id) {
    long there =
        store.number("select count(*) from resource where version = 2 and id = '" + id + "'")
            + versions(id + "-changed", 2)
            + (versions(id + "-gone", 1) == 0 ? 1 : 0)
            + versions(id + "-new", 1)
            + versions(id + "-soba", 1)
            + versions(id + "-yes", 1);
    long found =
        again(() -> store.search(loader, "Observation", "patient=" + id, "value-quantity=3"))
            .size();
    return there == 0 && found == 0 ? 0 : there + found;
  }

  private long versions(String id, int version) {
    return store.number(
        "select count(*) from resource where id = '" + id + "' and version = " + version);
  }

  private long events(String id) {
    return store.number(
        "select count(*) from outbox where id = '" + id + "' or id like '" + id + "-%'");
  }

  private static String observation(String id, String patient, String value) {
    return VariedStore.weight(id, patient, value);
  }

  private static String allergy(String id) {
    return "{'resourceType':'AllergyIntolerance','id':'"
        + id
        + "-soba','patient':{'reference':'Patient/"
        + id
        + "'},'code':{'text':'そば'}}";
  }

  private static String consent(String id) {
    return VariedStore.consent(id + "-yes", id, "active");
  }
}
