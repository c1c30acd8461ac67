package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.Query.DateTest;
import dev.tsumugi.fhirserver.Query.NumberTest;
import dev.tsumugi.fhirserver.Query.Prefix;
import dev.tsumugi.fhirserver.r4.Decimals;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Folding;
import dev.tsumugi.kernel.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The values of one parameter: apart at their commas and bars, and typed. */
final class QueryValues {
  private QueryValues() {}

  /** Parts between unescaped separators; escapes stay. */
  static List<String> apart(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        part.append(c).append(text.charAt(++i));
      } else if (c == separator) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** Alternatives stand between commas; {@code \,} is a comma (search.html#escaping). */
  static List<String> alternatives(String name, String text) {
    List<String> values = apart(text, ',');
    values.removeIf(String::isEmpty);
    if (values.isEmpty()) throw Problem.invalid(name, "a value is needed");
    if (values.size() > Limits.ALTERNATIVES) {
      throw Problem.at(
          Problem.Kind.TOO_LARGE, name, "at most " + Limits.ALTERNATIVES + " alternatives");
    }
    if (values.stream().anyMatch(value -> value.length() > Limits.VALUE_LENGTH)) {
      throw Problem.at(
          Problem.Kind.TOO_LARGE,
          name,
          "a value has at most " + Limits.VALUE_LENGTH + " characters");
    }
    return values;
  }

  static String unescape(String value) {
    if (value.indexOf('\\') < 0) return value;
    return value.replaceAll("\\\\([,|$\\\\])", "$1");
  }

  /** The form under which a token was hashed. */
  static String token(String value) {
    List<String> parts = apart(value, '|');
    if (parts.size() == 1) return TokenText.anySystem(unescape(value));
    String system = unescape(parts.get(0));
    String code = unescape(value.substring(parts.get(0).length() + 1));
    return code.isEmpty() ? TokenText.anyCode(system) : TokenText.exact(system, code);
  }

  static List<DateTest> dates(String name, List<String> values) {
    return values.stream().map(value -> date(name, value)).toList();
  }

  private static DateTest date(String name, String value) {
    Prefix prefix = prefix(name, value);
    return FhirTime.parse(afterPrefix(value))
        .map(period -> new DateTest(prefix, period))
        .orElseThrow(
            () ->
                Problem.invalid(
                    name, "a date is written 2026, 2026-11, 2026-11-22 or with a time"));
  }

  /**
   * @param units whether {@code value|system|code} may follow the number
   */
  static NumberTest number(String name, String value, boolean units) {
    List<String> parts = apart(value, '|');
    boolean shaped = parts.size() == 1 || (units && parts.size() == 3);
    BigDecimal number = shaped ? Decimals.parse(afterPrefix(parts.get(0))) : null;
    if (number == null) {
      throw Problem.invalid(
          name, units ? "a quantity is written 5.4 or 5.4|system|code or 5.4||code" : "a number");
    }
    String unit = "";
    if (parts.size() == 3) {
      String code = unescape(parts.get(2));
      if (code.isEmpty()) throw Problem.invalid(name, "a unit's code is missing after the system");
      unit = unescape(parts.get(1)) + "|" + code;
    }
    return new NumberTest(prefix(name, value), number, unit);
  }

  /** {@code latitude|longitude[|distance[|units]]}, 10 km where no distance is given. */
  static Query.Clause.Near near(String name, String value) {
    List<String> parts = apart(value, '|');
    List<BigDecimal> numbers = new ArrayList<>();
    for (String part : parts.subList(0, Math.min(3, parts.size()))) {
      BigDecimal number = Decimals.parse(part);
      if (number == null) throw badPlace(name);
      numbers.add(number);
    }
    if (parts.size() < 2 || parts.size() > 4) throw badPlace(name);
    Double unit = METRES.get(parts.size() < 4 || parts.get(3).isEmpty() ? "km" : parts.get(3));
    if (unit == null) {
      throw Problem.at(
          Problem.Kind.NOT_SUPPORTED,
          name,
          "distances are in " + String.join(", ", METRES.keySet()));
    }
    double latitude = numbers.get(0).doubleValue();
    double longitude = numbers.get(1).doubleValue();
    double distance = numbers.size() < 3 ? 10 : numbers.get(2).doubleValue();
    boolean place = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && distance >= 0;
    if (!place) throw badPlace(name);
    return new Query.Clause.Near(latitude, longitude, Math.min(distance, 1e9) * unit);
  }

  /** By UCUM code. */
  private static final Map<String, Double> METRES =
      new TreeMap<>(Map.of("m", 1.0, "km", 1_000.0, "[mi_i]", 1_609.344, "[ft_i]", 0.3048));

  private static Problem badPlace(String name) {
    return Problem.invalid(name, "is written latitude|longitude|distance|units, in degrees and km");
  }

  private static String afterPrefix(String value) {
    return hasPrefix(value) ? value.substring(2) : value;
  }

  private static boolean hasPrefix(String value) {
    return value.length() > 2 && Character.isLetter(value.charAt(0));
  }

  private static Prefix prefix(String name, String value) {
    if (!hasPrefix(value)) return Prefix.EQ;
    String text = value.substring(0, 2);
    for (Prefix prefix : Prefix.values()) {
      if (prefix.name().toLowerCase(Locale.ROOT).equals(text)) return prefix;
    }
    throw Problem.invalid(name, "the prefixes are eq, ne, gt, lt, ge, le, sa, eb, ap");
  }

  /** Of {@code system|code|value}: the type of an identifier, and the identifier. */
  static String ofType(String name, String value) {
    List<String> parts = apart(value, '|').stream().map(QueryValues::unescape).toList();
    if (parts.size() != 3 || parts.get(1).isEmpty() || parts.get(2).isEmpty()) {
      throw Problem.invalid(name, "is written system|code|value, of the identifier's type");
    }
    return TokenText.ofType(parts.get(0) + "|" + parts.get(1), parts.get(2));
  }

  static List<String> folded(List<String> values) {
    return values.stream().map(QueryValues::unescape).map(Folding::fold).toList();
  }

  /** Everything a uri can begin with, from its authority on. */
  static List<String> above(String name, List<String> uris) {
    List<String> beginnings = new ArrayList<>();
    for (String uri : uris) {
      int start = uri.indexOf("://") + 4;
      if (start < 4 || uri.length() > 500) {
        throw Problem.invalid(name, "needs an address of at most 500 characters");
      }
      for (int end = start; end <= uri.length(); end++) beginnings.add(uri.substring(0, end));
    }
    return beginnings;
  }
}
