package dev.tsumugi.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a decision leaves to the single row, against a second reading: this one holds the Consents'
 * text against the row's text, in three-valued logic, and knows neither facets nor residues.
 */
class ResidueOracleTest {
  private static final int CASES = Boolean.getBoolean("tsumugi.test.full") ? 500_000 : 25_000;
  private static final int ROWS = 3;

  private static final List<String> ACTORS =
      List.of("Practitioner/me", "Organization/mine", "Practitioner/other", "Organization/else");
  private static final List<String> DATES =
      List.of("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24");
  private static final List<String> WHENS =
      List.of("2026-11-20", "2026-11-22T10:00:00Z", "2026-11", "2026-11-24", "2031");
  private static final List<String> RESOURCES =
      List.of(
          "Observation/a",
          "Condition/b",
          "Encounter/e",
          "CarePlan/f",
          "Practitioner/w",
          "Organization/rec");

  /** What the named resources refer to themselves. */
  private static final Map<String, List<String>> NEIGHBOURS =
      Map.of(
          "Observation/a", List.of("Condition/b", "Observation/c"),
          "Condition/b", List.of(),
          "Encounter/e", List.of("Condition/d", "AllergyIntolerance/h"),
          "CarePlan/f", List.of("Observation/a"));

  private enum Truth {
    NO,
    MAYBE,
    YES
  }

  @Test
  void agreesWithASecondReadingOfEachRow() {
    Random random = new Random(20261123);
    int shown = 0;
    int hidden = 0;
    int depending = 0;
    int both = 0;
    for (int i = 0; i < CASES; i++) {
      List<Json.Obj> consents = consents(random);
      Facet facet = facet(random);
      boolean related = random.nextInt(100) < 80;

      Decision decision = engine(consents, facet, related);

      if (decision instanceof Decision.Depends) depending++;
      int seen = 0;
      for (int row = 0; row < ROWS; row++) {
        Json.Obj resource = resource(random, facet.type());
        boolean permitted = decision.on(factsOf(resource)).permitted();
        assertThat(permitted)
            .as("case %d: %s %s %s related %s: %s", i, facet, resource, consents, related, decision)
            .isEqualTo(oracle(consents, resource, facet, related));
        if (permitted) seen++;
      }
      shown += seen;
      hidden += ROWS - seen;
      if (seen > 0 && seen < ROWS) both++;
    }
    // A comparison that never met one of the answers would say little.
    assertThat(shown).isGreaterThan(CASES * ROWS / 6);
    assertThat(hidden).isGreaterThan(CASES * ROWS / 3);
    assertThat(depending).isGreaterThan(CASES / 6);
    assertThat(both).isGreaterThan(CASES / 20);
  }

  private static List<Json.Obj> consents(Random random) {
    RandomConsents source =
        new RandomConsents(random, random, ACTORS::get, DATES::get, RESOURCES::get);
    List<Json.Obj> consents = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String provision = source.strictProvision();
      if (random.nextInt(100) < 60) {
        boolean nests = provision.startsWith("{'type'");
        provision =
            nests ? "{'type':'permit','provision':[" + provision + "]}" : "{'type':'permit'}";
      }
      consents.add(Asking.consent("c" + i, provision));
    }
    return consents;
  }

  private static Facet facet(Random random) {
    Map<String, DataClass> classes =
        Map.of(
            "Observation", DataClass.RESULT,
            "Condition", DataClass.PROBLEM,
            "AllergyIntolerance", DataClass.ALLERGY);
    String type = pick(random, RandomConsents.TYPES);
    String recorder = random.nextInt(5) == 0 ? "Organization/rec" : "Organization/r2";
    return new Facet(type, classes.get(type), Set.of(), Confidentiality.N, recorder);
  }

  private static Json.Obj resource(Random random, String type) {
    List<String> members = new ArrayList<>();
    members.add("'resourceType':'" + type + "'");
    members.add("'id':'" + pick(random, List.of("a", "b", "c", "d", "h", "x")) + "'");
    members.add("'meta':{'tag':[{'system':'http://loinc.org','code':'1-1'}]}");
    if (random.nextInt(4) > 0) {
      members.add("'code':{'coding':[" + loinc(pick(random, List.of("1-1", "2-2", "9-9"))) + "]}");
    }
    if (random.nextInt(4) == 0) {
      members.add("'component':[{'code':{'coding':[" + loinc("3-3") + "]}}]");
    }
    if (random.nextInt(4) > 0) members.add("'effective':'" + pick(random, WHENS) + "'");
    if (random.nextInt(3) > 0) {
      String by = pick(random, List.of("Practitioner/w", "Organization/rec", "Practitioner/v"));
      members.add("'performer':[{'reference':'" + by + "'}]");
    }
    if (random.nextInt(3) == 0) {
      String of = pick(random, List.of("Encounter/e", "Condition/b", "CarePlan/z"));
      members.add("'encounter':{'reference':'" + of + "'}");
    }
    return Asking.json("{" + String.join(",", members) + "}");
  }

  private static String loinc(String code) {
    return "{'system':'http://loinc.org','code':'" + code + "'}";
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static RowFacts factsOf(Json.Obj resource) {
    String effective = resource.text("effective");
    return new RowFacts(
        new Ref(resource.text("resourceType"), resource.text("id")),
        effective == null ? Optional.empty() : FhirTime.parse(effective),
        Marks.of(resource),
        new long[0]);
  }

  private static Decision engine(List<Json.Obj> consents, Facet facet, boolean related) {
    List<Rule> rules = new ArrayList<>();
    for (Json.Obj consent : consents) {
      rules.add(((Compiled.Active) ConsentCompiler.compile(consent)).rule());
    }
    // Through the stored form, as in the hub.
    Policy policy = Policies.read(Policies.write(new Policy(rules, List.of())));
    Map<Ref, Set<Ref>> neighbours = new HashMap<>();
    for (Ref ref : policy.related()) {
      Set<Ref> near = new TreeSet<>();
      for (String one : NEIGHBOURS.get(ref.toString())) near.add(Ref.parse(one).orElseThrow());
      neighbours.put(ref, near);
    }
    Compartment compartment =
        new Compartment(
            Asking.SATO, policy, List.of(), Optional.empty(), Optional.empty(), neighbours);
    Requester requester =
        Asking.as(Role.PHYSICIAN, "Practitioner/me", "Organization/mine").requester();
    return Asking.standing(requester, compartment)
        .ask(related ? Question.RELATED : Question.UNRELATED, Action.READ, facet);
  }

  private static boolean oracle(
      List<Json.Obj> consents, Json.Obj resource, Facet facet, boolean related) {
    boolean permitted = false;
    for (Json.Obj consent : consents) {
      Json.Obj root = Optional.ofNullable(consent.obj("provision")).orElseThrow();
      if (mayDeny(root, resource, facet)) return false;
      permitted |=
          surelyPermits(root, resource, facet) && (related || namesOnTheWay(root, resource, facet));
    }
    return permitted;
  }

  private static boolean mayDeny(Json.Obj provision, Json.Obj resource, Facet facet) {
    if (match(provision, resource, facet) == Truth.NO) return false;
    List<Json.Obj> inner = provision.objects("provision");
    if (inner.stream().anyMatch(p -> mayDeny(p, resource, facet))) return true;
    return "deny".equals(provision.text("type"))
        && inner.stream().noneMatch(p -> surelyPermits(p, resource, facet));
  }

  private static boolean surelyPermits(Json.Obj provision, Json.Obj resource, Facet facet) {
    if (match(provision, resource, facet) != Truth.YES) return false;
    List<Json.Obj> inner = provision.objects("provision");
    if (inner.stream().anyMatch(p -> mayDeny(p, resource, facet))) return false;
    return "permit".equals(provision.text("type"))
        || inner.stream().anyMatch(p -> surelyPermits(p, resource, facet));
  }

  /** Whether one of the provisions that carry the permit names the requester. */
  private static boolean namesOnTheWay(Json.Obj provision, Json.Obj resource, Facet facet) {
    if (!surelyPermits(provision, resource, facet)) return false;
    return names(provision)
        || provision.objects("provision").stream().anyMatch(p -> namesOnTheWay(p, resource, facet));
  }

  private static Truth match(Json.Obj provision, Json.Obj resource, Facet facet) {
    if (!speaksOf(provision, facet)) return Truth.NO;
    Truth all = Truth.YES;
    for (Truth one :
        List.of(
            ofCode(provision, resource),
            ofTime(provision, resource),
            ofData(provision, resource, facet))) {
      if (one.compareTo(all) < 0) all = one;
    }
    return all;
  }

  private static Truth ofCode(Json.Obj provision, Json.Obj resource) {
    if (!provision.has("code")) return Truth.YES;
    String body = resource.without("meta").toString();
    for (Json.Obj concept : provision.objects("code")) {
      for (Json.Obj coding : concept.objects("coding")) {
        if (body.contains("\"code\":\"" + coding.text("code") + "\"")) return Truth.YES;
      }
    }
    return resource.has("code") ? Truth.NO : Truth.MAYBE;
  }

  private static Truth ofTime(Json.Obj provision, Json.Obj resource) {
    Json.Obj stated = provision.obj("dataPeriod");
    if (stated == null) return Truth.YES;
    String effective = resource.text("effective");
    if (effective == null) return Truth.MAYBE;
    Period row = FhirTime.parse(effective).orElseThrow();
    Period period = FhirTime.parsePeriod(stated).orElseThrow();
    if (!row.until().isAfter(period.from()) || !row.from().isBefore(period.until())) {
      return Truth.NO;
    }
    boolean inside = !row.from().isBefore(period.from()) && !row.until().isAfter(period.until());
    return inside ? Truth.YES : Truth.MAYBE;
  }

  private static Truth ofData(Json.Obj provision, Json.Obj resource, Facet facet) {
    if (!provision.has("data")) return Truth.YES;
    Truth best = Truth.NO;
    for (Json.Obj data : provision.objects("data")) {
      Truth one = ofData(data.text("meaning"), target(data), resource, facet);
      if (one.compareTo(best) > 0) best = one;
    }
    return best;
  }

  private static String target(Json.Obj data) {
    return Optional.ofNullable(data.obj("reference")).map(r -> r.text("reference")).orElseThrow();
  }

  private static Truth ofData(String meaning, String target, Json.Obj resource, Facet facet) {
    String self = resource.text("resourceType") + "/" + resource.text("id");
    boolean itself = self.equals(target);
    boolean refers = resource.toString().contains("\"reference\":\"" + target + "\"");
    return switch (meaning) {
      case "instance" -> truth(itself);
      case "dependents" -> truth(itself || refers);
      case "related" -> truth(itself || refers || NEIGHBOURS.get(target).contains(self));
      default -> {
        boolean signed = resource.has("performer");
        boolean theirs = signed && resource.get("performer").toString().contains(target);
        if (theirs || facet.recorder().equals(target)) yield Truth.YES;
        yield signed ? Truth.NO : Truth.MAYBE;
      }
    };
  }

  private static Truth truth(boolean holds) {
    return holds ? Truth.YES : Truth.NO;
  }

  /** The parts that speak of no single row; all rows of these tests are unlabelled. */
  private static boolean speaksOf(Json.Obj provision, Facet facet) {
    List<String> purposes = codes(provision, "purpose");
    List<String> classes = codes(provision, "class");
    return inTime(provision)
        && (!provision.has("actor")
            || names(provision)
            || actorText(provision).contains("\"value\":\"physician\""))
        && (purposes.isEmpty() || purposes.contains("TREAT"))
        && (!provision.has("action")
            || provision.objects("action").toString().contains("\"access\""))
        && (classes.isEmpty()
            || classes.contains(facet.type())
            || classes.contains(facet.dataClass().code()))
        && ofLabel(provision);
  }

  private static boolean ofLabel(Json.Obj provision) {
    List<String> labels = codes(provision, "securityLabel");
    // A permit of every level of these tests reaches N, a refusal from N on does; no sensitivity
    // reaches what has none.
    boolean denies = "deny".equals(provision.text("type"));
    return labels.isEmpty()
        || labels.stream().anyMatch(denies ? "N"::equals : RandomConsents.LEVELS::contains);
  }

  private static boolean inTime(Json.Obj provision) {
    Json.Obj period = provision.obj("period");
    return period == null || FhirTime.parsePeriod(period).orElseThrow().contains(Asking.NOW);
  }

  private static String actorText(Json.Obj provision) {
    return provision.objects("actor").toString();
  }

  private static boolean names(Json.Obj provision) {
    String actors = actorText(provision);
    return actors.contains("\"Practitioner/me\"") || actors.contains("\"Organization/mine\"");
  }

  private static List<String> codes(Json.Obj provision, String element) {
    return provision.objects(element).stream().map(coding -> coding.text("code")).toList();
  }
}
