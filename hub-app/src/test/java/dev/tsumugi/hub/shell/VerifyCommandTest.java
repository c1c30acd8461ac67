package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.Schema;
import dev.tsumugi.fhirserver.shell.store.Store;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aStoreIsSoundUntilSomebodyRewritesItsJournal(@TempDir Path temp) throws Exception {
    DataFolder folder = TestServers.folder(temp);
    Path keys = folder.keys();
    try (PostgresServer server = TestServers.start(folder)) {
      fill(server.database(), keys);

      // Beside a working server, as beside a working hub.
      try (DataFolder.Lock hub = folder.lock()) {
        assertThat(verify(folder)).isZero();
        assertThat(said()).contains("The store is sound: 14 claims hold.");
      }
      try (Connection connection = server.database().connectAsOwner();
          Statement sql = connection.createStatement()) {
        sql.execute("update journal set content = '{}' where seq = 1");
      }
    }

    // And without one.
    assertThat(verify(folder)).isEqualTo(Failure.FAILED);
    assertThat(said())
        .contains("BROKEN  every journal row follows")
        .contains("journal of node-1: row 1 has another content than was digested")
        .contains("The store is not sound: 1 finding.");

    Files.delete(keys);
    assertThat(verify(folder)).isEqualTo(Failure.FAILED);
    assertThat(said()).contains("the key store is not there");
    assertThat(keys).as("checking makes no keys").doesNotExist();
  }

  private String said() {
    String said = out.toString(UTF_8);
    out.reset();
    return said;
  }

  private int verify(DataFolder folder) {
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Map<String, String> environment =
        Map.of("HUB_DATA", folder.root().toString(), "HUB_CACHE", TestServers.cache().toString());
    return new CommandLine(environment, new Console(stream, stream)).execute(List.of("verify"));
  }

  private static void fill(Database database, Path keys) throws Exception {
    Login owner = database.owner();
    Login app = database.app();
    Schema.migrate(database.jdbcUrl(), owner.user(), owner.password(), app.user());
    try (Connection connection = database.connectAsOwner();
        Statement sql = connection.createStatement()) {
      sql.execute(
          "insert into service (client, name, classes, scopes, valid_until) values ('loader', 'test',"
              + " array['identity'], 'system/*.cruds', now() + interval '1 day')");
    }
    Clock clock = Clock.systemUTC();
    Store.Settings settings = new Store.Settings("node-1", KeyStore.open(keys), clock, () -> "new");
    try (Store store =
        new Store(
            new dev.tsumugi.fhirserver.shell.store.Database(
                database.jdbcUrl(), app.user(), app.password()),
            R4.load(),
            settings,
            Optional.of(new EmergencySheet()))) {
      Json.Obj patient = Json.object().put("resourceType", "Patient").put("active", true).build();
      store
          .records()
          .commit(
              custodian(clock),
              List.of(new Write.Create("Patient", patient, "", Optional.empty())));
    }
  }

  private static Access custodian(Clock clock) {
    Requester loader =
        new Requester(
            "loader",
            "loader",
            Optional.empty(),
            Optional.empty(),
            Role.CUSTODIAN,
            Scopes.parse("system/*.cruds"),
            Purpose.RECORDMGT,
            "loader",
            Optional.empty(),
            new SignOn("session", "token", 3, Optional.empty()));
    return new ConsentEngine().open(loader, clock.instant());
  }
}
