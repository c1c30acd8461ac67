package dev.tsumugi.consent;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Consents by chance, as FHIR text. What is chosen comes from one source of chance; names, dates
 * and order come from outside, so that two residents can choose the same.
 */
final class RandomConsents {
  static final List<String> PURPOSES = List.of("TREAT", "ETREAT", "BTG", "COC", "HOPERAT");
  static final List<String> CLASSES = List.of("allergy", "result", "problem");
  static final List<String> TYPES = List.of("Observation", "Condition", "AllergyIntolerance");
  static final List<String> ROLES = List.of("physician", "nurse");
  static final List<String> LABELS = List.of("SPI", "PSY", "SUD", "ETHUD", "HIV");
  static final List<String> LEVELS = List.of("N", "R", "V");

  static final List<String> CODES = List.of("1-1", "2-2", "3-3");

  private final Random choice;
  private final Random order;
  private final IntFunction<String> actors;
  private final IntFunction<String> dates;
  private final @Nullable IntFunction<String> resources;

  RandomConsents(
      Random choice, Random order, IntFunction<String> actors, IntFunction<String> dates) {
    this(choice, order, actors, dates, null);
  }

  /**
   * @param resources names single resources; null if no provision looks at single rows
   */
  RandomConsents(
      Random choice,
      Random order,
      IntFunction<String> actors,
      IntFunction<String> dates,
      @Nullable IntFunction<String> resources) {
    this.choice = choice;
    this.order = order;
    this.actors = actors;
    this.dates = dates;
    this.resources = resources;
  }

  /** One in which every nested provision is bound to all of what it is nested in. */
  String strictProvision() {
    while (true) {
      String provision = provision(0);
      if (!adds(Asking.json(provision))) return provision;
    }
  }

  /** Whether a permit in a permit states purposes or labels of its own, see {@link Additions}. */
  private static boolean adds(Json.Obj outer) {
    for (Json.Obj inner : outer.objects("provision")) {
      boolean permits = "permit".equals(inner.text("type")) && "permit".equals(outer.text("type"));
      boolean purposes = inner.has("purpose") && outer.has("purpose");
      boolean labels = inner.has("securityLabel") && outer.has("securityLabel");
      if ((permits && (purposes || labels)) || adds(inner)) return true;
    }
    return false;
  }

  String provision(int depth) {
    List<String> members = new ArrayList<>();
    boolean typed = depth > 0 || !chance(10);
    if (typed) members.add("'type':'" + (chance(60) ? "permit" : "deny") + "'");
    if (chance(15)) members.add(period());
    if (chance(35)) members.add(many("actor", choice.nextInt(1, 3), i -> actor()));
    if (chance(30)) {
      members.add(many("purpose", 2, i -> Asking.purpose(pick(PURPOSES))));
    }
    if (chance(30)) {
      members.add(
          many(
              "class",
              choice.nextInt(1, 3),
              i -> chance(50) ? Asking.dataClass(pick(CLASSES)) : Asking.type(pick(TYPES))));
    }
    if (chance(20)) members.add(many("action", 1, i -> action()));
    if (chance(20)) members.add(many("securityLabel", choice.nextInt(1, 3), i -> label()));
    if (resources != null) rows(members, resources);
    int exceptions = depth < 3 && chance(55) ? choice.nextInt(1, 4) : 0;
    if (exceptions > 0) members.add(many("provision", exceptions, i -> provision(depth + 1)));
    return "{" + String.join(",", members) + "}";
  }

  private void rows(List<String> members, IntFunction<String> resources) {
    if (chance(20)) {
      members.add(many("code", choice.nextInt(1, 3), i -> "{'coding':[" + code() + "]}"));
    }
    if (chance(20)) members.add(period().replace("'period'", "'dataPeriod'"));
    if (chance(25)) {
      members.add(many("data", choice.nextInt(1, 3), i -> data(resources)));
    }
  }

  private String code() {
    return "{'system':'http://loinc.org','code':'" + pick(CODES) + "'}";
  }

  private String data(IntFunction<String> resources) {
    String meaning = pick(List.of("instance", "related", "dependents", "authoredby"));
    // People write, records are related.
    int which = meaning.equals("authoredby") ? 4 + choice.nextInt(2) : choice.nextInt(4);
    return "{'meaning':'%s','reference':{'reference':'%s'}}"
        .formatted(meaning, resources.apply(which));
  }

  private String many(String name, int count, IntFunction<String> make) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < count; i++) items.add(make.apply(i));
    Collections.shuffle(items, order);
    return "'" + name + "':[" + String.join(",", items) + "]";
  }

  private String period() {
    int from = choice.nextInt(3);
    int until = from + choice.nextInt(3);
    boolean starts = chance(70);
    String end = chance(70) || !starts ? "'end':'" + dates.apply(until) + "'" : "";
    String start = starts ? "'start':'" + dates.apply(from) + "'" : "";
    return "'period':{" + start + (starts && !end.isEmpty() ? "," : "") + end + "}";
  }

  private String actor() {
    if (chance(40)) return Asking.working(pick(ROLES));
    return Asking.actor(actors.apply(choice.nextInt(4)));
  }

  private String action() {
    String code = chance(70) ? "access" : "correct";
    return "{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'"
        + code
        + "'}]}";
  }

  private String label() {
    boolean level = chance(50);
    return "{'system':'http://terminology.hl7.org/CodeSystem/%s','code':'%s'}"
        .formatted(level ? "v3-Confidentiality" : "v3-ActCode", pick(level ? LEVELS : LABELS));
  }

  private boolean chance(int percent) {
    return choice.nextInt(100) < percent;
  }

  private String pick(List<String> from) {
    return from.get(choice.nextInt(from.size()));
  }
}
