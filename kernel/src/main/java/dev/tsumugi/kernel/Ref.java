package dev.tsumugi.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A literal, local reference: {@code Patient/123}.
 *
 * @param id as <a href="https://hl7.org/fhir/R4/datatypes.html#id">R4 id</a>: 1–64 of {@code
 *     [A-Za-z0-9.-]}
 */
public record Ref(String type, String id) implements Comparable<Ref> {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

  public Ref {
    if (!isId(id)) {
      throw Problem.invalid(
          "id", "an id has 1 to 64 characters out of A-Z, a-z, 0-9, hyphen and dot");
    }
  }

  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** Reads {@code Type/id} and {@code Type/id/_history/v}; empty for every other form. */
  public static Optional<Ref> parse(String reference) {
    String[] parts = reference.split("/", -1);
    boolean literal = parts.length == 2 || (parts.length == 4 && parts[2].equals("_history"));
    if (!literal || !isTypeName(parts[0]) || !isId(parts[1])) return Optional.empty();
    return Optional.of(new Ref(parts[0], parts[1]));
  }

  private static boolean isTypeName(String name) {
    if (name.isEmpty() || name.charAt(0) < 'A' || name.charAt(0) > 'Z') return false;
    return name.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
  }

  public static Ref patient(String id) {
    return new Ref("Patient", id);
  }

  @Override
  public int compareTo(Ref other) {
    int byType = type.compareTo(other.type);
    return byType != 0 ? byType : id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return type + "/" + id;
  }
}
