package dev.tsumugi.testkit.scene;

import java.time.LocalDate;
import java.util.List;

/**
 * A resident as the register has them.
 *
 * @param id of the Patient; the ids of all else in the record begin with it
 * @param sex R4 administrative gender
 * @param phone of the house
 */
public record Villager(
    String id, String sex, Named name, LocalDate born, Home home, String phone, Choice choice) {

  /** What they said to emergency sharing. */
  public enum Choice {
    AGREED,
    REFUSED,
    /** Never said anything. */
    NEVER,
    /** Agreed once, and took it back. */
    REVOKED
  }

  /**
   * A name.
   *
   * @param familyKana katakana, as is {@code givenKana}
   * @param otherFamilies other writings of the family's name that people type
   * @param latin of a foreign name; empty otherwise
   * @param otherKana how a foreign name is also written; empty otherwise
   */
  record Named(
      String family,
      String given,
      String familyKana,
      String givenKana,
      List<String> otherFamilies,
      String latin,
      String otherKana) {
    String full() {
      return family + " " + given;
    }

    String kana() {
      return familyKana + " " + givenKana;
    }

    boolean isForeign() {
      return !latin.isEmpty();
    }
  }

  /** Where somebody lives: 松葉町12番5号. */
  record Home(String town, int block, int number) {
    String line() {
      return town + block + "番" + number + "号";
    }

    String whole() {
      return "つむぎ市" + line();
    }
  }

  String initial() {
    return name.givenKana().substring(0, 1);
  }

  /** The number by which the town knows them. */
  public String number() {
    return "9" + id.replaceAll("[^0-9]", "");
  }

  public boolean hasAgreed() {
    return choice == Choice.AGREED;
  }

  int age(LocalDate today) {
    return java.time.Period.between(born, today).getYears();
  }
}
