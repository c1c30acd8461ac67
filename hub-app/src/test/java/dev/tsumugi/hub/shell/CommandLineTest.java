package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  @TempDir Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  @Test
  void helpListsEveryCommand() {
    assertThat(hub("help")).isZero();
    for (String command :
        List.of("run", "load", "story", "verify", "backup", "restore", "test", "bench", "help")) {
      assertThat(out.toString(UTF_8)).contains("./hub " + command);
    }
  }

  @Test
  void aWrongCommandLineIsOneSentenceAndTwo() {
    usage("There is no command fly", "fly");
    usage("Which command?");
    usage("no arguments", "run", "fast");
    usage("There is no option --fast", "run", "--fast");
    usage("needs files", "load");
    usage("needs a value", "load", "--url");
    usage("--clients must be a number", "load", "--clients=many", fixture("a.json", "{}"));
    usage("--url must be", "load", "--url", "nowhere", fixture("a.json", "{}"));
    usage("takes one argument", "backup");
    usage("There is no story flight", "story", "flight");
  }

  @Test
  void whatCannotBeDoneIsOneSentenceAndOne() {
    fails("There is no file", "load", temp.resolve("none.json").toString());
    fails("There is no backup", "restore", temp.resolve("none").toString());
    fails("no hub's data", "backup", temp.resolve("b").toString());
  }

  @Test
  void aHubThatIsNotThereIsSaidSo() {
    String file = fixture("p.json", "{\"resourceType\":\"Patient\"}");

    fails("No hub answers at http://127.0.0.1:1", "load", "--url", "http://127.0.0.1:1", file);
  }

  @Test
  void backupsOfAnotherServerAreLeftToItsTools() {
    Map<String, String> external =
        Map.of("HUB_DB_URL", "jdbc:postgresql://db/x", "HUB_DB_USER", "u", "HUB_DB_PASSWORD", "p");

    int exit = new CommandLine(external, console()).execute(List.of("backup", "x"));

    assertThat(exit).isEqualTo(1);
    assertThat(error.toString(UTF_8)).contains("pg_basebackup").contains("pg_dump");
  }

  @Test
  void aSecondRunOnTheSameFolderIsRefused() {
    DataFolder folder = new DataFolder(temp.resolve("data").toAbsolutePath().normalize());
    folder.prepare();
    try (DataFolder.Lock lock = folder.lock()) {
      String pid = Long.toString(ProcessHandle.current().pid());
      fails("Another hub (process " + pid + ") runs on HUB_DATA", "run");
    }
  }

  @Test
  void aPortInUseIsNamedWithItsVariable() throws Exception {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Map<String, String> environment =
          Map.of("HUB_DATA", temp.resolve("data").toString(), "HUB_PORT", port);

      int exit = new CommandLine(environment, console()).execute(List.of("run"));

      assertThat(exit).isEqualTo(1);
      assertThat(error.toString(UTF_8))
          .contains("Port " + port + " is in use")
          .contains("HUB_PORT");
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() {
    String file = fixture("file", "");
    Map<String, String> environment = Map.of("HUB_DATA", file + "/data");

    int exit = new CommandLine(environment, console()).execute(List.of("run"));

    assertThat(exit).isEqualTo(1);
    assertThat(error.toString(UTF_8)).contains("HUB_DATA").contains("cannot be written");
  }

  private void usage(String sentence, String... arguments) {
    assertOneSentence(sentence, 2, arguments);
  }

  private void fails(String sentence, String... arguments) {
    assertOneSentence(sentence, 1, arguments);
  }

  private void assertOneSentence(String sentence, int code, String... arguments) {
    error.reset();

    int exit = hub(arguments);

    assertThat(exit).isEqualTo(code);
    assertThat(error.toString(UTF_8)).startsWith("hub: ").contains(sentence).hasLineCount(1);
  }

  private int hub(String... arguments) {
    Map<String, String> environment = Map.of("HUB_DATA", temp.resolve("data").toString());
    return new CommandLine(environment, console()).execute(List.of(arguments));
  }

  private Console console() {
    return new Console(new PrintStream(out, true, UTF_8), new PrintStream(error, true, UTF_8));
  }

  private String fixture(String name, String content) {
    try {
      return Files.writeString(temp.resolve(name), content).toString();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
