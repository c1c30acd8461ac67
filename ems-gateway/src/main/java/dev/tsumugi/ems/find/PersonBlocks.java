package dev.tsumugi.ems.find;

import static dev.tsumugi.ems.find.PersonKeys.born;
import static dev.tsumugi.ems.find.PersonKeys.dayOfYear;
import static dev.tsumugi.ems.find.PersonKeys.family;
import static dev.tsumugi.ems.find.PersonKeys.given;
import static dev.tsumugi.ems.find.PersonKeys.name;
import static dev.tsumugi.ems.find.PersonKeys.parts;
import static dev.tsumugi.ems.find.PersonKeys.phone;
import static dev.tsumugi.ems.find.PersonKeys.place;
import static dev.tsumugi.ems.find.PersonKeys.slip;
import static dev.tsumugi.ems.find.PersonKeys.written;

import dev.tsumugi.fhirserver.Sheets.Wanted.Block;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom to compare with a person at all. Of what is shared by few (a whole name, a day of birth, a
 * phone, a house) all are compared; what is shared by many (a year, a family name, a town) narrows
 * the rest.
 */
final class PersonBlocks {
  private static final int FEW = 200;
  private static final int MORE = 400;
  private static final int TOLERANCE = 4;

  private final Person person;
  private final LocalDate today;
  private final Set<Block> blocks = new LinkedHashSet<>();

  PersonBlocks(Person person, LocalDate today) {
    this.person = person;
    this.today = today;
    person.names().forEach(this::byName);
    person.birthDate().ifPresent(day -> alone(100, Set.of(born(day))));
    person.phones().ifPresent(phone -> alone(70, Set.of(phone(phone))));
    person.addresses().forEach(this::byAddress);
  }

  /** Who has this name and this day of birth, as {@link PersonMatch#isExact} demands. */
  static List<Block> exact(Person person) {
    if (person.folded().isEmpty() || person.birthDate().isEmpty()) return List.of();
    String name = written(person.folded().get());
    return List.of(new Block(Set.of(name), Set.of(born(person.birthDate().get())), FEW, 1));
  }

  Set<Block> all() {
    return blocks;
  }

  private void alone(int weight, Set<String> some) {
    blocks.add(new Block(some, Set.of(), FEW, weight));
  }

  /** Where nothing is known to narrow it by, it narrows nothing: such people are too many. */
  private void narrowed(int weight, Set<String> some, Set<String> others) {
    if (!some.isEmpty() && !others.isEmpty()) blocks.add(new Block(some, others, FEW, weight));
  }

  private void byName(Name said) {
    Set<String> whole = new LinkedHashSet<>(Set.of(name(said.whole())));
    if (said.isApart()) whole.add(parts(said));
    blocks.add(new Block(whole, Set.of(), MORE, 95));
    narrowed(120, whole, years(TOLERANCE));

    Set<String> near = slips(said);
    Set<String> times = years(TOLERANCE);
    person.birthDate().ifPresent(day -> times.add(dayOfYear(day)));
    if (times.isEmpty() && !near.isEmpty()) alone(50, near);
    narrowed(60, near, times);
    byParts(said);
  }

  private static Set<String> slips(Name said) {
    Set<String> near = new LinkedHashSet<>(Slips.neighbours(PersonKeys.cut(said.whole())));
    if (said.isApart()) near.addAll(Slips.neighbours(PersonKeys.cut(said.turned())));
    near.removeIf(one -> one.codePointCount(0, one.length()) < 2);
    Set<String> keys = new LinkedHashSet<>();
    for (String one : near) keys.add(slip(one));
    return keys;
  }

  /** Which part is which is not known, and one without spaces may begin with a family name. */
  private void byParts(Name said) {
    Set<String> parts = new LinkedHashSet<>(said.parts());
    String whole = said.whole();
    if (!said.isApart()) {
      for (int i = 0; i < whole.length() && parts.size() < 5; ) {
        i += Character.charCount(whole.codePointAt(i));
        if (i < whole.length()) parts.add(whole.substring(0, i));
      }
    }
    Set<String> keys = new LinkedHashSet<>();
    for (String part : parts) keys.addAll(List.of(family(part), given(part)));
    for (Address address : person.addresses()) narrowed(70, keys, Set.of(place(address, 0)));
    if (person.birthDate().isPresent()) return; // the day itself finds them all
    narrowed(55, keys, years(1));
    narrowed(45, keys, years(TOLERANCE));
  }

  private void byAddress(Address address) {
    for (int numbers = 3; numbers >= 2; numbers--) {
      if (!address.upTo(numbers).isEmpty())
        alone(30 + 10 * numbers, Set.of(place(address, numbers)));
    }
    int most = Math.min(2, address.numbers().size());
    for (int numbers = most; numbers >= Math.max(0, most - 1); numbers--) {
      narrowed(60, Set.of(place(address, numbers)), years(TOLERANCE));
    }
  }

  /**
   * In which the person may have been born.
   *
   * @param tolerance of an age, in years
   */
  private Set<String> years(int tolerance) {
    Set<Integer> years = new LinkedHashSet<>();
    if (person.birthDate().isPresent()) {
      int year = person.birthDate().get().getYear();
      years.add(year);
      years.addAll(BirthDay.eraSlips(year));
      years.removeIf(one -> one > today.getYear() || one < today.getYear() - 125);
    } else if (person.age().isPresent()) {
      int about = today.getYear() - person.age().getAsInt();
      for (int year = about - tolerance - 1; year <= about + tolerance; year++) years.add(year);
    }
    Set<String> keys = new LinkedHashSet<>();
    for (int year : years) keys.addAll(PersonKeys.years(year, person.sex()));
    return keys;
  }
}
