package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Problem;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a value set, matched against whole texts. Expressions come from outside,
 * and Java's engine needs for some a time exponential in the text ({@code (a+)+$}): so all that
 * {@link LinearRegex} reads are matched by it, and the others may look at so many characters and no
 * more.
 */
public final class SafeRegex {
  /** A simple expression looks at each character a few times; codes have up to some hundred. */
  private static final int MAX_LOOKS = 200_000;

  private static final int MAX_LENGTH = 1_000;

  private final Pattern pattern;
  private final @Nullable LinearRegex linear;

  private SafeRegex(Pattern pattern, @Nullable LinearRegex linear) {
    this.pattern = pattern;
    this.linear = linear;
  }

  /**
   * @throws Problem INVALID if it is no regular expression, TOO_LARGE if it is too long
   */
  public static SafeRegex of(String regex) {
    if (regex.length() > MAX_LENGTH) throw tooCostly(regex.substring(0, 50) + "…");
    try {
      return new SafeRegex(Pattern.compile(regex), LinearRegex.of(regex));
    } catch (PatternSyntaxException notARegex) {
      throw Problem.of(
          Problem.Kind.INVALID,
          "the regex '" + regex + "' is not valid: " + notARegex.getDescription());
    }
  }

  /**
   * @throws Problem TOO_LARGE if the answer takes too long
   */
  public boolean matches(String text) {
    // Beyond the first plane, a character is two to the one and one to the other.
    boolean plain = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    if (linear != null && plain) return linear.matches(text);
    try {
      return pattern.matcher(new Counted(text, new int[1])).matches();
    } catch (StackOverflowError | TooManyLooks tooDeep) {
      throw tooCostly(pattern.pattern());
    }
  }

  private static Problem tooCostly(String regex) {
    return Problem.of(
        Problem.Kind.TOO_LARGE, "the regex '" + regex + "' takes too long to evaluate");
  }

  private static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyLooks() {
      super(null, null, false, false);
    }
  }

  private record Counted(CharSequence text, int[] looks) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks[0] > MAX_LOOKS) throw new TooManyLooks();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
