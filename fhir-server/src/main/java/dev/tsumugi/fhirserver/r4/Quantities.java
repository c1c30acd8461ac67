package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.Index.NumberValue;
import dev.tsumugi.kernel.Json;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers, quantities, ranges and money as stretches of the number line. */
final class Quantities {
  static final Set<String> TYPES =
      Set.of(
          "decimal",
          "integer",
          "positiveInt",
          "unsignedInt",
          "Quantity",
          "Age",
          "Count",
          "Distance",
          "Duration",
          "Range",
          "Money");

  private static final String CURRENCIES = "urn:iso:std:iso:4217";

  private Quantities() {}

  static void add(String type, Json value, IndexBuilder into) {
    if (value instanceof Json.Num num) {
      number(num, into);
    } else if (value instanceof Json.Obj object) {
      switch (type) {
        case "Range" -> range(object, into);
        case "Money" -> money(object, into);
        default -> quantity(object, into);
      }
    }
  }

  private static void number(Json.Num num, IndexBuilder into) {
    BigDecimal number = Decimals.parse(num.literal());
    if (number == null) return;
    into.number(number, number, null, null, null);
  }

  private static void quantity(Json.Obj quantity, IndexBuilder into) {
    BigDecimal number = value(quantity);
    if (number == null) return;
    BigDecimal low = number;
    BigDecimal high = number;
    String comparator = quantity.text("comparator");
    if (comparator != null) {
      boolean less = comparator.startsWith("<");
      if (less) low = NumberValue.LOWEST;
      else high = NumberValue.HIGHEST;
    }
    into.number(low, high, quantity.text("system"), unit(quantity), quantity.text("unit"));
  }

  private static void money(Json.Obj money, IndexBuilder into) {
    BigDecimal number = value(money);
    if (number == null) return;
    String currency = money.text("currency");
    String system = currency == null ? null : CURRENCIES;
    into.number(number, number, system, currency, null);
  }

  private static void range(Json.Obj range, IndexBuilder into) {
    Json.Obj from = range.obj("low");
    Json.Obj until = range.obj("high");
    BigDecimal low = from == null ? null : value(from);
    BigDecimal high = until == null ? null : value(until);
    if (low == null && high == null) return;
    Json.Obj told = from == null ? until : from;
    into.number(
        low == null ? NumberValue.LOWEST : low,
        high == null ? NumberValue.HIGHEST : high,
        told == null ? null : told.text("system"),
        told == null ? null : unit(told),
        told == null ? null : told.text("unit"));
  }

  private static @Nullable BigDecimal value(Json.Obj quantity) {
    return quantity.get("value") instanceof Json.Num num ? Decimals.parse(num.literal()) : null;
  }

  private static @Nullable String unit(Json.Obj quantity) {
    String code = quantity.text("code");
    return code == null ? quantity.text("unit") : code;
  }
}
