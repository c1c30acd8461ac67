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
import static dev.tsumugi.ems.find.PersonKeys.year;

import dev.tsumugi.fhirserver.Sheets.Wanted.Block;
import java.time.LocalDate;
import java.util.ArrayList;
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
  private static final int TOLERANCE = 3;

  private final Person person;
  private final LocalDate today;
  private final Set<Block> blocks = new LinkedHashSet<>();

  PersonBlocks(Person person, LocalDate today) {
    this.person = person;
    this.today = today;
    person.names().forEach(this::byName);
    person.birthDate().ifPresent(day -> add(FEW, 100, born(day)));
    person.phones().ifPresent(phone -> add(FEW, 70, phone(phone)));
    person.addresses().forEach(this::byAddress);
  }

  /** Who has this name and this day of birth, as {@link PersonMatch#isExact} demands. */
  static List<Block> exact(Person person) {
    if (person.folded().isEmpty() || person.birthDate().isEmpty()) return List.of();
    String name = written(person.folded().get());
    return List.of(new Block(List.of(name, born(person.birthDate().get())), FEW, 1));
  }

  Set<Block> all() {
    return blocks;
  }

  private void add(int most, int weight, String... keys) {
    blocks.add(new Block(List.of(keys), most, weight));
  }

  private void byName(Name said) {
    add(MORE, 95, name(said.whole()));
    if (said.isApart()) add(MORE, 90, parts(said));
    Set<String> near = new LinkedHashSet<>(Slips.neighbours(PersonKeys.cut(said.whole())));
    if (said.isApart()) near.addAll(Slips.neighbours(PersonKeys.cut(said.turned())));
    for (int year : years()) add(MORE, 120, name(said.whole()), year(year));
    for (String slip : near) {
      if (slip.codePointCount(0, slip.length()) < 2) continue;
      for (int year : years()) add(FEW, 60, slip(slip), year(year));
      person.birthDate().ifPresent(day -> add(FEW, 60, slip(slip), dayOfYear(day)));
      if (years().isEmpty()) add(FEW, 50, slip(slip));
    }
    byParts(said);
  }

  /** Which part is which is not known, and one without spaces may begin with a family name. */
  private void byParts(Name said) {
    Set<String> parts = new LinkedHashSet<>(said.parts());
    String whole = said.whole();
    if (!said.isApart()) {
      for (int i = 0; i < whole.length(); ) {
        i += Character.charCount(whole.codePointAt(i));
        if (i >= 2 && i < whole.length() && parts.size() < 5) parts.add(whole.substring(0, i));
      }
    }
    for (String part : parts) {
      for (Address address : person.addresses()) {
        add(FEW, 70, family(part), place(address, 0));
        add(FEW, 70, given(part), place(address, 0));
      }
      if (person.birthDate().isPresent()) continue; // the day itself finds them all
      for (int year : years()) {
        add(FEW, 50, family(part), year(year));
        add(FEW, 55, given(part), year(year));
      }
    }
  }

  private void byAddress(Address address) {
    for (int numbers = 3; numbers >= 2; numbers--) {
      if (!address.upTo(numbers).isEmpty()) add(FEW, 30 + 10 * numbers, place(address, numbers));
    }
    for (int numbers = Math.min(2, address.numbers().size()); numbers >= 0; numbers--) {
      for (int year : years()) add(FEW, 60, place(address, numbers), year(year));
    }
  }

  /** In which the person may have been born. */
  private List<Integer> years() {
    List<Integer> years = new ArrayList<>();
    if (person.birthDate().isPresent()) {
      int year = person.birthDate().get().getYear();
      years.add(year);
      years.addAll(BirthDay.eraSlips(year));
      years.removeIf(one -> one > today.getYear() || one < today.getYear() - 125);
    } else if (person.age().isPresent()) {
      int about = today.getYear() - person.age().getAsInt();
      for (int year = about - TOLERANCE - 1; year <= about + TOLERANCE; year++) years.add(year);
    }
    return years;
  }
}
