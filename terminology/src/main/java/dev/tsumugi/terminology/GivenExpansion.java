package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.SystemVersion.Content;
import java.util.List;

/** Codes of a value set that states no compose, only an expansion. */
final class GivenExpansion {
  private GivenExpansion() {}

  static SystemVersion about(String url, String version) {
    return new SystemVersion(
        url,
        version,
        "",
        null,
        Content.FRAGMENT,
        true,
        null,
        null,
        null,
        SystemVersion.Standing.ACTIVE,
        List.of(),
        List.of());
  }

  static Concept concept(Json.Obj entry, String code) {
    return new Concept(
        code,
        entry.text("display"),
        null,
        SystemReader.designations(entry.objects("designation")),
        List.of(),
        List.of(),
        Boolean.TRUE.equals(entry.bool("inactive")),
        Boolean.TRUE.equals(entry.bool("abstract")),
        List.of());
  }
}
