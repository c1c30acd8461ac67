package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.shell.store.Schema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminologyCommandTest {
  private static final Charset MS932 = Charset.forName("windows-31j");
  private static final String KEYS = "http://medis.or.jp/CodeSystem/master-disease-keyNumber";
  private static final String ROWS =
      """
      0,20050001,つむぎ熱,ﾂﾑｷﾞﾈﾂ,1,TMG1,A999,,,,8830001,つむぎ熱,1,100,20200101,,00,0,,
      0,20050002,①型つむぎ病,ｲﾁｶﾞﾀﾂﾑｷﾞﾋﾞｮｳ,1,TMG2,B99,,,,8830002,つむぎ病,1,100,20200101,,00,0,,
      """;

  @TempDir Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void tablesComeStayAndGoBesideARunningHubAndWithoutOne() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    Path file = Files.write(temp.resolve("nmain517.txt"), ROWS.getBytes(MS932));
    Path broken =
        Files.write(
            temp.resolve("nmain518.txt"), ROWS.replace("20050002", "20050001").getBytes(MS932));
    try (PostgresServer server = TestServers.start(folder)) {
      Database database = server.database();
      // As a running hub holds it: without that, a command takes the server for a left-over.
      try (DataFolder.Lock hub = folder.lock()) {
        assertThat(run(folder, "list")).isEqualTo(Failure.FAILED);
        assertThat(said()).contains("has no tables for code systems yet");
      }
      Schema.migrate(
          database.jdbcUrl(),
          database.owner().user(),
          database.owner().password(),
          database.app().user());
      try (DataFolder.Lock hub = folder.lock()) {
        assertThat(run(folder, "load", "medis-disease", file.toString())).isZero();
        assertThat(said())
            .contains("2 rows read, written in Shift_JIS")
            .contains(KEYS + "|517  2 codes")
            .contains("medis-disease-key-to-icd10|517  2 pairs");

        assertThat(run(folder, "load", "medis-disease", broken.toString())).isEqualTo(1);
        assertThat(said())
            .contains("line 2: the code 20050001 stands on line 1 already")
            .contains("Refused whole, with 1 finding");
      }
    }

    assertThat(run(folder, "list")).isZero();
    assertThat(said())
        .contains(KEYS + "  517")
        .contains("MedisDiseaseKeyNumber, 2 codes, from nmain517.txt")
        .doesNotContain("518");
    assertThat(run(folder, "load", "medis-disease", file.toString())).isZero();
    assertThat(said()).contains("nothing was changed");
    assertThat(run(folder, "remove", KEYS, "517")).isZero();
    assertThat(run(folder, "remove", KEYS, "517")).isEqualTo(1);
    assertThat(said()).contains("is removed").contains("is not loaded");
  }

  @Test
  void whatIsWrongWithTheWordsIsSaidBeforeAnythingIsRead() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    Path file = Files.writeString(temp.resolve("codes.csv"), "code,display\na,A\n");

    assertThat(run(folder)).isEqualTo(2);
    assertThat(run(folder, "load", "nothing", file.toString())).isEqualTo(2);
    assertThat(run(folder, "load", "table", file.toString())).isEqualTo(2);
    assertThat(run(folder, "load", "yj", temp.resolve("none").toString())).isEqualTo(1);
    assertThat(run(folder, "load", "table", file.toString(), "--mapping", "code-and-name"))
        .isEqualTo(1);
    assertThat(said()).contains("does not tell the version; say it with --version");
    assertThat(
            run(folder, "load", "table", file.toString(), "--mapping=code-and-name", "--version=1"))
        .isEqualTo(1);
    assertThat(said()).contains("needs the system's url to be stated");
  }

  private String said() {
    String said = out.toString(UTF_8);
    out.reset();
    return said;
  }

  private int run(DataFolder folder, String... words) {
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Map<String, String> environment =
        Map.of("HUB_DATA", folder.root().toString(), "HUB_CACHE", TestServers.cache().toString());
    List<String> arguments = new ArrayList<>(List.of("terminology"));
    arguments.addAll(List.of(words));
    return new CommandLine(environment, new Console(stream, stream)).execute(arguments);
  }
}
