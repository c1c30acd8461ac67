package dev.tsumugi.fhirserver.r4;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** FHIR decimals: the written digits are the precision. */
public final class Decimals {
  /** Digits and size of the exponent that are taken; far beyond what R4 asks for (18 digits). */
  static final int DIGITS = 100;

  private static final BigDecimal HALF = new BigDecimal("0.5");

  private Decimals() {}

  /** Null if it is no decimal or larger than any measure: {@code 1e999999999} would fill memory. */
  public static @Nullable BigDecimal parse(String literal) {
    // Mantissa with point and sign, exponent with letter and sign.
    if (literal.length() > DIGITS + 8) return null;
    try {
      BigDecimal number = new BigDecimal(literal);
      boolean sane = number.precision() <= DIGITS && Math.abs((long) number.scale()) <= DIGITS;
      return sane ? number : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** Half a unit of the last written digit: {@code 0.05} for {@code 5.4} (R4 search, number). */
  public static BigDecimal tolerance(BigDecimal number) {
    return HALF.scaleByPowerOfTen(-number.scale());
  }
}
