package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.Query.Far;
import dev.tsumugi.fhirserver.r4.Composites;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.fhirserver.r4.SearchParameter.Component;
import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one parameter that selects: plain, with a modifier, chained, or reversed by _has. */
final class ClauseParser {
  /** Steps of a chain or of nested _has; each costs a search of its own. */
  static final int MAX_STEPS = 8;

  /** Types that one unqualified step may lead to. */
  private static final int MAX_TYPES = 12;

  private final ParametersInForce inForce;
  private final R4 r4;
  private final CodeModifiers codes;

  ClauseParser(ParametersInForce inForce, CodeSets codeSets) {
    this.inForce = inForce;
    this.codes = new CodeModifiers(codeSets);
    this.r4 = inForce.answered();
  }

  Clause clause(String type, String name, String value) {
    return clause(type, name, value, new Asked(name, 0));
  }

  /**
   * @param name of the whole parameter, for error texts
   */
  private record Asked(String name, int steps) {
    Asked deeper() {
      if (steps == MAX_STEPS) {
        throw Problem.at(
            Problem.Kind.TOO_LARGE, name, "a chain may have at most " + MAX_STEPS + " steps");
      }
      return new Asked(name, steps + 1);
    }
  }

  private Clause clause(String type, String name, String value, Asked asked) {
    if (name.startsWith("_has:")) return has(type, name, value, asked);
    int dot = name.indexOf('.');
    if (dot > 0) return chain(type, name.substring(0, dot), name.substring(dot + 1), value, asked);
    return plain(type, name, value, asked);
  }

  private Clause has(String type, String name, String value, Asked asked) {
    String[] parts = name.split(":", 4);
    if (parts.length < 4 || !r4.isType(parts[1])) {
      throw Problem.invalid(asked.name(), "is written _has:Type:reference:parameter");
    }
    if (parts[1].equals(AuditEvents.TYPE)) throw AuditEvents.apart(asked.name());
    SearchParameter param = reference(parts[1], parts[2], asked);
    if (!leadsTo(param, type)) {
      throw Problem.invalid(asked.name(), "this reference never leads to a " + type);
    }
    Clause far = clause(parts[1], parts[3], value, asked.deeper());
    return new Clause.Has(asked.name(), param, new Far(parts[1], far));
  }

  private Clause chain(String type, String head, String rest, String value, Asked asked) {
    int colon = head.indexOf(':');
    SearchParameter param = reference(type, colon < 0 ? head : head.substring(0, colon), asked);
    Set<String> targets = targets(param);
    if (colon > 0) {
      String only = head.substring(colon + 1);
      if (!targets.contains(only)) {
        throw Problem.invalid(asked.name(), "this reference never leads to a " + only);
      }
      if (only.equals(AuditEvents.TYPE)) throw AuditEvents.apart(asked.name());
      targets = Set.of(only);
    }
    String code = rest.startsWith("_has:") ? "_has" : rest.split("[.:]", 2)[0];
    List<Far> far = new ArrayList<>();
    for (String target : new TreeSet<>(targets)) {
      boolean known =
          code.equals("_has")
              || r4.searchParameter(target, code).isPresent()
              || inForce.underWay(target, code).isPresent();
      if (!known || target.equals(AuditEvents.TYPE)) continue;
      if (far.size() == MAX_TYPES) {
        throw Problem.invalid(
            asked.name(), "leads to too many types; name one, as in subject:Patient");
      }
      far.add(new Far(target, clause(target, rest, value, asked.deeper())));
    }
    if (far.isEmpty()) {
      throw Problem.invalid(
          asked.name(), "nothing this reference leads to has the parameter '" + code + "'");
    }
    return new Clause.Chain(asked.name(), param, far);
  }

  /** A reference parameter that may be followed. */
  SearchParameter reference(String type, String code, String shown) {
    return reference(type, code, new Asked(shown, 0));
  }

  private SearchParameter reference(String type, String code, Asked asked) {
    SearchParameter param = param(type, code, asked.name());
    if (param.kind() != Kind.REFERENCE) {
      throw Problem.invalid(asked.name(), "'" + code + "' is not a reference");
    }
    return param;
  }

  /** What is called {@code patient} leads to one, whatever else its element may hold. */
  static Set<String> targets(SearchParameter param) {
    return param.code().equals("patient") ? Set.of("Patient") : param.targets();
  }

  static boolean leadsTo(SearchParameter param, String type) {
    return targets(param).contains(type);
  }

  SearchParameter param(String type, String code, String shown) {
    Optional<SearchParameter> param = r4.searchParameter(type, code);
    if (param.isPresent() && Searchable.supports(r4, param.get())) return param.get();
    if (param.isPresent() || code.startsWith("_")) throw unsupported(shown);
    if (type.equals(R4.ANY)) {
      throw Problem.at(
          Problem.Kind.NOT_SUPPORTED,
          code,
          "the search parameter '" + code + "' is not of every type; search one type with it");
    }
    inForce.refuseUnderWay(type, code);
    throw Problem.at(
        Problem.Kind.NOT_SUPPORTED,
        code,
        "the search parameter '" + code + "' does not exist for " + type + "; see /fhir/metadata");
  }

  static Problem unsupported(String what) {
    return Problem.at(
        Problem.Kind.NOT_SUPPORTED,
        what,
        "'" + what + "' is not supported by this server; /fhir/metadata tells what is");
  }

  private Clause plain(String type, String name, String value, Asked asked) {
    int colon = name.indexOf(':');
    String code = colon < 0 ? name : name.substring(0, colon);
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    List<String> values = QueryValues.alternatives(asked.name(), value);
    if (code.equals("_id") && modifier.isEmpty()) {
      return new Clause.Ids(new LinkedHashSet<>(values));
    }
    if (code.equals("_lastUpdated") && modifier.isEmpty()) {
      return new Clause.Updated(QueryValues.dates(asked.name(), values));
    }
    SearchParameter param = param(type, code, asked.name());
    boolean single = param.kind() != Kind.COMPOSITE && param.kind() != Kind.SPECIAL;
    if (single && modifier.equals("missing")) return missing(param, value, asked);
    return switch (param.kind()) {
      case TOKEN -> tokens(param, modifier, values, asked);
      case REFERENCE -> references(param, modifier, values, asked);
      case STRING -> strings(param, modifier, values, asked);
      case URI -> uris(param, modifier, values, asked);
      case DATE -> {
        demandNoModifier(modifier, asked);
        yield new Clause.Dates(param, QueryValues.dates(asked.name(), values));
      }
      case NUMBER, QUANTITY -> {
        demandNoModifier(modifier, asked);
        boolean units = param.kind() == Kind.QUANTITY;
        yield new Clause.Numbers(
            param, values.stream().map(v -> QueryValues.number(asked.name(), v, units)).toList());
      }
      case COMPOSITE -> {
        demandNoModifier(modifier, asked);
        List<Clause> any = new ArrayList<>();
        for (String one : values) any.add(composite(param, one, asked));
        yield new Clause.Any(any);
      }
      case SPECIAL -> {
        demandNoModifier(modifier, asked);
        List<Clause> any = new ArrayList<>();
        for (String one : values) any.add(QueryValues.near(asked.name(), one));
        yield new Clause.Any(any);
      }
    };
  }

  private Clause composite(SearchParameter param, String value, Asked asked) {
    List<String> parts = QueryValues.apart(value, '$');
    if (parts.size() != 2 || parts.get(0).isEmpty() || parts.get(1).isEmpty()) {
      throw Problem.invalid(asked.name(), "is written code$value");
    }
    List<Clause> any = new ArrayList<>();
    for (String element : Composites.elements(param)) {
      List<Clause> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Component component = param.components().get(i);
        boolean whole = Composites.isWhole(param, element);
        String code = whole ? Composites.ofWhole(component) : component.code();
        both.add(plain(param.type(), code, parts.get(i), asked));
      }
      any.add(
          Composites.isWhole(param, element) ? new Clause.All(both) : together(param, both, asked));
    }
    return new Clause.Any(any);
  }

  private static Clause together(SearchParameter param, List<Clause> both, Asked asked) {
    String first = ((Clause.Tokens) both.get(0)).texts().get(0);
    boolean codes = !TokenText.isAnyCode(first);
    if (both.get(1) instanceof Clause.Tokens second) {
      codes &= second.texts().stream().noneMatch(TokenText::isAnyCode);
    }
    if (!codes) throw Problem.invalid(asked.name(), "needs a code, not a system alone");
    return new Clause.Together(param, first, both.get(1));
  }

  private static void demandNoModifier(String modifier, Asked asked) {
    if (!modifier.isEmpty()) throw unsupported(asked.name());
  }

  private static Clause missing(SearchParameter param, String value, Asked asked) {
    if (param.code().equals("_id") || param.code().equals("_lastUpdated")) {
      throw unsupported(asked.name());
    }
    return switch (value) {
      case "true" -> new Clause.Missing(param, true);
      case "false" -> new Clause.Missing(param, false);
      default -> throw Problem.invalid(asked.name(), "is true or false");
    };
  }

  private Clause tokens(SearchParameter param, String modifier, List<String> values, Asked asked) {
    return switch (modifier) {
      case "" -> new Clause.Tokens(param, values.stream().map(QueryValues::token).toList(), false);
      case "not" ->
          new Clause.Tokens(param, values.stream().map(QueryValues::token).toList(), true);
      case "text" -> new Clause.Told(param, QueryValues.folded(values));
      case "of-type" -> {
        if (!param.code().equals("identifier")) throw unsupported(asked.name());
        yield new Clause.Tokens(
            param, values.stream().map(v -> QueryValues.ofType(asked.name(), v)).toList(), false);
      }
      case "in", "not-in", "below", "above" -> codes.clause(param, modifier, values, asked.name());
      default -> throw unsupported(asked.name());
    };
  }

  private Clause references(
      SearchParameter param, String modifier, List<String> values, Asked asked) {
    if (modifier.equals("identifier")) {
      return new Clause.Tokens(
          param,
          values.stream().map(QueryValues::token).map(TokenText::identifier).toList(),
          false);
    }
    if (!modifier.isEmpty() && !r4.isType(modifier)) throw unsupported(asked.name());
    List<String> targets = new ArrayList<>();
    for (String escaped : values) {
      String value = QueryValues.unescape(escaped);
      if (value.contains("://") || value.startsWith("urn:")) {
        targets.add(value);
      } else if (value.indexOf('/') > 0) {
        targets.add(Ref.parse(value).orElseThrow(() -> badReference(asked)).toString());
      } else {
        if (!Ref.isId(value)) throw badReference(asked);
        Set<String> types = modifier.isEmpty() ? targets(param) : Set.of(modifier);
        for (String target : types) targets.add(target + "/" + value);
      }
    }
    return new Clause.References(param, targets);
  }

  private static Problem badReference(Asked asked) {
    return Problem.invalid(
        asked.name(), "a reference is written Type/id, an id alone, or an absolute address");
  }

  private static Clause strings(
      SearchParameter param, String modifier, List<String> values, Asked asked) {
    return switch (modifier) {
      case "" -> new Clause.Strings(param, QueryValues.folded(values), Clause.Strings.Match.PREFIX);
      case "contains" ->
          new Clause.Strings(param, QueryValues.folded(values), Clause.Strings.Match.CONTAINS);
      case "exact" ->
          new Clause.Strings(
              param,
              values.stream().map(QueryValues::unescape).toList(),
              Clause.Strings.Match.EXACT);
      default -> throw unsupported(asked.name());
    };
  }

  private static Clause uris(
      SearchParameter param, String modifier, List<String> values, Asked asked) {
    List<String> uris = values.stream().map(QueryValues::unescape).toList();
    return switch (modifier) {
      case "" -> new Clause.Tokens(param, uris, false);
      case "below" -> new Clause.Told(param, uris);
      case "above" -> new Clause.Tokens(param, QueryValues.above(asked.name(), uris), false);
      default -> throw unsupported(asked.name());
    };
  }
}
