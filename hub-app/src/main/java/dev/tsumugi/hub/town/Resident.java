package dev.tsumugi.hub.town;

import dev.tsumugi.kernel.Json;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of residents.txt, with what follows from it. */
record Resident(Table.Row row, String number, LocalDate birth, int age, Table.Row house) {
  static List<Resident> all(Setting setting) {
    Map<String, Table.Row> houses = Table.byKey("houses.txt", "id");
    List<Resident> residents = new ArrayList<>();
    for (Table.Row row : Table.byKey("residents.txt", "id").values()) {
      LocalDate birth = birth(row, setting);
      Table.Row house = houses.get(row.get("house"));
      if (house == null) throw new IllegalStateException("no such house: " + row.get("house"));
      residents.add(
          new Resident(
              row,
              "T" + (100_001 + residents.size()),
              birth,
              Period.between(birth, setting.today()).getYears(),
              house));
    }
    return residents;
  }

  private static LocalDate birth(Table.Row row, Setting setting) {
    String[] born = row.get("born").split(":", -1);
    int age = Integer.parseInt(born[0]);
    if (born.length == 1) {
      int days = setting.dice("birth " + row.get("id")).nextInt(40, 350);
      return setting.today().minusYears(age).minusDays(days);
    }
    int month = Integer.parseInt(born[1].substring(0, 2));
    int day = Integer.parseInt(born[1].substring(2));
    LocalDate thisYear = LocalDate.of(setting.today().getYear(), month, day);
    return thisYear.minusYears(thisYear.isAfter(setting.today()) ? age + 1 : age);
  }

  String id() {
    return row.get("id");
  }

  /** Family name, space, given name. */
  String kanji() {
    return row.get("name");
  }

  String kana() {
    return row.get("kana");
  }

  @Nullable String familyDoctor() {
    return row.maybe("gp");
  }

  List<String> problems() {
    return row.words("problems");
  }

  /** Whether the resident lives in the nursing home. */
  boolean inHome() {
    return house.get("id").equals("kasumi");
  }

  /** What was chosen about emergency sharing: agreed, part-…, refused, revoked or never. */
  String emergencyChoice() {
    return List.of(row.get("choices").split("\\+")).get(0);
  }

  boolean chose(String what) {
    return List.of(row.get("choices").split("\\+")).contains(what);
  }

  Json.Obj reference() {
    return Pieces.reference("Patient/" + id()).with("display", Json.text(kanji()));
  }
}
