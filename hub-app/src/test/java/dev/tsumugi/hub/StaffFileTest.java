package dev.tsumugi.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaffFileTest {
  private static final String HEAD =
      "login,family,given,family-kana,given-kana,role,organization,practitioner,from,until,badge,pin\n";
  private static final String GOOD =
      "yamada.ken,山田,健,やまだ,ケン,crew,fire-department,yamada-ken,2026-04-01,2027-03-31,c-0102,904127\n";

  @Test
  void aLineBecomesAPersonWithTwoNamesAndARoleForATime() {
    StaffFile file = StaffFile.read("\uFEFF" + HEAD + GOOD);

    assertThat(file.faults()).isEmpty();
    StaffMember member = file.members().get(0);
    assertThat(member.name().familyKana()).isEqualTo("ヤマダ");
    assertThat(member.until()).contains(LocalDate.parse("2027-03-31"));
    assertThat(member.signOn().badge()).contains("C-0102");
    List<Json.Obj> resources = member.resources();
    assertThat(resources)
        .extracting(PutTransaction::url)
        .containsExactly("Practitioner/yamada-ken", "PractitionerRole/yamada.ken");
    assertThat(resources.get(0).objects("name"))
        .extracting(name -> name.text("text"))
        .containsExactly("山田 健", "ヤマダ ケン");
    assertThat(resources.get(1).obj("period"))
        .isEqualTo(Json.object().put("start", "2026-04-01").put("end", "2027-03-31").build());
    assertThat(resources.get(1).obj("organization").text("reference"))
        .isEqualTo("Organization/fire-department");
  }

  @Test
  void theSampleIsRight() throws Exception {
    StaffFile file = StaffFile.read(Files.readString(Path.of("../docs/samples/staff.csv")));

    assertThat(file.faults()).isEmpty();
    assertThat(file.members()).hasSize(2);
  }

  @ParameterizedTest(name = "{0} → {1}: {2}")
  @CsvSource({
    "yamada.ken, Yamada Ken, login is not right",
    "山田, '', family is empty",
    "やまだ, Yamada, family-kana is not in kana",
    "crew, captain, there is no role captain",
    "2026-04-01, 1 April, from is no day",
    "2026-04-01, '', from is empty",
    "2027-03-31, 2025-03-31, until is before from",
    "c-0102, '', a PIN without a badge",
    "904127, 1234, pin is not right",
    "fire-department, fire department, organization is not right",
  })
  void aFaultSaysWhereWhatAndHowToMend(String right, String wrong, String what) {
    StaffFile file = StaffFile.read(HEAD + GOOD + GOOD.replaceFirst(right, wrong));

    assertThat(file.faults())
        .anySatisfy(
            fault -> {
              assertThat(fault.line()).isEqualTo(3);
              assertThat(fault.what()).startsWith(what);
              assertThat(fault.mend()).isNotBlank();
            });
  }

  @Test
  void everyFaultOfEveryLineIsTold() {
    StaffFile file = StaffFile.read(HEAD + "A,,,x,y,z,o o,,,,,\n" + GOOD + GOOD);

    assertThat(file.faults()).extracting(StaffFile.Fault::line).contains(2, 4);
    assertThat(file.faults()).hasSizeGreaterThan(8);
    assertThat(file.faults()).last().asString().contains("line 4: this badge stands in line 3 too");
  }

  @Test
  void aPinIsNeverRepeatedInAFault() {
    StaffFile file = StaffFile.read(HEAD + GOOD.replace("904127", "90412"));

    assertThat(file.faults().toString()).doesNotContain("90412");
  }

  @Test
  void columnsMayStandInAnyOrderButMustBeKnown() {
    assertThat(StaffFile.read("login,salary\n").faults())
        .extracting(StaffFile.Fault::what)
        .contains("there is no column salary", "the column role is missing");
    assertThat(StaffFile.read("").faults()).hasSize(1);
  }

  @Test
  void cellsMayBeQuotedAndHoldCommasAndLines() {
    assertThat(Csv.rows("a,\"b, \"\"c\"\"\nd\",e\r\n\nf"))
        .containsExactly(
            new Csv.Row(1, List.of("a", "b, \"c\"\nd", "e")),
            new Csv.Row(3, List.of("")),
            new Csv.Row(4, List.of("f")));
  }
}
