package dev.tsumugi.terminology.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.SystemVersion;
import dev.tsumugi.terminology.master.CodePairs;
import dev.tsumugi.terminology.master.CodeTable;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableLoaderTest {
  private static final String URL = "https://example.org/codes";

  private final TestTables tables = new TestTables();

  private static List<Concept> codes(String... names) {
    List<Concept> codes = new ArrayList<>();
    for (String name : names) codes.add(Concept.of(name, "display of " + name));
    return codes;
  }

  private static TableLoader.Load load(List<CodeTable> systems, String digest, boolean replace) {
    return new TableLoader.Load(
        systems, List.of(), "test", "file", digest.getBytes(StandardCharsets.UTF_8), replace);
  }

  @Test
  void versionsStandSideBySideAndOldCodesStillResolve() throws SQLException {
    tables.load(TestTables.table(URL, "2024", codes("a", "b")));
    tables.load(TestTables.table(URL, "2025", codes("b", "c")));

    LoadedTables seen = tables.seen();

    assertThat(seen.versions(URL)).containsExactly("2024", "2025");
    assertThat(seen.system(URL, null).about().version()).isEqualTo("2025");
    assertThat(seen.system(URL, null).find("a")).isNull();
    assertThat(seen.system(URL, "2024").find("a").display()).isEqualTo("display of a");
    assertThat(seen.system(URL, "2023")).isNull();
    assertThat(seen.system("https://example.org/other", null)).isNull();
  }

  @Test
  void theSameAgainChangesNothingAndAnotherFileNeedsAWord() throws SQLException {
    CodeTable first = TestTables.table(URL, "1", codes("a"));
    CodeTable other = TestTables.table(URL, "1", codes("a", "b"));
    try (Connection owner = tables.owner()) {
      TableLoader loader = new TableLoader(owner);

      assertThat(loader.load(load(List.of(first), "x", false), told -> {})).isTrue();
      assertThat(loader.load(load(List.of(first), "x", false), told -> {})).isFalse();
      assertThatThrownBy(() -> loader.load(load(List.of(other), "y", false), told -> {}))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("--replace");
      assertThat(tables.seen().system(URL, "1").find("b")).isNull();

      assertThat(loader.load(load(List.of(other), "y", true), told -> {})).isTrue();
      assertThat(tables.seen().system(URL, "1").find("b")).isNotNull();
      assertThat(loader.list()).hasSize(1);
    }
  }

  @Test
  void whatWasRemovedBetweenTwoLooksIsNotTakenForNoSuchCode() throws SQLException {
    tables.load(TestTables.table(URL, "1", codes("a")));
    Concepts held = tables.seen().system(URL, "1");
    try (Connection owner = tables.owner()) {
      assertThat(new TableLoader(owner).remove(URL, "1")).isTrue();
      assertThat(new TableLoader(owner).remove(URL, "1")).isFalse();
    }

    assertThatThrownBy(() -> held.find("a"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
    assertThatThrownBy(() -> held.find("never there")).isInstanceOf(Problem.class);
    assertThat(tables.seen().versions(URL)).isEmpty();
  }

  @Test
  void theApplicationMayReadAndNothingElse() throws SQLException {
    tables.load(TestTables.table(URL, "1", codes("a")));
    try (Connection app = tables.app();
        Statement sql = app.createStatement()) {
      for (String change :
          List.of(
              "delete from code_concept",
              "update code_system set version = '2'",
              "insert into code_posting values (1, 'x', '')",
              "truncate code_map")) {
        assertThatThrownBy(() -> sql.execute(change)).hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void aMapIsReadAsAResource() throws SQLException {
    CodePairs pairs =
        new CodePairs(
            "https://example.org/map",
            "1",
            "Map",
            "https://example.org/from",
            "https://example.org/to",
            List.of(
                new CodePairs.Pair("a", "x", "equivalent", ""),
                new CodePairs.Pair("a", "y", "wider", "so so")));
    try (Connection owner = tables.owner()) {
      new TableLoader(owner)
          .load(
              new TableLoader.Load(List.of(), List.of(pairs), "test", "f", new byte[] {1}, false),
              told -> {});
    }

    assertThat(tables.seen().maps("https://example.org/map").get(0).resource().toString())
        .contains(
            "\"code\":\"a\"", "\"code\":\"y\",\"equivalence\":\"wider\",\"comment\":\"so so\"");
    assertThat(tables.seen().maps("https://example.org/none")).isEmpty();
  }

  /** The process that loads is killed for good, half way through its rows. */
  @Test
  void aLoadKilledInTheMiddleLeavesNothingAndRepeatedEndsWhole() throws Exception {
    tables.load(TestTables.table(URL, "1", codes("a")));
    Process loader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                tables.database.url(),
                tables.database.owner().user(),
                tables.database.owner().password())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(loader.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.equals("half")) line = out.readLine();
      assertThat(line).as("the loader came half way").isEqualTo("half");
    }
    assertThat(loader.isAlive()).isTrue();
    loader.destroyForcibly().waitFor();

    assertThat(tables.seen().versions(URL)).containsExactly("1");
    assertThat(tables.seen().system(URL, null).find("a")).isNotNull();

    assertThat(tables.load(Killed.table())).isTrue();
    Concepts whole = tables.seen().system(URL, "2");
    assertThat(whole.count(dev.tsumugi.terminology.ConceptQuery.ALL)).isEqualTo(Killed.SIZE);
    assertThat(whole.find("C" + (Killed.SIZE - 1))).isNotNull();
    assertThat(rows("code_concept")).isEqualTo(Killed.SIZE + 1);
  }

  private long rows(String table) throws SQLException {
    try (Connection owner = tables.owner();
        Statement sql = owner.createStatement();
        ResultSet row = sql.executeQuery("select count(*) from " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The other process: loads, says when it is half way, and waits there for its end. */
  static final class Killed {
    static final int SIZE = 100_000;

    private Killed() {}

    static CodeTable table() {
      List<Concept> concepts = new ArrayList<>(SIZE);
      for (int i = 0; i < SIZE; i++) concepts.add(Concept.of("C" + i, "concept " + i));
      return new CodeTable(
          new SystemVersion(
              URL,
              "2",
              "Large",
              null,
              SystemVersion.Content.COMPLETE,
              true,
              null,
              null,
              null,
              SystemVersion.Standing.ACTIVE,
              List.of(),
              List.of()),
          concepts);
    }

    public static void main(String[] arguments) throws Exception {
      try (Connection owner =
          java.sql.DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
        new TableLoader(owner)
            .load(
                load(List.of(table()), "killed", false),
                written -> {
                  if (written < SIZE / 2) return;
                  System.out.println("half");
                  System.out.flush();
                  java.util.concurrent.locks.LockSupport.park();
                });
      }
    }
  }

  @Test
  void aHierarchyIsAnsweredAsInMemory() throws SQLException {
    List<Concept> concepts = new ArrayList<>();
    Map<String, List<String>> parents =
        Map.of("b", List.of("a"), "c", List.of("a"), "d", List.of("b", "c"), "e", List.of("d"));
    for (String code : List.of("e", "d", "c", "b", "a", "z")) {
      concepts.add(
          new Concept(
              code,
              "concept " + code,
              null,
              List.of(),
              List.of(Concept.Property.of("kind", code.equals("e") ? "leaf" : "branch")),
              parents.getOrDefault(code, List.of()),
              code.equals("c"),
              code.equals("a"),
              List.of()));
    }
    tables.load(TestTables.table(URL, "1", concepts));

    HierarchyAnswers.same(tables.seen().system(URL, "1"), concepts, parents);
  }
}
