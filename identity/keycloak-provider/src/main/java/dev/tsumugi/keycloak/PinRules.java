package dev.tsumugi.keycloak;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a badge number and a PIN look like, and which PINs are guessed first. */
final class PinRules {
  /** Why a PIN may not be set. */
  enum Fault {
    NOT_DIGITS("a PIN has 6 to 12 digits and nothing else"),
    ONE_DIGIT("a PIN of one digit only is guessed first"),
    A_ROW("a PIN that counts up or down is guessed first");

    private final String sentence;

    Fault(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  private static final Pattern PIN = Pattern.compile("[0-9]{6,12}");
  private static final Pattern BADGE = Pattern.compile("[A-Z0-9][A-Z0-9._-]{0,49}");

  private PinRules() {}

  static Optional<Fault> fault(String pin) {
    if (!PIN.matcher(pin).matches()) return Optional.of(Fault.NOT_DIGITS);
    if (steps(pin, 0)) return Optional.of(Fault.ONE_DIGIT);
    return steps(pin, 1) || steps(pin, -1) ? Optional.of(Fault.A_ROW) : Optional.empty();
  }

  private static boolean steps(String pin, int by) {
    for (int i = 1; i < pin.length(); i++) {
      if (Math.floorMod(pin.charAt(i) - pin.charAt(i - 1) - by, 10) != 0) return false;
    }
    return true;
  }

  /** The number as it is stored: a Japanese keyboard types it wide, a scanner may add blanks. */
  static Optional<String> badge(@Nullable String typed) {
    if (typed == null) return Optional.empty();
    String plain =
        Normalizer.normalize(typed, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    return Optional.of(plain).filter(number -> BADGE.matcher(number).matches());
  }

  /** Digits as a Japanese keyboard may type them. */
  static String typed(@Nullable String pin) {
    return pin == null ? "" : Normalizer.normalize(pin, Normalizer.Form.NFKC).strip();
  }
}
