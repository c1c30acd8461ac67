package dev.tsumugi.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalWordsTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:17:07Z");

  @Test
  void whatWasSeenIsToldWithTheOrganizationsName() {
    assertThat(texts(Kind.EMERGENCY, true, "DIRECTIVE", Optional.of("つむぎ市消防本部")))
        .containsExactly(
            "2026年11月22日 21時17分、つむぎ市消防本部の石塚 大輔さん(救急隊)が、救急の対応のために、"
                + "救急用の情報を見ました。情報の種類:薬、アレルギー。ご本人の同意にもとづいています。",
            "22 November 2026, 21:17 (Japanese time): 石塚 大輔 (ambulance crew, つむぎ市消防本部) saw the"
                + " emergency sheet. Purpose: emergency care. Kinds of data: medicines, allergies."
                + " Permitted with the resident's consent.");
  }

  @Test
  void whatWasRefusedIsToldWithItsReason() {
    assertThat(texts(Kind.READ, false, "NO_DIRECTIVE_COVERS", Optional.of("さくら医院")))
        .containsExactly(
            "2026年11月22日 21時17分、さくら医院の石塚 大輔さん(救急隊)が、救急の対応のために、"
                + "記録を見ようとしましたが、ご本人の同意がないため、何も見られていません。",
            "22 November 2026, 21:17 (Japanese time): 石塚 大輔 (ambulance crew, さくら医院) tried to look"
                + " at the record. Purpose: emergency care. Nothing was shown: the resident has not"
                + " agreed to it.");
  }

  @Test
  void whoAndWhyStandApartForThoseWhoGatherLines() {
    JournalPage.Line line = line(Kind.READ, true, "DIRECTIVE", Optional.of("つむぎ市消防本部"), Set.of());

    assertThat(JournalWords.parts(line).stream().map(part -> ((Json.Obj) part)))
        .filteredOn(part -> part.text("name").matches("wh[oy](-en)?"))
        .extracting(part -> part.text("valueString"))
        .containsExactly(
            "つむぎ市消防本部の石塚 大輔さん(救急隊)", "石塚 大輔 (ambulance crew, つむぎ市消防本部)", "救急の対応", "emergency care");
  }

  @Test
  void aBrokenGlassAndAMarkAreToldInWords() {
    JournalPage.Line line =
        line(
            Kind.READ,
            true,
            "BREAK_GLASS",
            Optional.empty(),
            Set.of(JournalMark.WITHOUT_RELATION, JournalMark.UNUSUAL_VOLUME));

    String all = JournalWords.parts(line).toString();

    assertThat(all)
        .contains("同意のないまま開きました", "個人情報保護の担当者", "far more people than usual")
        .contains("\"break-glass\",\"valueBoolean\":true");
  }

  @Test
  void anOrganizationThatIsGoneIsToldByItsReference() {
    assertThat(texts(Kind.READ, true, "DIRECTIVE", Optional.empty()).get(0))
        .contains("Organization/fire-departmentの石塚 大輔さん");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasRefusedIsNeverToldAsDone(Kind kind) {
    List<String> refused = texts(kind, false, "NO_RELATION", Optional.empty());

    assertThat(refused.get(0)).matches(".*ため、何も(見られて|変わって)いません。");
    assertThat(refused.get(1)).matches(".*Nothing was (shown|changed): .*\\.");
    assertThat(texts(kind, true, "DIRECTIVE", Optional.empty()))
        .doesNotContainAnyElementsOf(refused);
  }

  /** Who decides, reads and is read of is told in words: no code of ours is left over. */
  @Test
  void everyCodeHasWords() {
    for (Role role : Role.values()) assertThat(JournalTables.ROLES).containsKey(role.code());
    for (DataClass one : DataClass.values()) {
      assertThat(JournalTables.CLASSES).containsKey(one.code());
    }
    for (Decision.Reason reason : Decision.Reason.values()) {
      assertThat(JournalTables.REASONS).containsKey(reason.name());
    }
    for (Decision.Basis basis : Decision.Basis.values()) {
      if (basis != Decision.Basis.OPEN) {
        assertThat(JournalTables.BASES).containsKey(basis.name());
      }
    }
    for (JournalMark mark : JournalMark.values()) {
      assertThat(JournalTables.MARKS).containsKey(mark.code());
    }
    for (Role role : Role.values()) {
      for (Purpose purpose : Purpose.values()) {
        if (role.mayState(purpose)) {
          assertThat(JournalTables.PURPOSES).containsKey(purpose.name());
        }
      }
    }
  }

  private static List<String> texts(
      Kind kind, boolean shown, String basis, Optional<String> organization) {
    return JournalWords.parts(line(kind, shown, basis, organization, Set.of())).stream()
        .map(part -> ((Json.Obj) part).text("valueString"))
        .limit(3)
        .filter(text -> text != null)
        .toList();
  }

  private static JournalPage.Line line(
      Kind kind,
      boolean shown,
      String basis,
      Optional<String> organization,
      Set<JournalMark> marks) {
    Json.Obj content =
        Json.object()
            .put("name", "石塚 大輔")
            .put("organization", "Organization/fire-department")
            .put("role", "crew")
            .put("purpose", "ETREAT")
            .put("classes", List.of(Json.text("medication"), Json.text("allergy")))
            .put("permitted", shown)
            .put("basis", basis)
            .build();
    AuditLine.Key key = new AuditLine.Key("node-1", 7);
    Optional<Ref> patient = Optional.of(Ref.patient("p"));
    return new JournalPage.Line(
        new AuditLine(key, AT, kind, patient, content, marks), organization);
  }
}
