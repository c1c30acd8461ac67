package dev.tsumugi.ems.find;

import dev.tsumugi.fhirserver.MatchKeys;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Json;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By which keys a Patient is found. Of each name how it is written, its sound, with the parts in
 * both orders; what is left of it without one character, so that names one slip apart share a key
 * (symmetric deletion); family and given name; of the birth date the day, the year with the sex,
 * the day of the year; the tail of each phone; house, block and town of each address.
 */
public final class PersonKeys implements MatchKeys {
  private static final List<String> SEXES = List.of("male", "female");

  /** Longer names are compared by their beginning. */
  private static final int LONGEST = 24;

  @Override
  public int version() {
    return 3;
  }

  @Override
  public Set<String> of(Json.Obj patient) {
    Set<String> keys = new LinkedHashSet<>();
    for (Name name : Name.all(patient)) {
      keys.add(name(name.whole()));
      keys.add(name(name.turned()));
      if (name.isApart()) {
        keys.add(parts(name));
        keys.add(family(name.first()));
        keys.add(given(name.last()));
      }
      for (String slip : Slips.neighbours(cut(name.whole()))) keys.add(slip(slip));
    }
    for (String form : PersonName.forms(patient)) keys.add(written(form));
    Days.recorded(patient).ifPresent(born -> days(born, patient.text("gender"), keys));
    for (Phone phone : Phone.all(patient)) keys.add(phone(phone));
    for (Address address : Address.all(patient)) {
      for (int numbers = 1; numbers <= 3; numbers++) {
        if (!address.upTo(numbers).isEmpty()) keys.add(place(address, numbers));
      }
      keys.add(place(address, 0));
    }
    return keys;
  }

  private static void days(LocalDate born, @Nullable String sex, Set<String> keys) {
    keys.add(born(born));
    keys.add(year(born.getYear(), sex == null ? "" : sex));
    keys.add(dayOfYear(born));
  }

  static String cut(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST));
  }

  static String name(String whole) {
    return "n:" + whole;
  }

  /** As it is compared where it must be exactly the same. */
  static String written(String folded) {
    return "w:" + folded;
  }

  static String parts(Name name) {
    return "o:" + name.sorted();
  }

  static String family(String sound) {
    return "f:" + sound;
  }

  static String given(String sound) {
    return "g:" + sound;
  }

  static String slip(String neighbour) {
    return "s:" + neighbour;
  }

  static String born(LocalDate day) {
    return "d:" + day;
  }

  /** Of one sex, as the years are what is shared by most. */
  static String year(int year, String sex) {
    return "y:" + year + (SEXES.contains(sex) ? sex : "");
  }

  /** Of whoever may be of this sex; of everybody if it is not told. */
  static List<String> years(int year, Optional<String> sex) {
    List<String> sexes = sex.filter(SEXES::contains).map(List::of).orElse(SEXES);
    return Stream.concat(Stream.of(""), sexes.stream()).map(one -> year(year, one)).toList();
  }

  static String dayOfYear(LocalDate day) {
    return String.format(Locale.ROOT, "m:%02d-%02d", day.getMonthValue(), day.getDayOfMonth());
  }

  static String phone(Phone phone) {
    return "p:" + phone.tail();
  }

  /**
   * @param numbers how many of the address's numbers must be shared
   */
  static String place(Address address, int numbers) {
    return "a:" + address.tail() + " " + address.upTo(numbers);
  }
}
