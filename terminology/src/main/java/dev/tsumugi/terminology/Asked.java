package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import org.jspecify.annotations.Nullable;

/**
 * A code that is asked about.
 *
 * @param path its place in the request: empty for the parameter {@code code}, else a FHIRPath
 */
record Asked(
    String path,
    @Nullable String system,
    @Nullable String version,
    String code,
    @Nullable String display) {

  static Asked of(String path, Json.Obj coding, String code) {
    return new Asked(
        path, coding.text("system"), coding.text("version"), code, coding.text("display"));
  }

  Asked in(String otherSystem) {
    return new Asked(path, otherSystem, version, code, display);
  }

  /** The path of one of its elements. */
  String at(String element) {
    return path.isEmpty() ? element : path + "." + element;
  }

  /** Its own path. */
  String here() {
    return path.isEmpty() ? "code" : path;
  }

  /** For messages: {@code 'system|version#code ('display')'}. */
  String shown(String inSystem) {
    String from = version == null ? inSystem : inSystem + "|" + version;
    String words = display == null ? "" : " ('" + display + "')";
    return "'" + from + "#" + code + words + "'";
  }
}
