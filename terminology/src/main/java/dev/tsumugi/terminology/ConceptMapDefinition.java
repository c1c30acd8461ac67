package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;

/**
 * A concept map as FHIR JSON (R4, or R5 with its {@code relationship}).
 *
 * @param version empty where none is stated
 */
public record ConceptMapDefinition(String url, String version, Json.Obj resource) {
  /** Of a ConceptMap resource. */
  public static ConceptMapDefinition of(Json.Obj resource) {
    String url = resource.text("url");
    String version = resource.text("version");
    return new ConceptMapDefinition(
        url == null ? "" : url, version == null ? "" : version, resource);
  }
}
