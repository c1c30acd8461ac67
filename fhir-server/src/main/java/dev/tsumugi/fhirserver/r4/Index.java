package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Coding;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be searched of one resource, by parameter code. {@code _id} and {@code _lastUpdated} are
 * not in it.
 */
public record Index(
    List<Token> tokens,
    List<Reference> references,
    List<DateValue> dates,
    List<StringValue> strings,
    List<NumberValue> numbers,
    List<UriValue> uris,
    List<TypedIdentifier> typed,
    List<Pair> pairs,
    List<NumberValue> together) {

  /**
   * A code, identifier, boolean or other exact value.
   *
   * @param system "" if none; for elements of the type {@code code} the system of their binding
   * @param code "" where the element has a text (or a system) but no code
   * @param text what {@code :text} searches: the display, or the concept's text; "" if none
   */
  public record Token(String param, String system, String code, String text) {}

  /**
   * A reference or canonical. A canonical with a version is here twice: as written and without it.
   *
   * @param value {@code Type/id} if local and literal (without the version), else the absolute URL
   *     or URN; "" if only {@code identifier} is there. References to contained resources are left
   *     out.
   * @param identifier the reference's logical identifier
   */
  public record Reference(String param, String value, @Nullable Coding identifier) {}

  /** A half-open stretch of time; open ends are those of {@link dev.tsumugi.kernel.Period}. */
  public record DateValue(String param, Instant from, Instant until) {}

  /**
   * @param value as written
   * @param folded its {@link dev.tsumugi.kernel.Folding}; never empty
   */
  public record StringValue(String param, String value, String folded) {}

  /**
   * A number or quantity: {@code low} and {@code high} are equal but for ranges and comparators,
   * whose open ends are {@link #LOWEST} and {@link #HIGHEST}. The value counts as written exactly:
   * in R4 it is the asked value whose digits leave room.
   *
   * @param system of the unit; "" if none
   * @param code of the unit, or the unit as written where no code is stated; "" if none
   * @param unit as written for people; "" if none
   * @param beside the codes of the element that holds it, where a composite asks for both
   */
  public record NumberValue(
      String param,
      BigDecimal low,
      BigDecimal high,
      String system,
      String code,
      String unit,
      List<String> beside) {
    public static final BigDecimal LOWEST = new BigDecimal("-1E+250");
    public static final BigDecimal HIGHEST = new BigDecimal("1E+250");
  }

  /**
   * An identifier whose type is told.
   *
   * @param type {@code system|code} of the type
   */
  public record TypedIdentifier(String param, String type, String value) {}

  /** Two codes of one element, each in a form of {@link dev.tsumugi.fhirserver.TokenText}. */
  public record Pair(String param, String first, String second) {}

  /** A URI as written; a canonical with a version is here a second time without it. */
  public record UriValue(String param, String value) {}
}
