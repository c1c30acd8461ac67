package dev.tsumugi.ems.find;

import dev.tsumugi.fhirserver.Sheets.Wanted;
import dev.tsumugi.kernel.Json;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A person who is looked for among all: whom to compare at all, and how like each is. */
public final class PersonSearch implements Wanted {
  private final List<Person> persons;
  private final boolean opens;
  private final LocalDate today;
  private final Set<Block> blocks = new LinkedHashSet<>();

  private PersonSearch(List<Person> persons, boolean opens, LocalDate today) {
    this.persons = List.copyOf(persons);
    this.opens = opens;
    this.today = today;
    for (Person person : persons) blocks.addAll(new PersonBlocks(person, today).all());
  }

  /**
   * One person, who is meant without doubt if name, day of birth and sex are exactly the same.
   *
   * @param today for ages, in Japan
   */
  public static PersonSearch of(Person person, LocalDate today) {
    return new PersonSearch(List.of(person), true, today);
  }

  /** Any of them, and none without doubt. */
  public static PersonSearch amongAny(List<Person> persons, LocalDate today) {
    return new PersonSearch(persons, false, today);
  }

  @Override
  public List<Block> blocks() {
    return List.copyOf(blocks);
  }

  @Override
  public List<Block> exact() {
    return opens ? PersonBlocks.exact(persons.get(0)) : List.of();
  }

  @Override
  public int likeness(Json.Obj patient) {
    if (isReplaced(patient)) return 0;
    PersonMatch match = match(patient);
    return opens && match.isExact() ? EXACT : match.points();
  }

  /** How a candidate stands to the question. */
  public PersonMatch match(Json.Obj patient) {
    PersonMatch best = PersonMatch.of(persons.get(0), patient, today);
    for (Person person : persons.subList(1, persons.size())) {
      PersonMatch match = PersonMatch.of(person, patient, today);
      if (match.points() > best.points()) best = match;
    }
    return best;
  }

  /** A record that another one replaces stands for nobody of its own. */
  public static boolean isReplaced(Json.Obj patient) {
    return patient.objects("link").stream()
        .anyMatch(link -> "replaced-by".equals(link.text("type")));
  }
}
