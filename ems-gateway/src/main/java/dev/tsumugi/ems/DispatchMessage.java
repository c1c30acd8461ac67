package dev.tsumugi.ems;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a dispatch centre posts of an incident, see {@code docs/dispatch.md}.
 *
 * @param number the centre's
 * @param received when the call came in
 */
public record DispatchMessage(String number, Instant received, Call call) {
  private static final Set<String> KNOWN =
      Set.of("incident", "received", "unit", "phone", "address", "reason", "persons");

  private static final int MOST_PERSONS = 5;
  private static final int LONGEST = 500;
  private static final int LONGEST_NUMBER = 60;
  private static final int OLDEST = 130;

  private static final Map<String, String> SEXES =
      Map.of(
          "male", "male", "female", "female", "other", "other", "unknown", "unknown", "男", "male",
          "女", "female");

  /**
   * All faults at once.
   *
   * @throws Problem INVALID, with the member that is wrong
   */
  public static DispatchMessage read(Json.Obj json) {
    Reading reading = new Reading();
    reading.demandOnly(json, "", KNOWN);
    String number = reading.text(json, "", "incident", LONGEST_NUMBER).orElse("");
    if (number.isEmpty()) reading.fault("incident", "is missing: the centre's number of it");
    Optional<Instant> received = reading.instant(json);
    Map<String, String> incident = new LinkedHashMap<>();
    for (String name : Call.OF_INCIDENT) {
      reading.text(json, "", name, LONGEST).ifPresent(value -> incident.put(name, value));
    }
    List<Map<String, String>> persons = reading.persons(json);
    if (!reading.issues.isEmpty()) throw Problem.all(Problem.Kind.INVALID, reading.issues);
    return new DispatchMessage(number, received.orElseThrow(), new Call(incident, persons));
  }

  private static final class Reading {
    final List<Problem.Issue> issues = new ArrayList<>();

    void fault(String path, String message) {
      issues.add(new Problem.Issue(path, message));
    }

    /** A misspelt member would be lost without a word. */
    void demandOnly(Json.Obj json, String prefix, Set<String> known) {
      for (int i = 0; i < json.size(); i++) {
        if (!known.contains(json.name(i))) {
          fault(prefix + json.name(i), "is no member of a dispatch message");
        }
      }
    }

    Optional<String> text(Json.Obj json, String prefix, String name, int longest) {
      if (!json.has(name)) return Optional.empty();
      String text = json.text(name);
      if (text == null || text.strip().isEmpty() || text.length() > longest) {
        fault(prefix + name, "must be a text of 1 to " + longest + " characters");
        return Optional.empty();
      }
      if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
        fault(prefix + name, "must be one line");
        return Optional.empty();
      }
      return Optional.of(text.strip());
    }

    Optional<Instant> instant(Json.Obj json) {
      String text = String.valueOf(json.text("received"));
      if (text.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)")) {
        Optional<Instant> at = FhirTime.parse(text).map(Period::from);
        if (at.isPresent()) return at;
      }
      fault("received", "must be a time with its zone, as 2026-11-22T03:04:05+09:00");
      return Optional.empty();
    }

    List<Map<String, String>> persons(Json.Obj json) {
      List<Map<String, String>> persons = new ArrayList<>();
      if (!json.has("persons")) return persons;
      if (!(json.get("persons") instanceof Json.Arr array) || array.items().size() > MOST_PERSONS) {
        fault("persons", "must be a list of at most " + MOST_PERSONS);
        return persons;
      }
      int number = 0;
      for (Json item : array.items()) {
        String prefix = "persons[" + number++ + "].";
        if (item instanceof Json.Obj person) persons.add(person(person, prefix));
        else fault(prefix.substring(0, prefix.length() - 1), "must be an object");
      }
      return persons;
    }

    private Map<String, String> person(Json.Obj json, String prefix) {
      demandOnly(json, prefix, Set.copyOf(Call.OF_PERSON));
      Map<String, String> person = new LinkedHashMap<>();
      for (String name : List.of("name", "kana")) {
        text(json, prefix, name, LONGEST).ifPresent(value -> person.put(name, value));
      }
      if (json.has("birthDate")) birthDate(json, prefix).ifPresent(d -> person.put("birthDate", d));
      if (json.has("age")) age(json, prefix).ifPresent(age -> person.put("age", age));
      if (json.has("sex")) sex(json, prefix).ifPresent(sex -> person.put("sex", sex));
      return person;
    }

    private Optional<String> birthDate(Json.Obj json, String prefix) {
      try {
        return Optional.of(LocalDate.parse(String.valueOf(json.text("birthDate"))).toString());
      } catch (DateTimeException unreadable) {
        fault(prefix + "birthDate", "must be a day, as 1946-05-12");
        return Optional.empty();
      }
    }

    private Optional<String> age(Json.Obj json, String prefix) {
      if (json.get("age") instanceof Json.Num number && number.literal().matches("[0-9]{1,3}")) {
        int age = Integer.parseInt(number.literal());
        if (age <= OLDEST) return Optional.of(Integer.toString(age));
      }
      fault(prefix + "age", "must be a whole number of years, 0 to " + OLDEST);
      return Optional.empty();
    }

    private Optional<String> sex(Json.Obj json, String prefix) {
      String sex = SEXES.get(String.valueOf(json.text("sex")));
      if (sex == null) fault(prefix + "sex", "must be male, female, other or unknown");
      return Optional.ofNullable(sex);
    }
  }
}
