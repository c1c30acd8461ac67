package dev.tsumugi.terminology;

import dev.tsumugi.terminology.Concept.Property;
import dev.tsumugi.terminology.SystemVersion.PropertyDefinition;
import org.jspecify.annotations.Nullable;

/** The publication status of a single concept. */
final class ConceptStatus {
  private ConceptStatus() {}

  /** Its status property, or else its standards status, or else {@code inactive} or nothing. */
  static String of(SystemVersion system, Concept concept) {
    Property property = property(system, concept);
    if (property != null) return property.text();
    String standards = Extensions.code(concept.extensions(), SystemReader.STANDARDS_STATUS);
    if (standards != null) return standards;
    return concept.inactive() ? "inactive" : "";
  }

  /** The status as a value to show among the properties; null if none is stated. */
  static @Nullable String stated(SystemVersion system, Concept concept) {
    Property property = property(system, concept);
    if (property != null) return property.text();
    return Extensions.code(concept.extensions(), SystemReader.STANDARDS_STATUS);
  }

  private static @Nullable Property property(SystemVersion system, Concept concept) {
    String name = "status";
    for (PropertyDefinition definition : system.properties()) {
      if ((SystemReader.CONCEPT_PROPERTIES + "status").equals(definition.uri())) {
        name = definition.code();
      }
    }
    for (Property property : concept.properties())
      if (property.code().equals(name)) return property;
    return null;
  }
}
