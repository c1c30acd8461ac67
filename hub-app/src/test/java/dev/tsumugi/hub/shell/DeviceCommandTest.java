package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.shell.store.Schema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCommandTest {
  @TempDir Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aCodeIsMadeAndALostTabletEndedBesideARunningHub() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    try (PostgresServer server = TestServers.start(folder);
        DataFolder.Lock hub = folder.lock()) {
      Database database = server.database();
      Schema.migrate(
          database.jdbcUrl(),
          database.owner().user(),
          database.owner().password(),
          database.app().user());

      assertThat(run(folder, "code", "--organization=Organization/fire-department")).isZero();
      assertThat(said()).containsPattern("^[2-9A-Z]{4}-[2-9A-Z]{4}\n").contains("10 minutes");
      assertThat(run(folder, "code", "--organization=Patient/x")).isEqualTo(Failure.USAGE);

      try (Connection owner = database.connectAsOwner();
          Statement insert = owner.createStatement()) {
        insert.execute(
            "insert into device (jkt, id, organization, name, registered, registered_by) values"
                + " ('k', 'd1', 'Organization/fire-department', '救急1号車', now(), 'test')");
      }
      said();
      assertThat(run(folder, "list")).isZero();
      assertThat(said()).contains("d1", "救急1号車").doesNotContain("REVOKED");
      assertThat(run(folder, "end", "d1")).isZero();
      assertThat(run(folder, "end", "d2")).isEqualTo(Failure.FAILED);
      said();
      assertThat(run(folder, "list")).isZero();
      assertThat(said()).contains("REVOKED");
    }
    assertThat(run(folder, "change")).isEqualTo(Failure.USAGE);
  }

  private int run(DataFolder folder, String... words) {
    PrintStream to = new PrintStream(out, true, UTF_8);
    Map<String, String> environment = Map.of("HUB_DATA", folder.root().toString());
    List<String> all = new ArrayList<>(List.of("device"));
    all.addAll(List.of(words));
    return new CommandLine(environment, new Console(to, to)).execute(all);
  }

  /** What was said since the last time. */
  private String said() {
    String said = out.toString(UTF_8);
    out.reset();
    return said;
  }
}
