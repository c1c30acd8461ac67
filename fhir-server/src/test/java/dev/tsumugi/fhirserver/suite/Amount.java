package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.kernel.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/**
 * A stretch of numbers in a unit. The units of the data are converted by a table written by hand
 * from the UCUM specification.
 */
record Amount(BigDecimal low, BigDecimal high, String system, String code, String unit) {
  static final String UCUM = "http://unitsofmeasure.org";
  private static final BigDecimal FAR = new BigDecimal("1E+200");
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  /** The dimension, and how many of its base one of the unit is. */
  private record Scale(String dimension, String factor) {}

  private static final Map<String, Scale> SCALES =
      Map.ofEntries(
          Map.entry("mg/dL", new Scale("mass/volume", "10")), // in mg/L
          Map.entry("g/dL", new Scale("mass/volume", "10000")),
          Map.entry("g/L", new Scale("mass/volume", "1000")),
          Map.entry("mg/L", new Scale("mass/volume", "1")),
          Map.entry("kg", new Scale("mass", "1000")),
          Map.entry("g", new Scale("mass", "1")),
          Map.entry("[lb_av]", new Scale("mass", "453.59237")),
          Map.entry("cm", new Scale("length", "0.01")),
          Map.entry("m", new Scale("length", "1")),
          Map.entry("mm[Hg]", new Scale("pressure", "133.322")),
          Map.entry("kPa", new Scale("pressure", "1000")),
          Map.entry("d", new Scale("time", "1440")), // in minutes
          Map.entry("h", new Scale("time", "60")),
          Map.entry("min", new Scale("time", "1")),
          Map.entry("a", new Scale("time", "525960")),
          Map.entry("mo", new Scale("time", "43830")),
          Map.entry("mmol/L", new Scale("substance", "1")),
          Map.entry("umol/L", new Scale("substance", "0.001")));

  static Amount of(Values.Value value, Set<Rule> broken) {
    if (value.json() instanceof Json.Num num) {
      BigDecimal number = new BigDecimal(num.literal());
      return new Amount(number, number, "", "", "");
    }
    Json.Obj object = value.object();
    if (value.type().equals("Range")) {
      Json.Obj low = object.obj("low");
      Json.Obj high = object.obj("high");
      Json.Obj told = low == null ? high : low;
      if (told == null) return null;
      return new Amount(
          low == null ? FAR.negate() : number(low),
          high == null ? FAR : number(high),
          word(told, "system"),
          word(told, "code"),
          word(told, "unit"));
    }
    BigDecimal number = number(object);
    if (number == null) return null;
    if (value.type().equals("Money")) {
      String currency = word(object, "currency");
      return new Amount(number, number, "urn:iso:std:iso:4217", currency, "");
    }
    String comparator =
        broken.contains(Rule.QUANTITY_COMPARATOR_OPENS) ? "" : word(object, "comparator");
    return new Amount(
        comparator.startsWith("<") ? FAR.negate() : number,
        comparator.startsWith(">") ? FAR : number,
        word(object, "system"),
        word(object, "code"),
        word(object, "unit"));
  }

  private static BigDecimal number(Json.Obj quantity) {
    return quantity.get("value") instanceof Json.Num num ? new BigDecimal(num.literal()) : null;
  }

  private static String word(Json.Obj object, String name) {
    String word = object.text(name);
    return word == null ? "" : word;
  }

  /** In the base of its dimension, if the table has its unit. */
  Amount inBase() {
    Scale scale = system.equals(UCUM) ? SCALES.get(code) : null;
    if (scale == null) return this;
    BigDecimal factor = new BigDecimal(scale.factor());
    return new Amount(times(low, factor), times(high, factor), "", scale.dimension(), "");
  }

  private static BigDecimal times(BigDecimal value, BigDecimal factor) {
    return value.abs().equals(FAR) ? value : value.multiply(factor);
  }

  /**
   * @param asked {@code [prefix]number}, or {@code [prefix]number|system|code}
   */
  boolean isFoundBy(String asked, Set<Rule> broken) {
    String[] parts = asked.split("\\|", -1);
    String prefix = Question.prefix(parts[0]);
    String literal = Question.afterPrefix(parts[0]);
    BigDecimal exact = new BigDecimal(literal);
    BigDecimal room =
        broken.contains(Rule.NUMBER_HAS_ITS_PRECISION)
            ? BigDecimal.ZERO
            : new BigDecimal("0.5").scaleByPowerOfTen(-exact.scale());
    if (prefix.equals("ap")) {
      room = broken.contains(Rule.NUMBER_AP_IS_A_TENTH) ? room : exact.abs().multiply(TENTH);
    }
    Test test = new Test(prefix, exact.subtract(room), exact, exact.add(room));
    boolean anyUnit = parts.length == 1 || broken.contains(Rule.QUANTITY_UNIT_COUNTS);
    if (anyUnit) return test.takes(low, high);
    boolean bare = parts[1].isEmpty();
    boolean same =
        bare
            ? parts[2].equals(code) || parts[2].equals(unit)
            : parts[1].equals(system) && parts[2].equals(code.isEmpty() ? unit : code);
    if (same) return test.takes(low, high);
    if (bare || broken.contains(Rule.QUANTITY_UNITS_CONVERT)) return false;
    Scale scale = parts[1].equals(UCUM) ? SCALES.get(parts[2]) : null;
    Amount base = inBase();
    if (scale == null || !scale.dimension().equals(base.code()) || base == this) return false;
    return test.times(new BigDecimal(scale.factor())).takes(base.low(), base.high());
  }

  private record Test(String prefix, BigDecimal from, BigDecimal exact, BigDecimal until) {
    Test times(BigDecimal factor) {
      return new Test(
          prefix, from.multiply(factor), exact.multiply(factor), until.multiply(factor));
    }

    boolean takes(BigDecimal low, BigDecimal high) {
      boolean inside = low.compareTo(from) >= 0 && high.compareTo(until) < 0;
      if (from.compareTo(until) == 0)
        inside = low.compareTo(exact) == 0 && high.compareTo(exact) == 0;
      return switch (prefix) {
        case "eq" -> inside;
        case "ne" -> !inside;
        case "gt" -> high.compareTo(exact) > 0;
        case "lt" -> low.compareTo(exact) < 0;
        case "ge" -> high.compareTo(exact) >= 0;
        case "le" -> low.compareTo(exact) <= 0;
        case "sa" -> low.compareTo(exact) > 0;
        case "eb" -> high.compareTo(exact) < 0;
        case "ap" -> high.compareTo(from) >= 0 && low.compareTo(until) <= 0;
        default -> throw new IllegalArgumentException(prefix);
      };
    }
  }
}
