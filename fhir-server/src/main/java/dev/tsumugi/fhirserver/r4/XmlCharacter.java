package dev.tsumugi.fhirserver.r4;

/** What XML 1.0 says of single characters. */
final class XmlCharacter {
  private XmlCharacter() {}

  /** Halves of surrogate pairs pass: they come out of UTF-8, which has no lone ones. */
  static boolean isAllowed(int c) {
    return c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';
  }

  /**
   * In names beyond ASCII only letters and digits: FHIR's names, and XHTML's, have none of them.
   */
  static boolean isName(char c, boolean first) {
    if (c < 0x80) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
      return letter || (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
    }
    return Character.isLetter(c) || (!first && Character.isLetterOrDigit(c));
  }

  /**
   * The code point that a reference stands for, one of XML's own five or a number; -1 if none.
   *
   * @param name between {@code &} and {@code ;}
   */
  static int referred(String name) {
    return switch (name) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> name.startsWith("#") ? number(name) : -1;
    };
  }

  private static int number(String name) {
    boolean hex = name.startsWith("#x");
    String digits = name.substring(hex ? 2 : 1);
    if (!digits.matches(hex ? "[0-9a-fA-F]{1,6}" : "[0-9]{1,7}")) return -1;
    int code = Integer.parseInt(digits, hex ? 16 : 10);
    boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    return code > Character.MAX_CODE_POINT || surrogate || !isAllowed(code) ? -1 : code;
  }
}
