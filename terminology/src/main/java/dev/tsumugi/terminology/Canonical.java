package dev.tsumugi.terminology;

import org.jspecify.annotations.Nullable;

/**
 * A canonical, {@code url} or {@code url|version}.
 *
 * @param version null where none is stated
 */
record Canonical(String url, @Nullable String version) {
  static Canonical of(String text) {
    int bar = text.indexOf('|');
    if (bar < 0) return new Canonical(text, null);
    String version = text.substring(bar + 1);
    return new Canonical(text.substring(0, bar), version.isEmpty() ? null : version);
  }

  /** As one text: {@code url|version}, or the url alone for null or empty versions. */
  static String write(String url, @Nullable String version) {
    return version == null || version.isEmpty() ? url : url + "|" + version;
  }

  @Override
  public String toString() {
    return write(url, version);
  }
}
