package dev.tsumugi.terminology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole texts, as Java's engine reads expressions, but never for ever. */
class SafeRegexTest {
  private static final String TEXT = "a".repeat(5_000);

  @Provide
  Arbitrary<String> expressions() {
    Arbitrary<String> atoms =
        Arbitraries.of(
            "a", "b", ".", "[ab]", "[^a]", "\\d", "\\w", "1", "(a|b1)", "(?:ab)", "[a-c1]");
    Arbitrary<String> quantifiers =
        Arbitraries.of("", "", "*", "+", "?", "{2}", "{1,2}", "{0,}", "*?");
    Arbitrary<String> pieces = Combinators.combine(atoms, quantifiers).as((a, q) -> a + q);
    Arbitrary<String> sequences =
        pieces.list().ofMinSize(1).ofMaxSize(4).map(l -> String.join("", l));
    Arbitrary<String> groups =
        Combinators.combine(sequences, sequences, quantifiers)
            .as((a, b, q) -> "(" + a + "|" + b + ")" + q);
    Arbitrary<String> whole = Arbitraries.oneOf(sequences, groups);
    return Arbitraries.oneOf(whole, whole.map(one -> "^" + one + "$"));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab1c").ofMaxLength(6);
  }

  @Property(tries = 3_000)
  void agreesWithJava(@ForAll("expressions") String regex, @ForAll("texts") String text) {
    LinearRegex linear = Objects.requireNonNull(LinearRegex.of(regex), regex);

    assertThat(linear.matches(text)).isEqualTo(Pattern.matches(regex, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+b", "((a+)+)+!", "(a|aa)*c", "(a*)*b", "a{0,100}a{0,100}b", "(.*)*x"})
  void noExpressionTakesForEver(String regex) {
    assertThat(SafeRegex.of(regex).matches(TEXT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a*)*\\1b", "(a+)(a+)(a+)(a+)\\1\\2\\3b"})
  void whatOnlyJavaReadsIsRefusedWhenItTakesTooLong(String regex) {
    SafeRegex compiled = SafeRegex.of(regex);

    assertThatThrownBy(() -> compiled.matches("a".repeat(200)))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_LARGE));
  }

  @ParameterizedTest
  @CsvSource({
    "code[12], code1, true",
    "code[12], xcode1, false",
    "code[12], code12, false",
    "(?i)CODE, code, true",
    "\\p{Lu}+, ABC, true",
    "[\\w-]+, a-b, true",
    "[a&&b], a, false",
    "8[0-9]{3}-[0-9], 8480-6, true"
  })
  void wholeTextsAreMatched(String regex, String text, boolean matches) {
    assertThat(SafeRegex.of(regex).matches(text)).isEqualTo(matches);
  }

  @Test
  void whatIsNoExpressionIsRefused() {
    for (String regex : List.of("(", "[", "a{2", "*")) {
      assertThatThrownBy(() -> SafeRegex.of(regex))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.INVALID));
    }
  }
}
