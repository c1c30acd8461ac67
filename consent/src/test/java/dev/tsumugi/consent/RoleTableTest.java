package dev.tsumugi.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTableTest {
  @ParameterizedTest
  @CsvSource({
    "resident, PATRQT",
    "physician, TREAT",
    "nurse, TREAT",
    "pharmacist, TREAT",
    "crew, ETREAT",
    "facility, TREAT",
    "emergency-desk, ETREAT",
    "registrar, PATADMIN",
    "officer, HOPERAT",
    "operator, HSYSADMIN",
    "custodian, RECORDMGT"
  })
  void everyRoleHasAUsualPurpose(String word, Purpose usual) {
    Role role = Role.of(word).orElseThrow();

    assertThat(role.usualPurpose()).isEqualTo(usual);
    assertThat(role.mayState(usual)).isTrue();
    assertThat(role.mayState(Purpose.HMARKT)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whoAnswersForAPatientInDangerMayBreakTheGlass(Role role) {
    boolean rescues =
        role == Role.CREW || role == Role.EMERGENCY_DESK || role == Role.PHYSICIAN;

    assertThat(role.mayState(Purpose.BTG)).isEqualTo(rescues);
    if (rescues) {
      // No more than in an emergency that the patient agreed to beforehand.
      assertThat(RoleTable.STANDARD.row(role, Purpose.BTG))
          .isEqualTo(RoleTable.STANDARD.row(role, Purpose.ETREAT));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resident, FAMRQT, true", "resident, TREAT, false", "physician, ETREAT, true",
    "physician, PATADMIN, false", "crew, TREAT, false", "emergency-desk, TREAT, true",
    "registrar, TREAT, false", "custodian, TREAT, false"
  })
  void aRoleStatesNoOtherPurposes(String word, Purpose purpose, boolean may) {
    assertThat(Role.of(word).orElseThrow().mayState(purpose)).isEqualTo(may);
  }

  @Test
  void clinicalDataAreNotForOffices() {
    List<DataClass> clinical =
        List.of(
            DataClass.MEDICATION,
            DataClass.ALLERGY,
            DataClass.PROBLEM,
            DataClass.RESULT,
            DataClass.VITAL,
            DataClass.PROCEDURE,
            DataClass.DOCUMENT,
            DataClass.ENCOUNTER);
    for (Role role : List.of(Role.REGISTRAR, Role.OFFICER, Role.OPERATOR)) {
      RoleTable.Row row = RoleTable.STANDARD.row(role, role.usualPurpose());
      assertThat(clinical).noneMatch(row::mayRead);
    }
  }

  private static List<String> linesFor(String crew) {
    List<String> lines = new ArrayList<>();
    Stream.of(Role.values())
        .filter(role -> role != Role.CREW)
        .forEach(role -> lines.add(role.code() + "\tTREAT\t*\t*\t*"));
    lines.add(crew);
    return lines;
  }

  @Test
  void readsClassesAndTypesNarrowedByClass() {
    String line = "crew\tETREAT\tallergy own:vital\tObservation:wishes Observation:vital\tTask";
    RoleTable.Row row = new RoleTable(linesFor(line)).row(Role.CREW, Purpose.ETREAT);

    assertThat(row.mayRead(DataClass.ALLERGY)).isTrue();
    assertThat(row.mayRead(DataClass.VITAL)).isFalse();
    assertThat(row.mayReadOwn(DataClass.VITAL)).isTrue();
    assertThat(row.mayReadOwn(DataClass.ALLERGY)).isFalse();
    Facet vital = Asking.facet("Observation", DataClass.VITAL);
    assertThat(row.mayWrite(Action.CREATE, vital)).isTrue();
    assertThat(row.mayWrite(Action.CREATE, Asking.RESULT)).isFalse();
    assertThat(row.mayWrite(Action.UPDATE, vital)).isFalse();
    assertThat(row.mayWrite(Action.DELETE, Asking.facet("Task", DataClass.ENCOUNTER))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# crew is missing",
        "boss\tTREAT\t*\t*\t*",
        "crew\tTREATS\t*\t*\t*",
        "crew\tTREAT\tallergies\t*\t*",
        "crew\tTREAT\t*\tObservations\t*",
        "crew\tTREAT\t*\t*\tObservation:vitals",
        "crew\tTREAT\t*\t*",
        "nurse\tTREAT\t*\t*\t*"
      })
  void refusesATableItCannotUnderstand(String line) {
    assertThatThrownBy(() -> new RoleTable(linesFor(line)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
