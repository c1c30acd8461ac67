package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.fhirserver.suite.Definitions.Param;
import dev.tsumugi.fhirserver.suite.Question.Word;
import dev.tsumugi.fhirserver.suite.Values.Value;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A second reading of R4's search, by going through all resources one by one. It shares nothing
 * with the server but the JSON parser.
 */
public final class Evaluator {
  private static final Set<String> SHAPING =
      Set.of("_sort", "_count", "_total", "_include", "_revinclude", "_summary");

  private final Corpus corpus;
  private final Definitions definitions;
  private final Set<Rule> broken;
  private final Matches matches;
  private final Map<String, Set<String>> referredTo = new HashMap<>();

  public Evaluator(Corpus corpus, Instant now) {
    this(corpus, now, Set.of());
  }

  /**
   * @param now what {@code ap} measures dates from
   * @param broken rules to get wrong
   */
  public Evaluator(Corpus corpus, Instant now, Set<Rule> broken) {
    this(corpus, Definitions.read(), broken, new Matches(broken, now));
  }

  private Evaluator(Corpus corpus, Definitions definitions, Set<Rule> broken, Matches matches) {
    this.corpus = corpus;
    this.definitions = definitions;
    this.broken = broken;
    this.matches = matches;
  }

  /** The same over other resources. */
  public Evaluator over(Corpus other) {
    return new Evaluator(other, definitions, broken, matches);
  }

  /** Every match, as {@code Type/id}; by id, whatever the order asked for. */
  public List<String> matches(Question question) {
    List<String> found = new ArrayList<>();
    List<Word> clauses =
        question.words().stream()
            .filter(word -> !SHAPING.contains(word.name().replaceFirst(":.*", "")))
            .toList();
    for (Json.Obj resource : corpus.ofType(question.type())) {
      boolean all = true;
      boolean any = clauses.isEmpty();
      for (Word word : clauses) {
        boolean holds = holds(question.type(), word.name(), word.value(), resource);
        all &= holds;
        any |= holds;
      }
      if (broken.contains(Rule.PARAMETERS_ALL_HOLD) ? any : all) found.add(Corpus.ref(resource));
    }
    return found;
  }

  /** What comes along with a page of these matches. */
  public Set<String> along(Question question, List<String> page) {
    return new Along(corpus, definitions, broken).of(question, page);
  }

  /** What the order is made of: the values of one resource under each key of {@code _sort}. */
  public Order order(Question question) {
    return new Order(corpus, definitions, matches, broken, question);
  }

  private boolean holds(String type, String name, String value, Json.Obj resource) {
    if (name.startsWith("_has:")) return has(type, name, value, resource);
    int dot = name.indexOf('.');
    if (dot > 0) {
      return chain(type, name.substring(0, dot), name.substring(dot + 1), value, resource);
    }
    int colon = name.indexOf(':');
    String code = colon < 0 ? name : name.substring(0, colon);
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    List<String> asked = Question.apart(value, ",");
    if (broken.contains(Rule.COMMAS_ARE_ALTERNATIVES)) asked = asked.subList(0, 1);
    if (code.equals("_id")) return asked.contains(resource.text("id"));
    if (code.equals("_lastUpdated")) return updated(asked, resource);
    if (Values.isMeta(code)) return meta(code, modifier, asked, resource);
    Param param = definitions.of(type, code);
    if (param.kind().equals("composite")) return composite(param, asked, resource);
    List<Value> values = Values.of(resource, param);
    if (modifier.equals("missing")) {
      boolean none = values.stream().allMatch(Matches::isElsewhere);
      return broken.contains(Rule.MISSING) || none == Boolean.parseBoolean(value);
    }
    boolean not = modifier.equals("not");
    if (not && values.isEmpty() && broken.contains(Rule.NOT_FINDS_WHAT_HAS_NONE)) return false;
    return not != anyOf(param, not ? "" : modifier, values, asked);
  }

  private boolean anyOf(Param param, String modifier, List<Value> values, List<String> asked) {
    for (String one : asked) {
      for (Value value : values) if (matches.match(param, modifier, value, one)) return true;
    }
    return false;
  }

  private boolean updated(List<String> asked, Json.Obj resource) {
    if (broken.contains(Rule.LAST_UPDATED)) return true;
    Instant at = corpus.updated(resource);
    // An instant has no width: it lies in what it is compared with, or beside it.
    for (String one : asked) if (matches.finds(one, new Stretch(at, at.plusNanos(1)))) return true;
    return false;
  }

  private boolean meta(String code, String modifier, List<String> asked, Json.Obj resource) {
    if (broken.contains(Rule.META_IS_SEARCHED)) return false;
    boolean coding = code.equals("_tag") || code.equals("_security");
    String kind = coding ? "token" : code.equals("_profile") ? "reference" : "uri";
    Param param = new Param(code, kind, List.of(), List.of(), List.of(), Set.of("*"));
    List<Value> values = Values.meta(resource, code);
    if (modifier.equals("missing")) return values.isEmpty() == asked.get(0).equals("true");
    boolean not = modifier.equals("not");
    return not != anyOf(param, not ? "" : modifier, values, asked);
  }

  private boolean composite(Param param, List<String> asked, Json.Obj resource) {
    List<Json.Obj> elements = Values.elements(resource, param);
    for (String one : asked) {
      List<String> parts = Question.apart(one, "$");
      boolean apartFirst = false;
      boolean apartSecond = false;
      for (Json.Obj element : elements) {
        boolean first = part(param.parts().get(0), element, parts.get(0));
        boolean second = part(param.parts().get(1), element, parts.get(1));
        if (first && second) return true;
        apartFirst |= first;
        apartSecond |= second;
      }
      if (broken.contains(Rule.COMPOSITE_IN_ONE_ELEMENT) && apartFirst && apartSecond) return true;
    }
    return false;
  }

  private boolean part(Param part, Json.Obj element, String asked) {
    return anyOf(part, "", Values.of(element, part), List.of(asked));
  }

  private boolean chain(String type, String head, String rest, String value, Json.Obj resource) {
    int colon = head.indexOf(':');
    String only = colon < 0 ? "" : head.substring(colon + 1);
    if (broken.contains(Rule.CHAIN_TYPE_COUNTS)) only = "";
    Param param = definitions.of(type, colon < 0 ? head : head.substring(0, colon));
    for (Value link : Values.of(resource, param)) {
      String target = Matches.target(link);
      Json.Obj far = corpus.get(target);
      if (far == null) continue;
      String farType = target.substring(0, target.indexOf('/'));
      if (!only.isEmpty() && !only.equals(farType)) continue;
      if (!knows(farType, rest)) continue;
      boolean more = rest.indexOf('.') > 0 && broken.contains(Rule.CHAIN_FOLLOWS_ALL_STEPS);
      if (more || holds(farType, rest, value, far)) return true;
    }
    return false;
  }

  private boolean knows(String type, String rest) {
    String code = rest.split("[.:]", 2)[0];
    return code.startsWith("_") || definitions.knows(type, code);
  }

  private boolean has(String type, String name, String value, Json.Obj resource) {
    String[] parts = name.split(":", 4);
    Set<String> referred = referredTo.get(name + "=" + value);
    if (referred == null) {
      referred = referred(parts[1], parts[2], parts[3], value);
      referredTo.put(name + "=" + value, referred);
    }
    return referred.contains(type + "/" + resource.text("id"));
  }

  private Set<String> referred(String type, String code, String rest, String value) {
    Set<String> targets = new HashSet<>();
    for (Json.Obj far : corpus.ofType(type)) {
      boolean loose = broken.contains(Rule.HAS_NEEDS_ITS_PARAMETER);
      if (!loose && !holds(type, rest, value, far)) continue;
      for (Value link : Values.of(far, definitions.of(type, code))) {
        targets.add(Matches.target(link));
      }
    }
    return targets;
  }
}
