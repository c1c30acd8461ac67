package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;

/**
 * A value set as FHIR JSON.
 *
 * @param version empty where none is stated
 */
public record ValueSetDefinition(String url, String version, Json.Obj resource) {
  /** Of a ValueSet resource, whose url may be absent (a set sent with a request). */
  public static ValueSetDefinition of(Json.Obj resource) {
    String url = resource.text("url");
    String version = resource.text("version");
    return new ValueSetDefinition(url == null ? "" : url, version == null ? "" : version, resource);
  }

  /** {@code url|version}, or the url alone where no version is stated. */
  public String canonical() {
    return version.isEmpty() ? url : url + "|" + version;
  }
}
