package dev.tsumugi.terminology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one version of a code system says about itself.
 *
 * @param version empty where none is stated
 * @param language of the displays (BCP-47); null where not stated
 * @param hierarchyMeaning code of {@code codesystem-hierarchy-meaning}; null where not stated
 * @param supplements canonical of the system that a supplement adds to; null for others
 * @param properties the properties that its concepts may have
 * @param filters what a value set may filter by, beyond the properties
 */
public record SystemVersion(
    String url,
    String version,
    String name,
    @Nullable String title,
    Content content,
    boolean caseSensitive,
    @Nullable String hierarchyMeaning,
    @Nullable String language,
    @Nullable String supplements,
    Standing standing,
    List<PropertyDefinition> properties,
    List<FilterDefinition> filters) {

  /** Code of {@code codesystem-content-mode}: how much of the system is here. */
  public enum Content {
    NOT_PRESENT,
    EXAMPLE,
    FRAGMENT,
    COMPLETE,
    SUPPLEMENT;

    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Of a code; unknown words count as complete, as the element is required. */
    public static Content of(@Nullable String code) {
      for (Content content : values()) if (content.code().equals(code)) return content;
      return COMPLETE;
    }
  }

  /**
   * How far a definition may be relied on.
   *
   * @param status of {@code publication-status}; empty where not stated
   * @param standards value of the extension {@code structuredefinition-standards-status}; empty
   *     where none
   */
  public record Standing(String status, boolean experimental, String standards) {
    public static final Standing ACTIVE = new Standing("active", false, "");
  }

  /**
   * A property that concepts may have.
   *
   * @param uri its formal meaning; null where none
   * @param type code of {@code concept-property-type}
   */
  public record PropertyDefinition(
      String code, @Nullable String uri, @Nullable String description, String type) {}

  /** A filter that value sets may use. */
  public record FilterDefinition(String code, List<String> operators) {
    public FilterDefinition {
      operators = List.copyOf(operators);
    }
  }

  public SystemVersion {
    properties = List.copyOf(properties);
    filters = List.copyOf(filters);
  }

  /** {@code url|version}, or the url alone where no version is stated. */
  public String canonical() {
    return version.isEmpty() ? url : url + "|" + version;
  }
}
