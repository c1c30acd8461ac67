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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  /**
   * @param sql plants it; {@code :type(X)} is the number of a type, {@code :app} the application
   */
  private record Fault(String name, String sql, Set<Claim> broken) {
    static Fault of(String name, String sql, Claim first, Claim... further) {
      return new Fault(name, sql, EnumSet.of(first, further));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A journal row that no head signs and that has a row after it. */
  private static final String UNSIGNED =
      "(select j.seq from journal j where j.seq > 1 and j.seq < (select max(seq) - 1 from journal)"
          + " and j.content is not null and not exists (select from journal_head h where h.seq in"
          + " (j.seq, j.seq + 1)) order by j.seq limit 1)";

  private static final String W1 = " where type = :type(Observation) and id = 'w1'";
  private static final String SOBA = " where type = :type(AllergyIntolerance) and id = 'soba'";

  private static String bytes(String from, String to) {
    return "convert_to(replace(convert_from(body, 'UTF8'), '" + from + "', '" + to + "'), 'UTF8')";
  }

  static Stream<Fault> faults() {
    return Stream.of(journal(), versions(), values(), consent(), beside()).flatMap(List::stream);
  }

  private static List<Fault> journal() {
    return List.of(
        Fault.of(
            "journal content changed",
            "update journal set content = content || '\\x20'::bytea where seq = " + UNSIGNED,
            Claim.CHAIN),
        Fault.of(
            "journal content and digest changed",
            "update journal set content = '\\x7b7d', digest = sha256(salt || '\\x7b7d'::bytea) where"
                + " seq = "
                + UNSIGNED,
            Claim.CHAIN),
        Fault.of(
            "journal row given to another patient",
            "update journal set patient = patient + 1 where seq = " + UNSIGNED,
            Claim.CHAIN),
        Fault.of("journal row deleted", "delete from journal where seq = " + UNSIGNED, Claim.CHAIN),
        Fault.of(
            "first journal row deleted",
            "delete from journal where seq = 1",
            Claim.CHAIN,
            Claim.HEADS),
        Fault.of(
            "two journal rows swapped",
            "create temp table s on commit drop as select "
                + UNSIGNED
                + " as n; update journal set seq = -seq where seq in (select n from s union select n"
                + " + 1 from s); update journal set seq = 2 * (select n from s) + 1 + seq where seq <"
                + " 0",
            Claim.CHAIN),
        Fault.of(
            "tail cut after it was signed",
            "delete from journal where seq >= (select max(seq) from journal_head)",
            Claim.HEADS),
        Fault.of(
            "signature forged",
            "update journal_head set signature = set_byte(signature, 5, 255 - get_byte(signature,"
                + " 5)) where seq = (select max(seq) from journal_head)",
            Claim.HEADS),
        Fault.of(
            "signature of another head",
            "update journal_head set signature = (select signature from journal_head order by seq"
                + " limit 1) where seq = (select max(seq) from journal_head)",
            Claim.HEADS),
        Fault.of(
            "application may update the journal", "grant update on journal to :app", Claim.RIGHTS),
        Fault.of(
            "application may update one column",
            "grant update (hash) on journal_head to :app",
            Claim.RIGHTS),
        Fault.of("application may truncate", "grant truncate on journal to :app", Claim.RIGHTS),
        Fault.of("application owns a table", "alter table tie owner to :app", Claim.RIGHTS),
        Fault.of("application is a superuser", "alter role :app superuser", Claim.RIGHTS));
  }

  private static List<Fault> versions() {
    return List.of(
        Fault.of(
            "history version missing",
            "delete from resource_history" + W1 + " and version = 2; delete from outbox" + W1,
            Claim.VERSIONS),
        Fault.of(
            "history version missing, with its event left",
            "delete from resource_history" + W1 + " and version = 1",
            Claim.VERSIONS,
            Claim.EVENTS),
        Fault.of(
            "deletion with a body",
            "update resource_history set body = '\\x7d' where type = :type(Patient) and id = 'goro'"
                + " and version = 2",
            Claim.VERSIONS),
        Fault.of(
            "deletion taken back in name only",
            "update resource_history set change = 'U' where type = :type(Patient) and id = 'goro'"
                + " and version = 2",
            Claim.VERSIONS,
            Claim.ROWS),
        Fault.of(
            "event of a version that never was",
            "update outbox set version = 9" + W1 + " and version = 1",
            Claim.EVENTS),
        Fault.of("body is no JSON", "update resource set body = '\\x00' || body" + W1, Claim.ROWS),
        Fault.of(
            "earlier body is no JSON",
            "update resource_history set body = '\\x00' || body" + W1 + " and version = 1",
            Claim.ROWS),
        Fault.of(
            "earlier version under another patient",
            "update resource_history set patient = 5" + W1 + " and version = 1; delete from outbox",
            Claim.ROWS),
        Fault.of(
            "dangling reference",
            "update resource set body = "
                + bytes("Organization/clinic", "Organization/nobody")
                + SOBA
                + "; update emergency_sheet set body = "
                + bytes("Organization/clinic", "Organization/nobody"),
            Claim.LINKS));
  }

  private static List<Fault> values() {
    return List.of(
        Fault.of(
            "body has another code",
            "update resource set body = " + bytes("29463-7", "29463-8") + W1,
            Claim.VALUES),
        Fault.of("token removed", "update resource set tokens = tokens[2:]" + W1, Claim.VALUES),
        Fault.of(
            "token added", "update resource set tokens = tokens || 7::int8" + W1, Claim.VALUES),
        Fault.of(
            "main date moved",
            "update resource set until = until + interval '1 day'" + W1,
            Claim.VALUES),
        Fault.of(
            "string_value orphan",
            "insert into string_value select patient, 999999, type, param, value, exact from"
                + " string_value limit 1",
            Claim.VALUES),
        Fault.of(
            "string_value changed",
            "update string_value set value = value || 'x' where row = (select row from resource where"
                + " type = :type(Patient) and id = 'hanako')",
            Claim.VALUES),
        Fault.of("date_value doubled", "insert into date_value table date_value", Claim.VALUES),
        Fault.of("words changed", "update resource set words = words || 'x'" + W1, Claim.VALUES),
        Fault.of("presence changed", "update resource set present = '{}'" + W1, Claim.VALUES),
        Fault.of(
            "number_value with another label",
            "update number_value set label = label + 1 where row = (select row from resource"
                + W1
                + ")",
            Claim.VALUES),
        Fault.of(
            "number_value removed",
            "delete from number_value where row = (select row from resource" + W1 + ")",
            Claim.VALUES));
  }

  private static List<Fault> consent() {
    String laxer =
        "insert into facet (type, data_class, sensitivity, confidentiality, recorder) select type,"
            + " data_class, sensitivity, 'U', recorder from facet where id = (select facet from"
            + " resource"
            + W1
            + "); update compartment set facets = facets || (select max(id) from facet) where id ="
            + " 'hanako'; ";
    return List.of(
        Fault.of(
            "facet points to a laxer one",
            laxer + "update resource set facet = (select max(id) from facet)" + W1,
            Claim.FACETS),
        Fault.of(
            "facet of an earlier version",
            laxer
                + "update resource_history set facet = (select max(id) from facet)"
                + W1
                + " and version = 1",
            Claim.FACETS),
        Fault.of(
            "facet of a deletion",
            "update resource_history set facet = facet + 1 where type = :type(Patient) and id ="
                + " 'goro' and version = 2",
            Claim.FACETS),
        Fault.of(
            "facet that does not exist",
            "update resource set facet = 999999"
                + W1
                + "; update compartment set facets = facets || 999999",
            Claim.FACETS),
        Fault.of(
            "meaning of a facet changed",
            "update facet set confidentiality = 'N' where confidentiality = 'R'",
            Claim.FACETS),
        Fault.of(
            "recorder of a row changed",
            "update resource set recorder = 'Organization/other'" + W1,
            Claim.FACETS),
        Fault.of(
            "policy changed back to an older one",
            "update compartment set policy = h.policy, slots = h.slots from compartment h where h.id ="
                + " 'hanako' and compartment.id = 'taro'",
            Claim.COMPARTMENTS),
        Fault.of(
            "another actor in the policy",
            "update compartment set slots[2] = 'Practitioner/other' where id = 'hanako'",
            Claim.COMPARTMENTS),
        Fault.of(
            "facet present but not listed",
            "update compartment set facets = '{}' where id = 'taro'",
            Claim.COMPARTMENTS),
        Fault.of(
            "compartment of a Patient missing",
            "delete from compartment where id = 'taro'",
            Claim.COMPARTMENTS),
        Fault.of(
            "compartment without a Patient",
            "insert into compartment (patient, id, policy) select 7, 'ghost', policy from compartment"
                + " where id = 'taro'",
            Claim.COMPARTMENTS));
  }

  private static List<Fault> beside() {
    return List.of(
        Fault.of("member row missing", "delete from member", Claim.ROWS),
        Fault.of(
            "members forgotten",
            "update resource set members = '{}' where type = :type(Bundle) and id = 'both'",
            Claim.ROWS),
        Fault.of(
            "members of an earlier version forgotten",
            "update resource_history set members = '{}' where type = :type(Bundle) and id = 'gone'"
                + " and version = 1",
            Claim.ROWS,
            Claim.FACETS),
        Fault.of(
            "member row of nothing",
            "insert into member select patient, owner, type, 999999 from member limit 1",
            Claim.ROWS),
        Fault.of(
            "tie removed", "delete from tie where actor = 'RelatedPerson/daughter'", Claim.TIES),
        Fault.of(
            "tie with more power",
            "update tie set powers = array['READ', 'CONSENT'] where kind = 'CARE'",
            Claim.TIES),
        Fault.of(
            "tie of nothing",
            "insert into tie select patient, 999999, kind, 'Practitioner/other', powers, since, until"
                + " from tie limit 1",
            Claim.TIES),
        Fault.of(
            "sheet block tampered",
            "update emergency_sheet set body = " + bytes("そば", "なし"),
            Claim.SHEETS),
        Fault.of("sheet block removed", "delete from emergency_sheet", Claim.SHEETS),
        Fault.of(
            "sheet of nobody",
            "insert into emergency_sheet select 7, block, facet, residue, valid_until, body from"
                + " emergency_sheet limit 1",
            Claim.SHEETS));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPlantedFaultIsFoundByTheClaimItBreaks(Fault fault) throws SQLException {
    List<Verdict> verdicts = new ArrayList<>();
    try (Connection connection = store.asSuperuser();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute(spelled(fault.sql()));

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

  private String spelled(String sql) {
    String spelled = sql.replace(":app", store.database.app().user());
    for (String type : Arrays.asList("Observation", "Bundle", "AllergyIntolerance", "Patient")) {
      short number = TestStore.R4_FACTS.typeNumber(type);
      spelled = spelled.replace(":type(" + type + ")", Short.toString(number));
    }
    return spelled;
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
