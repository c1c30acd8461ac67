package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Hash64;

/**
 * How a searchable token becomes one 64-bit number. Part of the database's format.
 *
 * <p>Four texts a coding, so that each form of the search is one look-up: {@code system|code},
 * {@code |code} (no system), {@code code} (any system), {@code system|} (any code).
 */
public final class TokenText {
  private TokenText() {}

  public static long hash(short type, short param, String text) {
    return Hash64.of(type + "\u0001" + param + "\u0001" + text);
  }

  /** {@code system|code}; with no system {@code |code}. */
  public static String exact(String system, String code) {
    return system + "|" + code;
  }

  public static String anySystem(String code) {
    return "\u0002" + code;
  }

  public static String anyCode(String system) {
    return system + "|\u0002";
  }
}
