package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.Query.DateTest;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.kernel.Folding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A search over AuditEvents (<a href="https://hl7.org/fhir/R4/auditevent.html#search">R4
 * parameters</a>). What it selects is read from the AuditEvent as it is shown, so the two cannot
 * differ; {@link #sift} is what the database can leave out beforehand. What is not supported is
 * refused by its name.
 *
 * @param tests all must hold
 * @param newestFirst the order is that of time, which is the only one offered
 * @param text the parameters as they came, for links
 */
public record AuditQuery(List<Test> tests, Sift sift, boolean newestFirst, int count, String text) {
  /** The parameters that select, by R4's type of each; for the capability statement, too. */
  public static final Map<String, String> PARAMETERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("_id", "token"),
              Map.entry("_lastUpdated", "date"),
              Map.entry("_tag", "token"),
              Map.entry("action", "token"),
              Map.entry("agent", "reference"),
              Map.entry("agent-name", "string"),
              Map.entry("agent-role", "token"),
              Map.entry("altid", "token"),
              Map.entry("date", "date"),
              Map.entry("entity", "reference"),
              Map.entry("outcome", "token"),
              Map.entry("patient", "reference"),
              Map.entry("policy", "uri"),
              Map.entry("site", "token"),
              Map.entry("subtype", "token"),
              Map.entry("type", "token")));

  private static final Set<String> SHAPES = Set.of("_format", "_pretty", "_elements");

  /** Who may be an agent without having asked; a patient as the one for whom a proxy did. */
  private static final Set<String> NOT_WHO_ASKED = Set.of("Organization", "Patient");

  /** One parameter; its values are alternatives. */
  public record Test(String name, List<String> values, List<DateTest> dates) {}

  /**
   * What narrows the search in the database; empty where nothing does.
   *
   * @param patients one of them is the patient, or asked
   * @param agents one of them asked; people and services, not organisations
   * @param time when, at least in part
   */
  public record Sift(
      Optional<Set<Ref>> patients,
      Optional<Set<String>> agents,
      Optional<Set<String>> ids,
      Optional<Set<String>> marks,
      Period time) {}

  /**
   * @throws Problem NOT_SUPPORTED naming what is not offered, INVALID for what cannot be read
   */
  public static AuditQuery parse(List<Word> words) {
    Limits.words(words.size());
    List<Test> tests = new ArrayList<>();
    List<String> text = new ArrayList<>();
    boolean newest = true;
    int count = QueryParser.DEFAULT_COUNT;
    for (Word word : words) {
      if (word.value().isEmpty() || SHAPES.contains(word.name())) continue;
      switch (word.name()) {
        case "_count" -> count = count(word.value());
        case "_sort" -> newest = newestFirst(word.value());
        case "_total" -> {
          if (!word.value().equals("none")) throw refused("_total=" + word.value());
        }
        case "_summary" -> {
          if (word.value().equals("count")) throw refused("_summary=count");
        }
        default -> tests.add(test(word));
      }
      text.add(word.name() + "=" + word.value());
    }
    return new AuditQuery(tests, sift(tests), newest, count, String.join("\n", text));
  }

  private static int count(String value) {
    int count = QueryParser.count(value);
    if (count == 0) throw refused("_count=0");
    return count;
  }

  private static boolean newestFirst(String value) {
    return switch (value) {
      case "-date", "-_lastUpdated" -> true;
      case "date", "_lastUpdated" -> false;
      default -> throw refused("_sort=" + value);
    };
  }

  private static Problem refused(String what) {
    return Problem.at(
        Problem.Kind.NOT_SUPPORTED,
        what,
        "'" + what + "' is not supported for AuditEvent; /fhir/metadata tells what is");
  }

  private static Test test(Word word) {
    int colon = word.name().indexOf(':');
    String name = colon < 0 ? word.name() : word.name().substring(0, colon);
    String kind = PARAMETERS.get(name);
    if (kind == null) throw refused(word.name());
    List<String> values = QueryValues.alternatives(word.name(), word.value());
    if (kind.equals("date")) {
      if (colon >= 0) throw refused(word.name());
      List<DateTest> dates = QueryValues.dates(name, values);
      if (dates.stream().anyMatch(one -> one.prefix() == Query.Prefix.AP)) {
        throw refused(name + "=ap…");
      }
      return new Test(name, values, dates);
    }
    if (kind.equals("reference")) {
      String type = colon < 0 ? "" : word.name().substring(colon + 1);
      boolean known = type.isEmpty() || type.matches("[A-Z][A-Za-z]+");
      if (!known) throw refused(word.name());
      return new Test(
          name, values.stream().map(v -> target(word.name(), type, v)).toList(), List.of());
    }
    if (colon >= 0) throw refused(word.name());
    return new Test(name, values, List.of());
  }

  /** A reference as AuditEvents hold it; an id alone means any type, but of {@code patient}. */
  private static String target(String name, String type, String escaped) {
    String value = QueryValues.unescape(escaped);
    if (value.indexOf('/') > 0) {
      String plain = value.replaceFirst("/_history/[^/]*$", "");
      if (Ref.parse(plain).isPresent()) return value;
    } else if (Ref.isId(value)) {
      if (!type.isEmpty()) return type + "/" + value;
      return name.equals("patient") ? "Patient/" + value : value;
    }
    throw Problem.invalid(name, "a reference is written Type/id, or an id alone");
  }

  private static Sift sift(List<Test> tests) {
    Optional<Set<Ref>> patients = Optional.empty();
    Optional<Set<String>> agents = Optional.empty();
    Optional<Set<String>> ids = Optional.empty();
    Optional<Set<String>> marks = Optional.empty();
    Period time = Period.ALWAYS;
    for (Test test : tests) {
      switch (test.name()) {
        case "_id" -> ids = Optional.of(Set.copyOf(test.values()));
        case "patient" -> {
          Set<Ref> named = new HashSet<>();
          for (String value : test.values()) Ref.parse(value).ifPresent(named::add);
          patients = Optional.of(named);
        }
        case "agent" -> {
          // Of organisations and ids alone no key is kept.
          boolean people =
              test.values().stream()
                  .allMatch(v -> v.indexOf('/') > 0 && !NOT_WHO_ASKED.contains(v.split("/")[0]));
          if (people) agents = Optional.of(Set.copyOf(test.values()));
        }
        case "_tag" -> {
          Set<String> named = new HashSet<>();
          for (String value : test.values()) {
            named.add(QueryValues.unescape(value.substring(value.lastIndexOf('|') + 1)));
          }
          if (!named.contains("")) marks = Optional.of(named);
        }
        case "date", "_lastUpdated" -> time = time.intersect(hull(test.dates()));
        default -> {}
      }
    }
    return new Sift(patients, agents, ids, marks, time);
  }

  private static Period hull(List<DateTest> dates) {
    Instant from = Period.MAX;
    Instant until = Period.MIN;
    for (DateTest one : dates) {
      Period span = span(one);
      if (span.from().isBefore(from)) from = span.from();
      if (span.until().isAfter(until)) until = span.until();
    }
    return from.isAfter(until) ? Period.ALWAYS : new Period(from, until);
  }

  private static Period span(DateTest one) {
    Period value = one.value();
    return switch (one.prefix()) {
      case EQ -> value;
      case GT, SA -> new Period(value.until(), Period.MAX);
      case GE -> new Period(value.from(), Period.MAX);
      case LT, EB -> new Period(Period.MIN, value.from());
      case LE -> new Period(Period.MIN, value.until());
      case NE, AP -> Period.ALWAYS;
    };
  }

  public boolean matches(AuditLine line) {
    Json.Obj event = AuditEvents.of(line);
    for (Test test : tests) if (!holds(test, line, event)) return false;
    return true;
  }

  private static boolean holds(Test test, AuditLine line, Json.Obj event) {
    return switch (test.name()) {
      case "date", "_lastUpdated" ->
          test.dates().stream()
              .anyMatch(
                  one ->
                      one.prefix() == Query.Prefix.NE
                          ? !one.value().contains(line.at())
                          : span(one).contains(line.at()));
      case "_id" -> test.values().contains(line.key().id());
      case "action", "outcome" -> anyCode(test, code(event.text(test.name())));
      case "type" -> anyCode(test, List.of(Objects.requireNonNull(event.obj("type"))));
      case "subtype" -> anyCode(test, event.objects("subtype"));
      case "_tag" -> anyCode(test, Objects.requireNonNull(event.obj("meta")).objects("tag"));
      case "agent-role" -> anyCode(test, codings(event.objects("agent"), "role"));
      case "site" -> anyCode(test, code(Objects.requireNonNull(event.obj("source")).text("site")));
      case "altid" -> anyCode(test, code(first(event.objects("agent"), "altId")));
      case "policy" ->
          event.objects("agent").stream()
              .flatMap(agent -> agent.texts("policy").stream())
              .anyMatch(policy -> unescaped(test).contains(policy));
      case "agent-name" ->
          event.objects("agent").stream()
              .map(agent -> fold(agent.text("name")))
              .anyMatch(
                  name ->
                      !name.isEmpty()
                          && unescaped(test).stream().anyMatch(v -> name.startsWith(fold(v))));
      case "agent" -> anyReference(test, event.objects("agent"), "who");
      case "entity" -> anyReference(test, event.objects("entity"), "what");
      case "patient" ->
          anyReference(test, event.objects("entity"), "what")
              || anyReference(test, event.objects("agent"), "who");
      default -> throw new IllegalStateException("no rule for " + test.name());
    };
  }

  private static List<String> unescaped(Test test) {
    return test.values().stream().map(QueryValues::unescape).toList();
  }

  private static String fold(@Nullable String text) {
    return text == null ? "" : Folding.fold(text).toLowerCase(Locale.ROOT);
  }

  private static List<Json.Obj> code(@Nullable String code) {
    return code == null ? List.of() : List.of(Json.object().put("code", code).build());
  }

  private static @Nullable String first(List<Json.Obj> all, String name) {
    for (Json.Obj one : all) {
      String text = one.text(name);
      if (text != null) return text;
    }
    return null;
  }

  private static List<Json.Obj> codings(List<Json.Obj> holders, String name) {
    return holders.stream()
        .flatMap(holder -> holder.objects(name).stream())
        .flatMap(concept -> concept.objects("coding").stream())
        .toList();
  }

  private static boolean anyCode(Test test, List<Json.Obj> codings) {
    for (String value : test.values()) {
      List<String> parts = QueryValues.apart(value, '|');
      String code = QueryValues.unescape(parts.get(parts.size() - 1));
      for (Json.Obj coding : codings) {
        boolean system =
            parts.size() == 1
                || QueryValues.unescape(parts.get(0))
                    .equals(Objects.requireNonNullElse(coding.text("system"), ""));
        if (system && (code.isEmpty() || code.equals(coding.text("code")))) return true;
      }
    }
    return false;
  }

  private static boolean anyReference(Test test, List<Json.Obj> holders, String name) {
    for (Json.Obj holder : holders) {
      Json.Obj to = holder.obj(name);
      String reference = to == null ? null : to.text("reference");
      if (reference == null) continue;
      String versionless = reference.replaceFirst("/_history/[^/]*$", "");
      for (String value : test.values()) {
        boolean whole = value.equals(reference) || value.equals(versionless);
        if (whole || versionless.endsWith("/" + value)) return true;
      }
    }
    return false;
  }
}
