package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Hash64;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/**
 * UCUM units by what they measure: {@code mg/dL} and {@code g/L} have one base and two factors. A
 * unit with an offset ({@code Cel}) has no base and is compared by its code alone.
 */
final class Units {
  static final String UCUM = "http://unitsofmeasure.org";

  private static final int LONGEST = 64;
  private static final int KNOWN = 5_000;

  /** More digits than any measure has, so that the factor is not rounded to those of a "1". */
  private static final String ONE = "1.000000000000000000000000";

  private static final MathContext DIGITS = new MathContext(15);
  private static final Map<String, Optional<Base>> BASES = new ConcurrentHashMap<>();

  private Units() {}

  /**
   * @param key of the base unit
   * @param factor from the unit to its base
   */
  record Base(long key, BigDecimal factor) {
    /** To 15 digits: the same amount in two units gives the same number. */
    BigDecimal of(BigDecimal value) {
      return value.multiply(factor).round(DIGITS);
    }
  }

  static Optional<Base> base(String system, String code) {
    if (!system.equals(UCUM) || code.isEmpty() || code.length() > LONGEST) return Optional.empty();
    Optional<Base> known = BASES.get(code);
    if (known != null) return known;
    Optional<Base> found = find(code);
    if (BASES.size() < KNOWN) BASES.put(code, found);
    return found;
  }

  /** Loaded when the first quantity with a UCUM unit comes. */
  private static final class Ucum {
    static final UcumEssenceService SERVICE = load();

    private static UcumEssenceService load() {
      try {
        return new UcumEssenceService(
            UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml"));
      } catch (UcumException broken) {
        throw new IllegalStateException("the UCUM definitions cannot be read", broken);
      }
    }
  }

  private static Optional<Base> find(String code) {
    synchronized (Ucum.SERVICE) { // the library says nothing of threads
      try {
        Pair base = Ucum.SERVICE.getCanonicalForm(new Pair(new Decimal(ONE), code));
        BigDecimal factor = new BigDecimal(base.getValue().asDecimal());
        long key = Hash64.of(UCUM + "|" + base.getCode());
        return Optional.of(new Base(key, factor));
      } catch (UcumException | RuntimeException notAUnit) {
        return Optional.empty(); // free text in a code field: it is compared as written
      }
    }
  }
}
