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

  static boolean isAnyCode(String form) {
    return form.endsWith("|\u0002");
  }

  /** The logical identifier of a reference, in one of the three forms above. */
  public static String identifier(String form) {
    return "\u0003" + form;
  }

  /** An identifier by its type: {@code system|code} of the type, and the value. */
  public static String ofType(String type, String value) {
    return "\u0004" + type + "|" + value;
  }

  /** Two codes of one element, each in one of the forms above. */
  public static String both(String first, String second) {
    return "\u0005" + first + "\u0005" + second;
  }

  /**
   * References are hashed apart: the target's own hash under a mask of the parameter, so that a
   * statement can ask whether a row refers to another by the number of that one.
   */
  public static long reference(short type, short param, String target) {
    return target(target) ^ mask(type, param);
  }

  /** Of a reference's target, as yet under no parameter's mask. */
  public static long target(String target) {
    return Hash64.of(target);
  }

  public static long mask(short type, short param) {
    return Hash64.of(type + "\u0001" + param);
  }
}
