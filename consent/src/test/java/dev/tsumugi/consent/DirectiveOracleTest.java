package dev.tsumugi.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The engine against a second reading of the directive semantics, written another way: it walks the
 * FHIR text itself, lists every path of matching provisions that ends where nothing nested matches,
 * and asks what stands at the ends.
 */
class DirectiveOracleTest {
  private static final int CASES = Boolean.getBoolean("tsumugi.test.full") ? 1_000_000 : 25_000;

  private static final List<String> ACTORS =
      List.of("Practitioner/me", "Organization/mine", "Practitioner/other", "Organization/else");
  private static final List<String> DATES =
      List.of("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24");

  /** Label to all that it reaches, spelled out by hand. */
  private static final Map<String, Set<String>> REACH =
      Map.of(
          "SPI", Set.of("SPI", "PSY", "SUD", "ETHUD"),
          "PSY", Set.of("PSY"),
          "SUD", Set.of("SUD", "ETHUD"),
          "ETHUD", Set.of("ETHUD"),
          "HIV", Set.of("HIV"));

  /** Stated purpose to all that it covers, spelled out by hand. */
  private static final Map<String, Set<String>> COVERS =
      Map.of(
          "TREAT", Set.of("TREAT", "ETREAT", "COC"),
          "ETREAT", Set.of("ETREAT"),
          "BTG", Set.of("BTG"),
          "COC", Set.of("COC"),
          "HOPERAT", Set.of("HOPERAT"));

  /** One question, in FHIR's words. */
  private record Question(
      String role,
      String purpose,
      boolean write,
      String type,
      String dataClass,
      Set<String> labels,
      String level) {}

  @Test
  void agreesWithASecondReadingOfTheSemantics() {
    Random random = new Random(20261122);
    int permits = 0;
    int denies = 0;
    int refusals = 0;
    int strangers = 0;
    for (int i = 0; i < CASES; i++) {
      List<Json.Obj> consents = consents(random);
      Question question = question(random);
      boolean related = random.nextInt(100) < 80;

      Decision decision = engine(consents, question, related);

      String expected = oracle(consents, question, related);
      assertThat(spelled(decision)).as("case %d: %s %s", i, question, consents).isEqualTo(expected);
      if (decision.permitted()) permits++;
      else denies++;
      if (expected.startsWith("DIRECTIVE_DENIES")) refusals++;
      if (expected.startsWith("NO_RELATION")) strangers++;
    }
    // A comparison that never met one of the answers would say little.
    assertThat(permits).isGreaterThan(CASES / 4);
    assertThat(denies).isGreaterThan(CASES / 4);
    assertThat(refusals).isGreaterThan(CASES / 10);
    assertThat(strangers).isGreaterThan(CASES / 50);
  }

  private static List<Json.Obj> consents(Random random) {
    RandomConsents source = new RandomConsents(random, random, ACTORS::get, DATES::get);
    List<Json.Obj> consents = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String provision = source.strictProvision();
      // Half of the roots permit everybody, else most questions would meet nothing.
      if (random.nextInt(100) < 50) {
        boolean nests = provision.startsWith("{'type'");
        provision =
            nests ? "{'type':'permit','provision':[" + provision + "]}" : "{'type':'permit'}";
      }
      consents.add(Asking.consent("c" + i, provision));
    }
    return consents;
  }

  private static Question question(Random random) {
    Map<String, String> classes =
        Map.of("Observation", "result", "Condition", "problem", "AllergyIntolerance", "allergy");
    String type = pick(random, RandomConsents.TYPES);
    Set<String> labels = new TreeSet<>();
    if (random.nextInt(3) == 0) labels.add(pick(random, RandomConsents.LABELS));
    return new Question(
        pick(random, RandomConsents.ROLES),
        pick(random, RandomConsents.PURPOSES),
        random.nextInt(5) == 0,
        type,
        classes.get(type),
        labels,
        pick(random, List.of("N", "N", "R", "V")));
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static Decision engine(List<Json.Obj> consents, Question question, boolean related) {
    List<Rule> rules = new ArrayList<>();
    for (Json.Obj consent : consents) {
      rules.add(((Compiled.Active) ConsentCompiler.compile(consent)).rule());
    }
    // Through the stored form, as in the hub.
    Policy policy = Policies.read(Policies.write(new Policy(rules, List.of())));
    Requester requester =
        Asking.as(Role.of(question.role).orElseThrow(), "Practitioner/me", "Organization/mine")
            .stating(Purpose.valueOf(question.purpose))
            .requester();
    Facet facet =
        new Facet(
            question.type,
            DataClass.of(question.dataClass).orElseThrow(),
            question.labels,
            Confidentiality.valueOf(question.level),
            "Organization/recorder");
    var asked =
        related ? dev.tsumugi.consent.Question.RELATED : dev.tsumugi.consent.Question.UNRELATED;
    return Asking.standing(requester, Asking.sato(policy))
        .ask(asked, question.write ? Action.UPDATE : Action.READ, facet);
  }

  private static String spelled(Decision decision) {
    return decision.fold(
        permit -> "PERMIT " + new TreeSet<>(permit.consents()),
        deny -> deny.reason() + " " + new TreeSet<>(deny.consents()),
        depends -> "DEPENDS " + depends.when());
  }

  private static String oracle(List<Json.Obj> consents, Question question, boolean related) {
    Set<String> denying = new TreeSet<>();
    Set<String> permitting = new TreeSet<>();
    boolean acquainted = related;
    for (Json.Obj consent : consents) {
      List<List<Json.Obj>> ends = new ArrayList<>();
      Json.Obj root = Optional.ofNullable(consent.obj("provision")).orElseThrow();
      if (speaksOf(root, question)) follow(List.of(root), question, ends);
      String id = "Consent/" + consent.text("id");
      if (ends.stream().anyMatch(end -> "deny".equals(last(end).text("type")))) {
        denying.add(id);
      } else {
        for (List<Json.Obj> end : ends) {
          if (!"permit".equals(last(end).text("type"))) continue;
          permitting.add(id);
          acquainted |= end.stream().anyMatch(provision -> names(provision));
        }
      }
    }
    if (!acquainted) return "NO_RELATION []";
    if (!denying.isEmpty()) return "DIRECTIVE_DENIES " + denying;
    if (!permitting.isEmpty()) return "PERMIT " + permitting;
    return "NO_DIRECTIVE_COVERS []";
  }

  private static Json.Obj last(List<Json.Obj> path) {
    return path.get(path.size() - 1);
  }

  private static void follow(List<Json.Obj> path, Question question, List<List<Json.Obj>> ends) {
    List<Json.Obj> next =
        last(path).objects("provision").stream().filter(p -> speaksOf(p, question)).toList();
    if (next.isEmpty()) ends.add(path);
    for (Json.Obj inner : next) {
      List<Json.Obj> longer = new ArrayList<>(path);
      longer.add(inner);
      follow(longer, question, ends);
    }
  }

  private static boolean speaksOf(Json.Obj provision, Question question) {
    return inTime(provision)
        && ofActor(provision, question)
        && ofPurpose(provision, question)
        && ofAction(provision, question)
        && ofClass(provision, question)
        && ofLabel(provision, question);
  }

  private static boolean inTime(Json.Obj provision) {
    Json.Obj period = provision.obj("period");
    if (period == null) return true;
    // All dates of these tests are days in Japan, where it is 22 November.
    LocalDate today = LocalDate.of(2026, 11, 22);
    String start = period.text("start");
    String end = period.text("end");
    return (start == null || !today.isBefore(LocalDate.parse(start)))
        && (end == null || !today.isAfter(LocalDate.parse(end)));
  }

  private static boolean ofActor(Json.Obj provision, Question question) {
    if (!provision.has("actor")) return true;
    boolean role =
        provision.objects("actor").stream()
            .anyMatch(actor -> actor.toString().contains("\"value\":\"" + question.role + "\""));
    return role || names(provision);
  }

  private static boolean names(Json.Obj provision) {
    return provision.objects("actor").stream()
        .map(Json.Obj::toString)
        .anyMatch(a -> a.contains("\"Practitioner/me\"") || a.contains("\"Organization/mine\""));
  }

  private static boolean ofPurpose(Json.Obj provision, Question question) {
    List<String> stated = codes(provision, "purpose");
    return stated.isEmpty()
        || stated.stream().anyMatch(code -> COVERS.get(code).contains(question.purpose));
  }

  private static boolean ofAction(Json.Obj provision, Question question) {
    if (!provision.has("action")) return true;
    String wanted = question.write ? "correct" : "access";
    return provision.objects("action").stream().anyMatch(a -> a.toString().contains(wanted));
  }

  private static boolean ofClass(Json.Obj provision, Question question) {
    List<String> stated = codes(provision, "class");
    return stated.isEmpty()
        || stated.contains(question.type)
        || stated.contains(question.dataClass);
  }

  private static boolean ofLabel(Json.Obj provision, Question question) {
    List<String> stated = codes(provision, "securityLabel");
    if (stated.isEmpty()) return true;
    boolean denies = "deny".equals(provision.text("type"));
    for (String label : stated) {
      int level = "ULMNRV".indexOf(label);
      if (level < 0 || label.length() > 1) {
        if (REACH.get(label).stream().anyMatch(question.labels::contains)) return true;
      } else if (denies
          ? "ULMNRV".indexOf(question.level) >= level
          : "ULMNRV".indexOf(question.level) <= level) {
        return true;
      }
    }
    return false;
  }

  private static List<String> codes(Json.Obj provision, String element) {
    return provision.objects(element).stream().map(coding -> coding.text("code")).toList();
  }
}
