package dev.tsumugi.ems;

import dev.tsumugi.ems.find.BirthDay;
import dev.tsumugi.ems.find.Person;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Problem.Issue;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
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
  private static final String AGE = "age";
  private static final String SEX = "sex";
  private static final String ADDRESS = "address";
  private static final String PHONE = "phone";
  private static final String INCIDENT = "incident";
  private static final String CONFIRM = "confirm";
  private static final String IDENTITY_ONLY = "identityOnly";
  private static final String REASON = "reason";
  private static final String TOOK = "tookMillis";

  /** What says whom, in the order in which one is taken for the question. */
  private static final List<String> QUESTIONS = List.of(CONFIRM, CARD, IDENTIFIER);

  private static final List<String> OF_A_PERSON =
      List.of(NAME, BIRTH_DATE, AGE, SEX, ADDRESS, PHONE);
  private static final List<String> KNOWN =
      List.of(
          CARD,
          IDENTIFIER,
          NAME,
          BIRTH_DATE,
          AGE,
          SEX,
          ADDRESS,
          PHONE,
          INCIDENT,
          CONFIRM,
          IDENTITY_ONLY,
          REASON,
          TOOK);
  private static final int LONGEST = 200;
  private static final int LONGEST_CODE = 2_000;
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
  public static Inquiry read(Json.@Nullable Obj parameters) {
    return new QuestionReader().inquiry(parameters);
  }

  private Inquiry inquiry(Json.@Nullable Obj parameters) {
    if (parameters != null) parameters.objects("parameter").forEach(this::take);
    Optional<Question> question = question();
    Optional<String> confirm = text(CONFIRM, LONGEST_CODE, "the code of an answer before");
    Optional<String> incident = incident();
    boolean identityOnly = flag();
    Optional<Inquiry.Reason> reason = reason();
    OptionalLong took = took();
    if (!issues.isEmpty()) throw Problem.all(Problem.Kind.INVALID, issues);
    return new Inquiry(question, confirm, incident, identityOnly, reason, took);
  }

  private void take(Json.Obj parameter) {
    String name = String.valueOf(parameter.text("name"));
    if (!KNOWN.contains(name)) {
      issues.add(
          new Issue("parameter", "only " + String.join(", ", KNOWN) + " are understood here"));
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

  /** One way of asking at a time: two that disagree would have no answer. */
  private Optional<Question> question() {
    for (String way : QUESTIONS) {
      if (!values.containsKey(way)) continue;
      leaveOutBeside(way);
      if (way.equals(CARD)) return byCard();
      return way.equals(IDENTIFIER) ? byIdentifier() : Optional.empty();
    }
    if (values.keySet().stream().anyMatch(OF_A_PERSON::contains)) return byPerson();
    if (!values.containsKey(INCIDENT) && issues.isEmpty()) {
      wrong(
          IDENTIFIER,
          "give card, identifier, confirm or incident, or at least two of name, birthDate or age,"
              + " sex, address and phone");
    }
    return Optional.empty();
  }

  private void leaveOutBeside(String way) {
    for (String other : KNOWN) {
      boolean question = QUESTIONS.contains(other) || OF_A_PERSON.contains(other);
      if (!other.equals(way) && question && values.containsKey(other)) {
        wrong(other, "leave it out beside " + way);
      }
    }
  }

  /** The code itself, or what stands in the card's QR code: an address that ends in it. */
  private Optional<Question> byCard() {
    String text = values.get(CARD) instanceof Json.Text code ? code.value().strip() : "";
    String code = text.substring(text.lastIndexOf('#') + 1);
    if (CODE.matcher(code).matches()) return Optional.of(new Question.ByCard(code));
    wrong(CARD, "give what the card's QR code holds, or the 22 letters and digits below it");
    return Optional.empty();
  }

  private Optional<Question> byIdentifier() {
    Json value = values.get(IDENTIFIER);
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
      return Optional.empty();
    }
    return Optional.of(new Question.ByIdentifier(system.strip(), number.strip()));
  }

  private Optional<Question> byPerson() {
    int before = issues.size();
    Optional<String> name = text(NAME, LONGEST, "the name, in kanji or kana");
    Optional<LocalDate> birthDate =
        understood(
            BIRTH_DATE,
            BirthDay::parse,
            "write the whole day of birth: 1946-05-12, S21.5.12 or 昭和21年5月12日");
    OptionalInt age = age();
    Optional<String> sex =
        understood(
            SEX,
            text -> Optional.ofNullable(SEXES.get(text)),
            "write male, female, other or unknown (男 and 女 will do)");
    Person person =
        new Person(
            name,
            birthDate,
            age,
            sex,
            text(ADDRESS, LONGEST, "the address, from the town's name on"),
            text(PHONE, LONGEST, "the number, with or without area code"));
    if (issues.size() == before) enough(person);
    return Optional.of(new Question.ByPerson(person));
  }

  private void enough(Person person) {
    for (String item : person.unusable()) {
      wrong(item, "nothing of it can be compared: give it once more, or leave it out");
    }
    if (!issues.isEmpty()) return;
    if (!person.canBeFound()) {
      wrong(NAME, "give one of name, address and phone: too many people share the rest");
    }
    if (person.items() < 2) {
      wrong(
          values.containsKey(NAME) ? BIRTH_DATE : NAME,
          "give at least two of name, birthDate or age, sex, address and phone");
    }
  }

  private Optional<String> text(String parameter, int longest, String wanted) {
    return understood(
        parameter,
        text -> text.isEmpty() || text.length() > longest ? Optional.empty() : Optional.of(text),
        "give " + wanted);
  }

  private <T> Optional<T> understood(
      String parameter, Function<String, Optional<T>> reading, String mend) {
    Json value = values.get(parameter);
    if (value == null) return Optional.empty();
    Optional<T> read =
        value instanceof Json.Text text ? reading.apply(text.value().strip()) : Optional.empty();
    if (read.isEmpty()) wrong(parameter, mend);
    return read;
  }

  private OptionalInt age() {
    if (!values.containsKey(AGE)) return OptionalInt.empty();
    OptionalLong age = number(AGE, 0, 130, "give completed years, from 0 to 130, as valueInteger");
    return age.isPresent() ? OptionalInt.of((int) age.getAsLong()) : OptionalInt.empty();
  }

  private OptionalLong took() {
    if (!values.containsKey(TOOK)) return OptionalLong.empty();
    return number(TOOK, 0, 600_000, "give milliseconds, up to ten minutes, as valueInteger");
  }

  private OptionalLong number(String parameter, long least, long most, String mend) {
    if (values.get(parameter) instanceof Json.Num number) {
      BigDecimal value = new BigDecimal(number.literal());
      boolean fits =
          value.stripTrailingZeros().scale() <= 0
              && value.compareTo(BigDecimal.valueOf(least)) >= 0
              && value.compareTo(BigDecimal.valueOf(most)) <= 0;
      if (fits) return OptionalLong.of(value.longValue());
    }
    wrong(parameter, mend);
    return OptionalLong.empty();
  }

  private boolean flag() {
    Json value = values.get(IDENTITY_ONLY);
    if (value == null) return false;
    if (value instanceof Json.Bool flag) return flag.value();
    wrong(IDENTITY_ONLY, "give true or false as valueBoolean");
    return false;
  }

  /** As {@code $break-glass} takes it. */
  private Optional<Inquiry.Reason> reason() {
    Json value = values.get(REASON);
    if (value == null) return Optional.empty();
    if (value instanceof Json.Obj concept) {
      String text = Optional.ofNullable(concept.text("text")).map(String::strip).orElse("");
      Optional<BreakGlass.Reason> code =
          concept.objects("coding").stream()
              .filter(coding -> BreakGlass.REASONS.equals(coding.text("system")))
              .flatMap(coding -> BreakGlass.Reason.of(String.valueOf(coding.text("code"))).stream())
              .findFirst();
      boolean told = text.length() >= BreakGlass.SHORTEST && text.length() <= BreakGlass.LONGEST;
      if (told && code.isPresent()) return Optional.of(new Inquiry.Reason(code.get(), text));
    }
    wrong(
        REASON,
        "give a valueCodeableConcept: a code of "
            + BreakGlass.REASONS
            + " and a text of "
            + BreakGlass.SHORTEST
            + " to "
            + BreakGlass.LONGEST
            + " characters");
    return Optional.empty();
  }

  /** As a Reference, as its text, or as the dispatch centre's number. */
  private Optional<String> incident() {
    Json value = values.get(INCIDENT);
    if (value == null) return Optional.empty();
    String text = null;
    if (value instanceof Json.Obj reference) text = reference.text("reference");
    if (value instanceof Json.Text plain) text = plain.value();
    if (text != null && !text.isBlank() && text.length() <= LONGEST) {
      return Optional.of(text.strip());
    }
    wrong(INCIDENT, "give a valueReference to its Encounter, or its number as valueString");
    return Optional.empty();
  }

  private void wrong(String parameter, String mend) {
    issues.add(new Issue(parameter, parameter + ": " + mend));
  }
}
