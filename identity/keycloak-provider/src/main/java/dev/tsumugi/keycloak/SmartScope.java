package dev.tsumugi.keycloak;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One SMART scope that reads {@code level/Type.letters?query}: version 2, or version 1's {@code
 * .read}, {@code .write}, {@code .*}. The text is kept as asked, because the client must find it
 * again in the answer; the letters are what it means.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes for requesting FHIR resources</a>
 */
record SmartScope(String text, Level level, String type, String letters) {
  /** Whose data: the launch patient's, all the user may see, all the client itself may see. */
  enum Level {
    PATIENT,
    USER,
    SYSTEM;

    private static Optional<Level> of(String word) {
      return Arrays.stream(values()).filter(level -> level.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The client scope that stands for every scope of this level in the realm. */
    String baseScope() {
      return "smart-" + word();
    }
  }

  /** Why a text that looks like a SMART scope is none. */
  enum Fault {
    NOT_A_SCOPE,
    UNKNOWN_TYPE,
    LETTERS,
    QUERY,
    /** A search parameter, or a modifier, by which scopes of this type are not narrowed. */
    PARAMETER
  }

  /** What a requested scope turned out to be. */
  sealed interface Reading permits Read, Faulty, Other {}

  record Read(SmartScope scope) implements Reading {}

  /** Meant as a SMART scope, and wrong: to be refused, whatever else knows the name. */
  record Faulty(Fault fault) implements Reading {}

  /** Not ours to judge: {@code openid}, {@code profile}, {@code launch/patient} … */
  record Other() implements Reading {}

  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z]+)/([A-Za-z]+|\\*)\\.([^?]*)(?:\\?(.*))?", Pattern.DOTALL);
  private static final Pattern OURS =
      Pattern.compile("(?:patient|user|system)/.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern LETTERS = Pattern.compile("(?=.)c?r?u?d?s?");
  private static final Map<String, String> VERSION_1 =
      Map.of("read", "rs", "write", "cud", "*", "cruds");

  // A scope token is printable ASCII without space, quote and backslash (RFC 6749 §3.3); of that,
  // what
  // a FHIR query may carry unescaped. Chains (a.b) are experimental in SMART 2.2 and stay out.
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_-]*(?::[A-Za-z-]+)?";
  private static final String VALUE = "(?:[A-Za-z0-9._~!$'()*+,;:@/|^-]|%[0-9A-Fa-f]{2})+";
  private static final Pattern QUERY =
      Pattern.compile(NAME + "=" + VALUE + "(?:&" + NAME + "=" + VALUE + ")*");

  static Reading read(String text) {
    if (!OURS.matcher(text).matches()) {
      return new Other();
    }
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      return new Faulty(Fault.NOT_A_SCOPE);
    }
    Optional<Level> level = Level.of(shape.group(1));
    if (level.isEmpty()) {
      return new Faulty(Fault.NOT_A_SCOPE);
    }
    String type = shape.group(2);
    if (!type.equals("*") && !R4Types.contains(type)) {
      return new Faulty(Fault.UNKNOWN_TYPE);
    }
    String asked = shape.group(3);
    String query = shape.group(4);
    if (query != null && VERSION_1.containsKey(asked)) {
      return new Faulty(Fault.QUERY); // version 1 knows no query
    }
    String letters = VERSION_1.getOrDefault(asked, asked);
    if (!LETTERS.matcher(letters).matches()) {
      return new Faulty(Fault.LETTERS);
    }
    if (query != null && !QUERY.matcher(query).matches()) {
      return new Faulty(Fault.QUERY);
    }
    if (query != null && !narrows(type, query)) {
      return new Faulty(Fault.PARAMETER);
    }
    return new Read(new SmartScope(text, level.get(), type, letters));
  }

  private static boolean narrows(String type, String query) {
    for (String part : query.split("&")) {
      if (!ScopeParameters.narrows(type, part.substring(0, part.indexOf('=')))) return false;
    }
    return true;
  }

  /** True if {@code cap} holds every letter of this scope. */
  boolean within(String cap) {
    return letters.chars().allMatch(letter -> cap.indexOf(letter) >= 0);
  }
}
