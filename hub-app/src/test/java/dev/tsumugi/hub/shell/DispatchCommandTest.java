package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.shell.store.Schema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchCommandTest {
  @TempDir Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aCentreIsEnteredAndEndedAndItsSecretToldOnce() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    try (PostgresServer server = TestServers.start(folder);
        DataFolder.Lock hub = folder.lock()) {
      Database database = server.database();
      Schema.migrate(
          database.jdbcUrl(),
          database.owner().user(),
          database.owner().password(),
          database.app().user());

      assertThat(run(folder, "add", "centre", "--organization", "Organization/fire")).isZero();
      String told = said();
      String secret = told.lines().filter(line -> line.startsWith("whsec_")).findFirst().get();
      assertThat(told).contains("is assessed");
      assertThat(run(folder, "add", "centre", "--organization", "Organization/fire"))
          .isEqualTo(Failure.FAILED);
      assertThat(run(folder, "list")).isZero();
      assertThat(said()).contains("centre  Organization/fire  since").doesNotContain("whsec_");
      assertThat(kept(database)).isNotEmpty().doesNotContain(secret.substring(6));

      assertThat(run(folder, "end", "centre")).isZero();
      assertThat(run(folder, "end", "centre")).isEqualTo(Failure.FAILED);
      assertThat(run(folder, "list")).isZero();
      assertThat(said()).contains("ENDED");
      assertThat(run(folder, "add", "centre", "--organization", "Organization/fire")).isZero();
      assertThat(said()).contains("whsec_").doesNotContain(secret);
    }
    assertThat(run(folder, "add", "centre")).isEqualTo(Failure.USAGE);
    assertThat(run(folder, "send", "centre")).isEqualTo(Failure.USAGE);
  }

  private static String kept(Database database) throws Exception {
    try (Connection owner = database.connectAsOwner();
        var statement = owner.createStatement();
        var row = statement.executeQuery("select secret from dispatch_source")) {
      row.next();
      return row.getString(1);
    }
  }

  private int run(DataFolder folder, String... words) {
    PrintStream to = new PrintStream(out, true, UTF_8);
    Map<String, String> environment = Map.of("HUB_DATA", folder.root().toString());
    List<String> all = new ArrayList<>(List.of("dispatch"));
    all.addAll(List.of(words));
    return new CommandLine(environment, new Console(to, to)).execute(all);
  }

  /** What was said since the last time. */
  private String said() {
    String text = out.toString(UTF_8);
    out.reset();
    return text;
  }
}
