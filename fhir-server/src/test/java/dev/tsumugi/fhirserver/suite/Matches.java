package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.fhirserver.suite.Definitions.Param;
import dev.tsumugi.fhirserver.suite.Values.Value;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether one value is found by one asked text, for each type of parameter (<a
 * href="https://hl7.org/fhir/R4/search.html#ptypes">R4</a>), and what {@code docs/spec-choices.md}
 * says where that is silent.
 */
final class Matches {
  private final Set<Rule> broken;
  private final Instant now;

  Matches(Set<Rule> broken, Instant now) {
    this.broken = broken;
    this.now = now;
  }

  boolean match(Param param, String modifier, Value value, String asked) {
    return switch (param.kind()) {
      case "token" -> token(modifier, value, asked);
      case "string" -> string(modifier, value, asked);
      case "date" -> date(value, asked);
      case "number", "quantity" -> {
        Amount amount = Amount.of(value, broken);
        yield amount != null && amount.isFoundBy(asked, broken);
      }
      case "uri" -> uri(modifier, value.text(), Question.plain(asked));
      case "reference" -> reference(param, modifier, value, asked);
      default -> throw new IllegalArgumentException(param.kind());
    };
  }

  /** A code with its system; either may be "". */
  private record Code(String system, String code, String display) {}

  private boolean token(String modifier, Value value, String asked) {
    if (modifier.equals("of-type")) return ofType(value, asked);
    List<Code> codes = codes(value);
    if (modifier.equals("text")) {
      String words = fold(Question.plain(asked));
      for (Code code : codes) {
        String told = fold(code.display());
        boolean begins =
            broken.contains(Rule.TEXT_IS_A_BEGINNING) ? told.equals(words) : told.startsWith(words);
        if (!told.isEmpty() && begins) return true;
      }
      return false;
    }
    for (Code code : codes) if (!code.code().isEmpty() && isAsked(code, asked)) return true;
    return false;
  }

  private boolean isAsked(Code code, String asked) {
    List<String> parts = Question.apart(asked, "|");
    if (parts.size() == 1) return code.code().equals(Question.plain(asked));
    String system = Question.plain(parts.get(0));
    String wanted = Question.plain(asked.substring(parts.get(0).length() + 1));
    boolean loose =
        broken.contains(Rule.TOKEN_SYSTEM_COUNTS)
            || (system.isEmpty() && broken.contains(Rule.TOKEN_NO_SYSTEM_IS_ASKED_BY_A_BAR));
    return (loose || system.equals(code.system()))
        && (wanted.isEmpty() || wanted.equals(code.code()));
  }

  private static String word(Json.Obj object, String name) {
    String word = object == null ? null : object.text(name);
    return word == null ? "" : word;
  }

  private static List<Code> codes(Value value) {
    Json.Obj object = value.object();
    return switch (value.type()) {
      case "CodeableConcept" -> {
        List<Code> codes = new ArrayList<>();
        for (Json.Obj coding : object.objects("coding")) codes.add(coding(coding));
        codes.add(new Code("", "", word(object, "text")));
        yield codes;
      }
      case "Coding" -> List.of(coding(object));
      case "Identifier" ->
          List.of(
              new Code(
                  word(object, "system"), word(object, "value"), word(object.obj("type"), "text")));
      case "ContactPoint" -> List.of(new Code("", word(object, "value"), ""));
      case "boolean" ->
          List.of(new Code("", String.valueOf(new Json.Bool(true).equals(value.json())), ""));
      default -> List.of(new Code(value.system(), value.text(), ""));
    };
  }

  private static Code coding(Json.Obj coding) {
    return new Code(word(coding, "system"), word(coding, "code"), word(coding, "display"));
  }

  private boolean ofType(Value value, String asked) {
    List<String> parts = Question.apart(asked, "|");
    Json.Obj identifier = value.object();
    if (!word(identifier, "value").equals(Question.plain(parts.get(2)))) return false;
    if (broken.contains(Rule.OF_TYPE_NEEDS_THE_TYPE)) return true;
    Json.Obj type = identifier.obj("type");
    if (type == null) return false;
    for (Json.Obj coding : type.objects("coding")) {
      boolean same =
          word(coding, "system").equals(Question.plain(parts.get(0)))
              && word(coding, "code").equals(Question.plain(parts.get(1)));
      if (same) return true;
    }
    return false;
  }

  String fold(String text) {
    return Fold.fold(text, broken);
  }

  /** Every string of a value: the parts of a name or an address. */
  static List<String> strings(Value value) {
    List<String> parts =
        switch (value.type()) {
          case "HumanName" -> List.of("text", "family", "given", "prefix", "suffix");
          case "Address" ->
              List.of("text", "line", "city", "district", "state", "postalCode", "country");
          default -> List.of();
        };
    if (parts.isEmpty()) return List.of(value.text());
    List<String> strings = new ArrayList<>();
    for (String part : parts) strings.addAll(value.object().texts(part));
    return strings;
  }

  private boolean string(String modifier, Value value, String asked) {
    String plain = Question.plain(asked);
    for (String text : strings(value)) {
      boolean found =
          switch (modifier) {
            case "exact" ->
                broken.contains(Rule.EXACT_IS_EXACT)
                    ? fold(text).equals(fold(plain))
                    : text.equals(plain);
            case "contains" ->
                broken.contains(Rule.CONTAINS_LOOKS_INSIDE)
                    ? fold(text).startsWith(fold(plain))
                    : fold(text).contains(fold(plain));
            default ->
                broken.contains(Rule.STRINGS_ARE_BEGINNINGS)
                    ? fold(text).equals(fold(plain))
                    : fold(text).startsWith(fold(plain));
          };
      if (found) return true;
    }
    return false;
  }

  /** The stretches of a date, a Period or a Timing. */
  List<Stretch> stretches(Value value) {
    return switch (value.type()) {
      case "Period" -> List.of(Stretch.ofPeriod(value.object(), broken));
      case "Timing" -> Stretch.ofTiming(value.object(), broken);
      default -> List.of(Stretch.of(value.text(), broken));
    };
  }

  private boolean date(Value value, String asked) {
    for (Stretch stretch : stretches(value)) if (finds(asked, stretch)) return true;
    return false;
  }

  boolean finds(String asked, Stretch target) {
    Stretch wanted = Stretch.of(Question.afterPrefix(asked), broken);
    return wanted.finds(Question.prefix(asked), target, now, broken);
  }

  private boolean uri(String modifier, String uri, String asked) {
    return switch (modifier) {
      case "below" -> broken.contains(Rule.URI_BELOW) ? uri.equals(asked) : uri.startsWith(asked);
      case "above" -> broken.contains(Rule.URI_ABOVE) ? uri.equals(asked) : asked.startsWith(uri);
      default -> uri.equals(asked);
    };
  }

  /** Where a reference leads: {@code Type/id}, an address; "" if it is logical or contained. */
  static String target(Value value) {
    String literal =
        value.json() instanceof Json.Text text ? text.value() : word(value.object(), "reference");
    if (literal.startsWith("#")) return "";
    String bare = literal.replaceFirst("/_history/.*$", "");
    return value.only().isEmpty() || bare.startsWith(value.only() + "/") ? bare : "";
  }

  /** A reference to another type than the parameter's {@code where(resolve() is …)} lets in. */
  static boolean isElsewhere(Value value) {
    if (value.only().isEmpty()) return false;
    String literal = word(value.object(), "reference");
    return !literal.isEmpty() && !literal.startsWith("#") && target(value).isEmpty();
  }

  private boolean reference(Param param, String modifier, Value value, String asked) {
    if (modifier.equals("identifier")) {
      Json.Obj logical = value.object().obj("identifier");
      if (logical == null || broken.contains(Rule.REFERENCE_IDENTIFIER)) return false;
      return isAsked(new Code(word(logical, "system"), word(logical, "value"), ""), asked);
    }
    String target = target(value);
    String wanted = Question.plain(asked);
    if (value.type().equals("canonical")) {
      boolean bare = !broken.contains(Rule.CANONICAL_WITHOUT_VERSION);
      return target.equals(wanted) || (bare && target.replaceFirst("\\|.*", "").equals(wanted));
    }
    if (wanted.contains("/")) return target.equals(wanted);
    int slash = target.indexOf('/');
    if (slash < 0 || target.contains(":") || !target.substring(slash + 1).equals(wanted)) {
      return false;
    }
    String type = target.substring(0, slash);
    if (broken.contains(Rule.REFERENCE_TYPE_COUNTS)) return true;
    if (!modifier.isEmpty()) return type.equals(modifier);
    if (param.code().equals("patient")) return type.equals("Patient");
    return param.targets().contains("*") || param.targets().contains(type);
  }
}
