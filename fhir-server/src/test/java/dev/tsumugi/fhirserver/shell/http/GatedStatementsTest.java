package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.shell.store.GateTags;
import java.lang.StackWalker.StackFrame;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every statement that brings contents of rows names its gate, or comes from a class that decides
 * in Java what leaves: nobody adds a way to the rows that no test knows of.
 */
class GatedStatementsTest {
  private static final String STORE = "dev.tsumugi.fhirserver.shell.store.";

  /** Plumbing that others send their statements through. */
  private static final Set<String> PLUMBING = Set.of("Sql", "WatchedDriver", "Database", "Reader");

  /**
   * Where rows come without a condition, and why that is so: they are decided before they leave, or
   * do not leave at all.
   */
  private static final Map<String, String> DECIDE_IN_JAVA =
      Map.ofEntries(
          Map.entry("JdbcRecords", "read and vread: one row, decided"),
          Map.entry("Histories", "versions whose keys were decided, fetched by them"),
          Map.entry("RecordChunks", "the Patient and the work data, decided one by one"),
          Map.entry("JdbcPatientRecord", "the Patient at the head of a record, decided"),
          Map.entry("RecordScan", "work data, decided one by one"),
          Map.entry("ExportCandidates", "what an export decides before it notes it"),
          Map.entry("ExportBuild", "what an export decides before it notes it"),
          Map.entry("ExportParts", "what a part decides before it is given out"),
          Map.entry("JdbcExports", "what a part decides before it is given out"),
          Map.entry("Standing", "what a commit changes, locked; decided by WriteGate"),
          Map.entry("AccessJournal", "names of organisations, which are open"),
          Map.entry("Medications", "what a written row names; its codes, not its content, count"),
          Map.entry("LabelRules", "value sets of labels, which are open"),
          Map.entry("StoredDefinitions", "terminology, which is open"),
          Map.entry("Keeping", "compiles Consents and sheets; nothing leaves"),
          Map.entry("StatedRows", "what ties and memberships are made of; nothing leaves"),
          Map.entry("Feed", "the Subscription itself, for its own worker"));

  @Test
  void everyGateIsMetAndEveryOtherStatementIsAccountedFor(@TempDir Path folder) {
    Map<String, String> met = new ConcurrentHashMap<>();
    Set<String> gates = ConcurrentHashMap.newKeySet();
    try (BypassTowns towns =
        new BypassTowns(
            folder,
            (pool, sql) -> {
              for (String word : GateTags.words()) if (GateTags.stands(sql, word)) gates.add(word);
              boolean rows = sql.contains(" from resource") && sql.contains("r.body");
              boolean reads = sql.contains("select");
              if (rows && reads && !GateTags.standsAny(sql)) met.put(caller(), sql);
              return sql;
            })) {
      for (Way way : Way.values()) {
        if (way != Way.VALIDATE) towns.toAStranger(way, HiddenBy.CODE);
      }
    }

    assertThat(gates).containsExactlyInAnyOrderElementsOf(GateTags.words());
    Collection<String> unknown = new TreeSet<>(met.keySet());
    unknown.removeAll(DECIDE_IN_JAVA.keySet());
    assertThat(unknown).as("classes that fetch rows without a gate").isEmpty();
  }

  /** The class of the store that wants the rows. */
  private static String caller() {
    Optional<String> first =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackFrame::getClassName)
                        .filter(name -> name.startsWith(STORE))
                        .map(name -> name.substring(STORE.length()).replaceFirst("\\$.*", ""))
                        .filter(name -> !PLUMBING.contains(name))
                        .findFirst());
    return first.orElse("nobody");
  }
}
