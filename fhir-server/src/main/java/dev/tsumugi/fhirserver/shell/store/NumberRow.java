package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.r4.Index.NumberValue;
import dev.tsumugi.kernel.Hash64;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A number or quantity as {@code number_value} holds it.
 *
 * @param unit of {@code system|code}; 0 for a plain number
 * @param code of {@code |code}, whatever its system
 * @param label of the unit as people write it; 0 if it is the code
 * @param base what the unit measures; 0 if it cannot be converted, and then its ends are 0
 * @param beside codes of the same element
 */
record NumberRow(
    long unit,
    long code,
    long label,
    BigDecimal low,
    BigDecimal high,
    long base,
    BigDecimal baseLow,
    BigDecimal baseHigh,
    List<Long> beside) {

  static NumberRow of(short type, short param, NumberValue value) {
    Optional<Units.Base> base = Units.base(value.system(), value.code());
    boolean labelled = !value.unit().isEmpty() && !value.unit().equals(value.code());
    return new NumberRow(
        key(value.system() + "|" + value.code()),
        key("|" + value.code()),
        labelled ? key("|" + value.unit()) : 0,
        value.low(),
        value.high(),
        base.map(Units.Base::key).orElse(0L),
        base.map(b -> end(b, value.low())).orElse(BigDecimal.ZERO),
        base.map(b -> end(b, value.high())).orElse(BigDecimal.ZERO),
        value.beside().stream().map(text -> TokenText.hash(type, param, text)).sorted().toList());
  }

  /** The open ends stay open in every unit. */
  private static BigDecimal end(Units.Base base, BigDecimal value) {
    boolean open = value.equals(NumberValue.LOWEST) || value.equals(NumberValue.HIGHEST);
    return open ? value : base.of(value);
  }

  /** The number of a unit's text; 0 for none. */
  static long key(String unit) {
    return unit.equals("|") ? 0 : Hash64.of(unit);
  }
}
