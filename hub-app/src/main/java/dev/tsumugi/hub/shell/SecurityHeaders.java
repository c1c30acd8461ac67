package dev.tsumugi.hub.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;

/** Headers of every answer: what a page of ours may load, and who may frame it (nobody). */
final class SecurityHeaders extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** What a page of ours may ask the device for: calls, codes to scan, passkeys, the wake lock. */
  private static final String PERMISSIONS =
      "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self),"
          + " publickey-credentials-get=(self), publickey-credentials-create=(self),"
          + " screen-wake-lock=(self), geolocation=(), usb=(), bluetooth=(), serial=(), hid=(),"
          + " midi=(), payment=(), browsing-topics=()";

  private final String policy;
  private final boolean httpsOnly;

  /**
   * @param settings with the issuer, the one foreign address that our pages speak to
   */
  SecurityHeaders(HubSettings settings) {
    URI uri = URI.create(settings.issuer());
    // Not in the demo: a browser would ask for https at localhost for a year, whatever runs there.
    httpsOnly = !settings.demo() && settings.fhir().startsWith("https://");
    policy =
        "default-src 'self'; script-src 'self' "
            + ScreenFiles.importMapSource()
            + "; connect-src 'self' "
            + uri.getScheme()
            + "://"
            + uri.getAuthority()
            + "; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    set(response);
    chain.doFilter(request, response);
  }

  /** For answers that pass no filter. */
  void set(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Permissions-Policy", PERMISSIONS);
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    // RFC 6797; subdomains are for whoever owns the name.
    if (httpsOnly) response.setHeader("Strict-Transport-Security", "max-age=31536000");
  }
}
