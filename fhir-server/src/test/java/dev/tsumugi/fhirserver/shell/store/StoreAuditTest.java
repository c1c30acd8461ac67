package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.shell.store.StoreAudit.Verdict;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreAuditTest {
  private static final Optional<SheetRenderer> RENDERER = Optional.of(new VariedStore.Allergies());

  private TestStore store;

  @BeforeAll
  void fill(@TempDir Path folder) {
    store = VariedStore.in(folder);
  }

  private StoreAudit audit(Optional<KeyStore> keys, Optional<SheetRenderer> renderer) {
    return new StoreAudit(TestStore.R4_FACTS, keys, store.database.app().user(), renderer);
  }

  private List<Verdict> asOwner(StoreAudit audit) throws SQLException {
    var owner = store.database.owner();
    List<Verdict> verdicts = new ArrayList<>();
    try (Connection connection =
        DriverManager.getConnection(store.database.url(), owner.user(), owner.password())) {
      audit.run(connection, verdicts::add);
    }
    return verdicts;
  }

  @Test
  void whatTheWritePathLeftIsSound() throws SQLException {
    assertThat(store.number("select count(*) from journal_head")).isGreaterThanOrEqualTo(3);
    for (String table :
        List.of("string_value", "date_value", "number_value", "member", "tie", "emergency_sheet")) {
      assertThat(store.number("select count(*) from " + table)).as(table).isPositive();
    }

    List<Verdict> verdicts = asOwner(audit(Optional.of(store.keys), RENDERER));

    assertThat(verdicts).hasSize(Claim.values().length).allMatch(Verdict::holds, "holds");
  }

  @Test
  void withoutARendererItSaysThatSheetsWereNotLookedAt() throws SQLException {
    List<Verdict> verdicts = asOwner(audit(Optional.of(store.keys), Optional.empty()));

    assertThat(verdicts).filteredOn(v -> !v.holds()).hasSize(1);
    assertThat(verdicts)
        .filteredOn(v -> !v.notLookedAt().isEmpty())
        .extracting(Verdict::claim)
        .containsExactly(Claim.SHEETS.words());
  }

  @Test
  void withoutTheKeysNoSignatureIsTaken() throws SQLException {
    List<Verdict> verdicts = asOwner(audit(Optional.empty(), RENDERER));

    assertThat(verdicts)
        .filteredOn(v -> !v.holds())
        .extracting(Verdict::claim)
        .containsExactly(Claim.HEADS.words());
  }

  @ParameterizedTest
  @MethodSource("dev.tsumugi.fhirserver.shell.store.PlantedFault#all")
  void aPlantedFaultIsFoundByTheClaimItBreaks(PlantedFault fault) throws SQLException {
    List<Verdict> verdicts = new ArrayList<>();
    try (Connection connection = store.asSuperuser();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute(fault.sqlFor(store.database.app().user()));

      audit(Optional.of(store.keys), RENDERER).look(connection, verdicts::add);
      connection.rollback();
    }

    assertThat(verdicts.stream().filter(v -> !v.holds()))
        .extracting(Verdict::claim)
        .containsExactlyInAnyOrderElementsOf(fault.broken().stream().map(Claim::words).toList());
    assertThat(verdicts.stream().flatMap(v -> v.findings().stream()))
        .isNotEmpty()
        .noneMatch(sentence -> sentence.contains("そば") || sentence.contains("花子"));
  }

  @Test
  void aLongListOfFindingsIsCutAndCounted() throws SQLException {
    List<Verdict> verdicts = new ArrayList<>();
    try (Connection connection = store.asSuperuser();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute("update resource set tokens = '{7}'");
      audit(Optional.of(store.keys), RENDERER).look(connection, verdicts::add);
      connection.rollback();
    }

    Verdict values = verdicts.stream().filter(v -> !v.holds()).findFirst().orElseThrow();
    assertThat(values.claim()).isEqualTo(Claim.VALUES.words());
    assertThat(values.count()).isEqualTo(store.number("select count(*) from resource"));
    assertThat(values.findings()).hasSizeLessThanOrEqualTo(20);
  }
}
