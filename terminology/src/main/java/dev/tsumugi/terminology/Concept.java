package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One concept of a code system.
 *
 * @param display null where the system states none
 * @param parents codes of the direct parents
 * @param inactive not for use in new records
 * @param notSelectable only groups others (abstract)
 * @param extensions FHIR extensions of the concept, as written
 */
public record Concept(
    String code,
    @Nullable String display,
    @Nullable String definition,
    List<Designation> designations,
    List<Property> properties,
    List<String> parents,
    boolean inactive,
    boolean notSelectable,
    List<Json.Obj> extensions) {

  public Concept {
    designations = List.copyOf(designations);
    properties = List.copyOf(properties);
    parents = List.copyOf(parents);
    extensions = List.copyOf(extensions);
  }

  /** An active, selectable concept with a display and nothing else. */
  public static Concept of(String code, @Nullable String display) {
    return new Concept(
        code, display, null, List.of(), List.of(), List.of(), false, false, List.of());
  }

  /**
   * Another wording.
   *
   * @param language BCP-47; null where not stated
   * @param use what it is for, a FHIR Coding; null where not stated
   * @param extensions FHIR extensions, as written
   */
  public record Designation(
      @Nullable String language, Json.@Nullable Obj use, String value, List<Json.Obj> extensions) {
    // Written out: NullAway does not see the annotation of a nested type in a compact constructor.
    public Designation(
        @Nullable String language,
        Json.@Nullable Obj use,
        String value,
        List<Json.Obj> extensions) {
      this.language = language;
      this.use = use;
      this.value = value;
      this.extensions = List.copyOf(extensions);
    }

    public static Designation of(String language, String value) {
      return new Designation(language, null, value, List.of());
    }
  }

  /**
   * A property's value.
   *
   * @param type the FHIR type, as in {@code value[x]}: code, Coding, string, integer, boolean,
   *     dateTime, decimal
   * @param value as FHIR JSON of that type
   */
  public record Property(String code, String type, Json value) {
    /** The value as compared by filters: the code of a Coding, the text of all else. */
    public String text() {
      if (value instanceof Json.Text text) return text.value();
      if (value instanceof Json.Bool bool) return Boolean.toString(bool.value());
      if (value instanceof Json.Num number) return number.literal();
      if (value instanceof Json.Obj coding) {
        String code = coding.text("code");
        return code == null ? "" : code;
      }
      return "";
    }

    public static Property of(String code, String text) {
      return new Property(code, "string", Json.text(text));
    }
  }

  /** The first value of a property as text; null if the concept has none. */
  public @Nullable String property(String name) {
    for (Property property : properties) {
      if (property.code().equals(name)) return property.text();
    }
    return null;
  }
}
