package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Problem.Issue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input of {@code $emergency-lookup}. Whatever cannot be understood is refused by its
 * name, all of it at once: nobody at a scene should find the mistakes one by one.
 */
public final class QuestionReader {
  private static final String CARD = "card";
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final String IDENTIFIER = "identifier";
  private static final String NAME = "name";
  private static final String BIRTH_DATE = "birthDate";
  private static final String SEX = "sex";
  private static final List<String> OF_A_PERSON = List.of(NAME, BIRTH_DATE, SEX);
  private static final Pattern DAY = Pattern.compile("(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Set<String> KNOWN = Set.of(CARD, IDENTIFIER, NAME, BIRTH_DATE, SEX);
  private static final Map<String, String> SEXES =
      Map.ofEntries(
          Map.entry("male", "male"),
          Map.entry("female", "female"),
          Map.entry("other", "other"),
          Map.entry("unknown", "unknown"),
          Map.entry("男", "male"),
          Map.entry("男性", "male"),
          Map.entry("女", "female"),
          Map.entry("女性", "female"));

  private final Map<String, Json> values = new HashMap<>();
  private final List<Issue> issues = new ArrayList<>();

  private QuestionReader() {}

  /** Throws {@code Problem} INVALID with an issue for each parameter that is wrong or missing. */
  public static Question read(Json.@Nullable Obj parameters) {
    return new QuestionReader().question(parameters);
  }

  private Question question(Json.@Nullable Obj parameters) {
    if (parameters != null) parameters.objects("parameter").forEach(this::take);
    Question question = values.containsKey(CARD) ? byCard() : byNumberOrPerson();
    if (question == null || !issues.isEmpty()) throw Problem.all(Problem.Kind.INVALID, issues);
    return question;
  }

  private @Nullable Question byNumberOrPerson() {
    return values.containsKey(IDENTIFIER)
            || !values.keySet().stream().anyMatch(OF_A_PERSON::contains)
        ? byIdentifier()
        : byPerson();
  }

  /** The code itself, or what stands in the card's QR code: an address that ends in it. */
  private @Nullable Question byCard() {
    for (String other : values.keySet()) {
      if (!other.equals(CARD)) wrong(other, "leave it out beside card");
    }
    String text = values.get(CARD) instanceof Json.Text code ? code.value().strip() : "";
    String code = text.substring(text.lastIndexOf('#') + 1);
    if (!CODE.matcher(code).matches()) {
      wrong(CARD, "give what the card's QR code holds, or the 22 letters and digits below it");
      return null;
    }
    return new Question.ByCard(code);
  }

  private void take(Json.Obj parameter) {
    String name = String.valueOf(parameter.text("name"));
    if (!KNOWN.contains(name)) {
      issues.add(
          new Issue(
              "parameter", "only card, identifier, name, birthDate and sex are understood here"));
      return;
    }
    Json value = null;
    for (int i = 0; i < parameter.size(); i++) {
      if (parameter.name(i).startsWith("value")) value = parameter.value(i);
    }
    if (value == null) {
      wrong(name, "give its value, as in {\"name\":\"" + name + "\",\"value…\":…}");
    } else if (values.put(name, value) != null) {
      wrong(name, "give it once");
    }
  }

  private @Nullable Question byIdentifier() {
    Json value = values.get(IDENTIFIER);
    if (value == null) {
      if (issues.isEmpty()) {
        wrong(IDENTIFIER, "give card, or identifier, or name, birthDate and sex");
      }
      return null;
    }
    for (String other : OF_A_PERSON) {
      if (values.containsKey(other)) {
        wrong(other, "leave it out beside identifier: either a number, or name, birthDate and sex");
      }
    }
    String system = null;
    String number = null;
    if (value instanceof Json.Obj identifier) {
      system = identifier.text("system");
      number = identifier.text("value");
    } else if (value instanceof Json.Text text) {
      int bar = text.value().indexOf('|');
      system = bar < 0 ? null : text.value().substring(0, bar);
      number = text.value().substring(bar + 1);
    }
    if (system == null || system.isBlank() || number == null || number.isBlank()) {
      wrong(
          IDENTIFIER,
          "needs system and value: a valueIdentifier with both, or the string system|value");
      return null;
    }
    return new Question.ByIdentifier(system.strip(), number.strip());
  }

  private @Nullable Question byPerson() {
    String name = PersonName.fold(text(NAME, "the full name, in kanji or kana"));
    LocalDate birthDate = birthDate(text(BIRTH_DATE, "the day of birth, as 1946-05-12"));
    String sex = sex(text(SEX, "male, female, other or unknown"));
    if (name.isEmpty() && values.containsKey(NAME) && isText(NAME)) {
      wrong(NAME, "give the full name, in kanji or kana");
    }
    return birthDate == null || sex == null ? null : new Question.ByPerson(name, birthDate, sex);
  }

  private boolean isText(String parameter) {
    return values.get(parameter) instanceof Json.Text;
  }

  private String text(String parameter, String wanted) {
    if (values.get(parameter) instanceof Json.Text text) return text.value().strip();
    wrong(
        parameter, "give " + wanted + "; without a number, name, birthDate and sex are all needed");
    return "";
  }

  private @Nullable LocalDate birthDate(String text) {
    if (!isText(BIRTH_DATE)) return null;
    Optional<LocalDate> day = DAY.matcher(text).matches() ? day(text) : Optional.empty();
    if (day.isEmpty()) {
      wrong(BIRTH_DATE, "write the whole day of birth as year-month-day: 1946-05-12");
    }
    return day.orElse(null);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException notInTheCalendar) {
      return Optional.empty();
    }
  }

  private @Nullable String sex(String text) {
    if (!isText(SEX)) return null;
    String sex = SEXES.get(text);
    if (sex == null) wrong(SEX, "write male, female, other or unknown (男 and 女 will do)");
    return sex;
  }

  private void wrong(String parameter, String mend) {
    issues.add(new Issue(parameter, parameter + ": " + mend));
  }
}
