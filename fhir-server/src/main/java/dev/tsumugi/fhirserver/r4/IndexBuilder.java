package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.Index.DateValue;
import dev.tsumugi.fhirserver.r4.Index.NumberValue;
import dev.tsumugi.fhirserver.r4.Index.Pair;
import dev.tsumugi.fhirserver.r4.Index.Reference;
import dev.tsumugi.fhirserver.r4.Index.StringValue;
import dev.tsumugi.fhirserver.r4.Index.Token;
import dev.tsumugi.fhirserver.r4.Index.TypedIdentifier;
import dev.tsumugi.fhirserver.r4.Index.UriValue;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Folding;
import dev.tsumugi.kernel.Period;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects an {@link Index}; the values that come between are those of {@link #param}. */
final class IndexBuilder {
  private final List<Token> tokens = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private final List<DateValue> dates = new ArrayList<>();
  private final List<StringValue> strings = new ArrayList<>();
  private final List<NumberValue> numbers = new ArrayList<>();
  private final List<UriValue> uris = new ArrayList<>();
  private final List<TypedIdentifier> typed = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();
  private final List<NumberValue> together = new ArrayList<>();
  private String param = "";

  void param(String code) {
    param = code;
  }

  void token(@Nullable String system, @Nullable String code, @Nullable String text) {
    if (system == null && code == null && text == null) return;
    tokens.add(new Token(param, orEmpty(system), orEmpty(code), orEmpty(text)));
  }

  void typedIdentifier(String type, String value) {
    typed.add(new TypedIdentifier(param, type, value));
  }

  void reference(String value, @Nullable Coding identifier) {
    references.add(new Reference(param, value, identifier));
  }

  void date(Period period) {
    dates.add(new DateValue(param, period.from(), period.until()));
  }

  void string(@Nullable String value) {
    if (value == null) return;
    String folded = Folding.fold(value);
    if (!folded.isEmpty()) strings.add(new StringValue(param, value, folded));
  }

  void number(
      BigDecimal low,
      BigDecimal high,
      @Nullable String system,
      @Nullable String code,
      @Nullable String unit) {
    numbers.add(
        new NumberValue(
            param, low, high, orEmpty(system), orEmpty(code), orEmpty(unit), List.of()));
  }

  void uri(String value) {
    uris.add(new UriValue(param, value));
  }

  void pair(Pair pair) {
    pairs.add(pair);
  }

  void together(NumberValue value, List<String> beside) {
    together.add(
        new NumberValue(
            value.param(),
            value.low(),
            value.high(),
            value.system(),
            value.code(),
            value.unit(),
            beside));
  }

  Index build() {
    return new Index(tokens, references, dates, strings, numbers, uris, typed, pairs, together);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
