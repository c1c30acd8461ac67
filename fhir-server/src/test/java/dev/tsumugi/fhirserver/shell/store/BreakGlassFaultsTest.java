package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/**
 * Broken glass broken off at each of its statements in turn: grant, notice, review and journal are
 * all there, or nothing of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakGlassFaultsTest {
  private static final int MOST = 60;

  private TestStore store;
  private int round;

  @BeforeAll
  void start(@TempDir Path folder) {
    store =
        new TestStore(
            folder, Optional.of(new VariedStore.Allergies()), true, FaultyDriver::address);
  }

  @AfterEach
  void rest() {
    FaultyDriver.rest();
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private Access physician() {
    return store.open(
        "sato",
        Role.PHYSICIAN,
        Purpose.BTG,
        "Practitioner/sato",
        "Organization/hospital",
        "user/*.cruds",
        "app");
  }

  /** Strikes once, before the n-th statement. */
  private final class Once implements FaultyDriver.Fault {
    private final int at;
    private final boolean kill;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean struck;

    Once(int at, boolean kill) {
      this.at = at;
      this.kill = kill;
    }

    @Override
    public void before(Connection connection) throws SQLException {
      if (count.incrementAndGet() != at) return;
      struck = true;
      if (!kill) throw new SQLException("planted", "58030");
      int process = connection.unwrap(PGConnection.class).getBackendPID();
      try (Connection superuser = store.asSuperuser();
          var sql = superuser.prepareStatement("select pg_terminate_backend(?, 10000)")) {
        sql.setInt(1, process);
        sql.execute();
      }
    }

    @Override
    public void after(Connection connection) {}
  }

  private boolean smash(BreakGlass glass, String id) {
    try {
      glass.grant(physician(), Ref.patient(id), BreakGlass.Reason.LIFE_THREATENING, "心肺停止の疑い");
      return true;
    } catch (Problem away) {
      assertThat(away.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
      return false;
    } catch (IllegalStateException planted) {
      return false;
    }
  }

  private long there(String id) {
    long key = Hash64.of("Patient/" + id);
    return store.number("select count(*) from tie where kind = 'GLASS' and patient = " + key)
        + store.number("select count(*) from break_glass where patient = " + key)
        + store.number(
            "select count(*) from resource r join compartment c on c.patient = r.patient where c.id ="
                + " '"
                + id
                + "' and r.id <> c.id");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everythingOrNothing(boolean kill) {
    BreakGlass glass = store.store.breakGlass(new BreakGlass.Box(Duration.ofMinutes(60)));
    int struck = 0;
    for (int at = 1; at <= MOST; at++) {
      String id = "p" + ++round;
      store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "'}");
      Once fault = new Once(at, kill);
      FaultyDriver.strike("write", fault);

      boolean acknowledged = smash(glass, id);

      FaultyDriver.rest();
      assertThat(there(id)).as("statement %d", at).isIn(0L, 3L);
      if (acknowledged) {
        assertThat(there(id)).as("acknowledged, statement %d", at).isEqualTo(3);
        long rows =
            store.number(
                "select count(*) from journal where kind = 'BREAK_GLASS' and patient = "
                    + Hash64.of("Patient/" + id));
        assertThat(rows).isEqualTo(1);
      }
      if (!fault.struck) break;
      struck++;
      try {
        store.put(store.loader(), "{'resourceType':'Patient','id':'next" + round + "'}");
      } catch (Problem away) {
        // A connection that died at rest is found out by the next who takes it.
        store.put(store.loader(), "{'resourceType':'Patient','id':'next" + round + "'}");
      }
    }

    assertThat(struck).isBetween(8, MOST - 1);
    store.store.close();
    assertThat(store.audit()).hasSize(Claim.values().length).allMatch(StoreAudit.Verdict::holds);
    store.startAgain();
  }
}
