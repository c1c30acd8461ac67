package dev.tsumugi.ems.find;

import dev.tsumugi.fhirserver.reading.PersonName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of whom a crew has before it, as far as anything is.
 *
 * @param name as it was written
 * @param age in completed years, or about that
 * @param sex R4 administrative gender
 */
public record Person(
    Optional<String> name,
    Optional<LocalDate> birthDate,
    OptionalInt age,
    Optional<String> sex,
    Optional<String> address,
    Optional<String> phone) {

  /** How many items there are. */
  public int items() {
    int items = age.isPresent() || birthDate.isPresent() ? 1 : 0;
    for (Optional<?> one : List.of(name, sex, address, phone)) if (one.isPresent()) items++;
    return items;
  }

  /** Whether there is anything by which somebody could be found: half of all share an age. */
  public boolean canBeFound() {
    return !names().isEmpty() || !addresses().isEmpty() || phones().isPresent();
  }

  /** Items of which nothing can be compared: a name without letters, a phone of three digits. */
  public List<String> unusable() {
    List<String> unusable = new ArrayList<>();
    if (name.isPresent() && names().isEmpty()) unusable.add("name");
    if (address.isPresent() && addresses().isEmpty()) unusable.add("address");
    if (phone.isPresent() && phones().isEmpty()) unusable.add("phone");
    return unusable;
  }

  List<Name> names() {
    return name.map(Name::of).orElse(List.of());
  }

  List<Address> addresses() {
    return address.map(Address::of).orElse(List.of());
  }

  Optional<Phone> phones() {
    return phone.flatMap(Phone::of);
  }

  /** The name as it is compared where it must be exactly the same. */
  Optional<String> folded() {
    return name.map(PersonName::fold).filter(text -> !text.isEmpty());
  }
}
