package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.shell.store.Schema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesCommandTest {
  @TempDir Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aServiceIsEnteredChangedAndEndedBesideARunningHub() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    try (PostgresServer server = TestServers.start(folder);
        DataFolder.Lock hub = folder.lock()) {
      Database database = server.database();
      Schema.migrate(
          database.jdbcUrl(),
          database.owner().user(),
          database.owner().password(),
          database.app().user());

      assertThat(run(folder, "add", "app", "--name", "血圧アプリ")).isEqualTo(Failure.FAILED);
      assertThat(said())
          .contains("--classes is needed", "--until is needed", "Nothing was written");
      assertThat(
              run(
                  folder,
                  "add",
                  "app",
                  "--name=血圧アプリ",
                  "--classes=identity,vital",
                  "--scopes=patient/Observation.rs",
                  "--until=2099-03-31"))
          .isZero();
      assertThat(run(folder, "add", "app", "--until=2099-12-31")).isEqualTo(Failure.FAILED);
      assertThat(run(folder, "set", "other", "--until=2099-12-31")).isEqualTo(Failure.FAILED);
      assertThat(run(folder, "set", "app", "--origins=https://a.example.org", "--on-devices=true"))
          .isZero();
      said();

      assertThat(run(folder, "list")).isZero();
      assertThat(said())
          .contains("keycloak", "user/Patient.rs user/Task.cru")
          .contains("app  血圧アプリ", "until 2099-03-31", "identity vital")
          .contains("https://a.example.org", "on registered devices only");
      assertThat(run(folder, "set", "app", "--until=2020-01-01")).isZero();
      assertThat(said()).contains("ENDED after 2020-01-01");

      // As docs/dispatch.md tells whoever enters a city's dispatch centre.
      assertThat(
              run(
                  folder,
                  "add",
                  "dispatch",
                  "--name",
                  "指令センター",
                  "--classes",
                  "encounter,open",
                  "--scopes",
                  "user/Encounter.crus user/Organization.rs",
                  "--until",
                  "2099-03-31"))
          .isZero();
      said();
      assertThat(run(folder, "list")).isZero();
      assertThat(said()).contains("dispatch  指令センター", "user/Encounter.crus user/Organization.rs");
    }
    assertThat(run(folder, "change", "app")).isEqualTo(Failure.USAGE);
  }

  private int run(DataFolder folder, String... words) {
    PrintStream to = new PrintStream(out, true, UTF_8);
    Map<String, String> environment = Map.of("HUB_DATA", folder.root().toString());
    List<String> all = new java.util.ArrayList<>(List.of("services"));
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
