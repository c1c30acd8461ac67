package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="https://hl7.org/fhir/R4/datatypes.html#primitive">primitive types</a> and what their
 * values must look like. A check answers what is wanted, or null if the value is good.
 */
enum Primitive {
  BASE64BINARY,
  BOOLEAN,
  CANONICAL,
  CODE,
  DATE,
  DATETIME,
  DECIMAL,
  ID,
  INSTANT,
  INTEGER,
  MARKDOWN,
  OID,
  POSITIVEINT,
  STRING,
  TIME,
  UNSIGNEDINT,
  URI,
  URL,
  UUID,
  XHTML;

  /** R4: "strings SHALL NOT exceed 1MB in size". */
  private static final int LONGEST = 1024 * 1024;

  private static final Pattern OID_FORM = Pattern.compile("urn:oid:[0-2](\\.(0|[1-9][0-9]*))+");
  private static final Pattern UUID_FORM =
      Pattern.compile("urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Map<String, Primitive> BY_NAME = new HashMap<>();

  static {
    for (Primitive p : values()) BY_NAME.put(p.name(), p);
  }

  static Primitive ofName(String fhirName) {
    Primitive found = BY_NAME.get(fhirName.toUpperCase(Locale.ROOT));
    if (found == null) throw new IllegalStateException("no primitive " + fhirName);
    return found;
  }

  @Nullable String check(Json value) {
    switch (this) {
      case BOOLEAN:
        return value instanceof Json.Bool ? null : "true or false, without quotes";
      case INTEGER:
        return whole(value, Integer.MIN_VALUE, "a whole number of 32 bits, without quotes");
      case UNSIGNEDINT:
        return whole(value, 0, "a whole number from 0 on, without quotes");
      case POSITIVEINT:
        return whole(value, 1, "a whole number from 1 on, without quotes");
      case DECIMAL:
        return decimal(value);
      default:
        if (!(value instanceof Json.Text text)) return "a string, in quotes";
        if (text.value().isEmpty()) return "at least one character, or the element left out";
        return text(text.value());
    }
  }

  private @Nullable String text(String text) {
    switch (this) {
      case STRING, MARKDOWN:
        return printable(text);
      case CODE:
        return isCode(text) ? null : "a code: no spaces at its ends, single spaces inside";
      case ID:
        return Ref.isId(text) ? null : "1 to 64 characters out of A-Z, a-z, 0-9, hyphen and dot";
      case URI, URL, CANONICAL:
        return hasSpace(text) ? "a URI without spaces" : null;
      case OID:
        return OID_FORM.matcher(text).matches() ? null : "urn:oid: and a dotted OID";
      case UUID:
        return UUID_FORM.matcher(text).matches() ? null : "urn:uuid: and a UUID";
      case BASE64BINARY:
        return isBase64(text) ? null : "base64 in whole groups of four, padded with =";
      case DATE:
        return DateForm.isDate(text) ? null : "a real date: YYYY, YYYY-MM or YYYY-MM-DD";
      case DATETIME:
        return DateForm.isDateTime(text)
            ? null
            : "a real date, or date and time with seconds and offset: YYYY-MM-DDThh:mm:ss+09:00";
      case INSTANT:
        return DateForm.isInstant(text)
            ? null
            : "a full date and time with seconds and offset: YYYY-MM-DDThh:mm:ss+09:00";
      case TIME:
        return DateForm.isTime(text, 0, text.length()) ? null : "a time of day: hh:mm:ss";
      case XHTML:
        return Xhtml.check(text);
      default:
        throw new IllegalStateException(name());
    }
  }

  private static @Nullable String whole(Json value, long from, String wanted) {
    if (!(value instanceof Json.Num num)) return wanted;
    String literal = num.literal();
    // R4's forms have no sign on zero, no point, no exponent.
    if (literal.length() > 11 || literal.equals("-0")) return wanted;
    for (int i = literal.charAt(0) == '-' ? 1 : 0; i < literal.length(); i++) {
      if (literal.charAt(i) < '0' || literal.charAt(i) > '9') return wanted;
    }
    long number = Long.parseLong(literal);
    return number >= from && number <= Integer.MAX_VALUE ? null : wanted;
  }

  /** JSON's own syntax is R4's; the size is bounded so that arithmetic on it stays cheap. */
  private static @Nullable String decimal(Json value) {
    if (!(value instanceof Json.Num num)) return "a number, without quotes";
    return Decimals.parse(num.literal()) == null
        ? "a number of at most " + Decimals.DIGITS + " digits and exponent"
        : null;
  }

  private static @Nullable String printable(String text) {
    if (text.length() > LONGEST) return "at most 1 MB of text";
    boolean blank = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r') return "text without control characters";
      blank &= c <= ' ';
    }
    return blank ? "text that is more than spaces, or the element left out" : null;
  }

  private static boolean isCode(String text) {
    boolean space = true;
    for (int i = 0; i < text.length(); i++) {
      boolean here = isSpace(text.charAt(i));
      if (here && space) return false;
      space = here;
    }
    return !space;
  }

  private static boolean hasSpace(String text) {
    for (int i = 0; i < text.length(); i++) if (isSpace(text.charAt(i))) return true;
    return false;
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || Character.isWhitespace(c);
  }

  private static boolean isBase64(String text) {
    int count = 0;
    int padding = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
      count++;
      if (c == '=') {
        padding++;
      } else {
        boolean known =
            (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/';
        if (!known || padding > 0) return false;
      }
    }
    return count > 0 && count % 4 == 0 && padding <= 2;
  }
}
