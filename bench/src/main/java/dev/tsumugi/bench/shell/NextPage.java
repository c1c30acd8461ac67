package dev.tsumugi.bench.shell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a bundle's next page without reading the bundle, which would cost more than sending it. */
final class NextPage {
  private static final Pattern NEXT =
      Pattern.compile("\"relation\"\\s*:\\s*\"next\"\\s*,\\s*\"url\"\\s*:\\s*\"([^\"]+)\"");
  // Links stand in front of the entries.
  private static final int FRONT = 8_192;

  private NextPage() {}

  /** The address; empty if there is none. */
  static String in(String bundle) {
    Matcher next = NEXT.matcher(bundle.substring(0, Math.min(FRONT, bundle.length())));
    return next.find() ? next.group(1).replace("\\/", "/") : "";
  }
}
