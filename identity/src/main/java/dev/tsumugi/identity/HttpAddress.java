package dev.tsumugi.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address without query and fragment, in the one form in which equal addresses are equal texts
 * (RFC 3986 sections 6.2.2 and 6.2.3, as RFC 9449 section 4.3 wants them compared).
 */
public record HttpAddress(String text) {
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  /** Empty for what is no address of a web server. */
  public static Optional<HttpAddress> of(String address) {
    URI uri;
    try {
      uri = new URI(address).normalize();
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) return Optional.empty();
    int usual = scheme.equals("http") ? 80 : 443;
    boolean unsaid = uri.getPort() < 0 || uri.getPort() == usual;
    String path = uri.getRawPath().isEmpty() ? "/" : unescaped(uri.getRawPath());
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return Optional.of(
        new HttpAddress(scheme + "://" + host + (unsaid ? "" : ":" + uri.getPort()) + path));
  }

  /** What needs no escape has none, and what needs one has it in capitals. */
  private static String unescaped(String path) {
    Matcher escapes = ESCAPE.matcher(path);
    return escapes.replaceAll(
        found -> {
          char meant = (char) Integer.parseInt(found.group(1), 16);
          boolean plain =
              meant < 128 && (Character.isLetterOrDigit(meant) || "-._~".indexOf(meant) >= 0);
          return plain
              ? Matcher.quoteReplacement(Character.toString(meant))
              : found.group().toUpperCase(Locale.ROOT);
        });
  }
}
