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

  private final String policy;

  /**
   * @param issuer the one foreign address that our pages speak to
   */
  SecurityHeaders(String issuer) {
    URI uri = URI.create(issuer);
    policy =
        "default-src 'self'; script-src 'self' "
            + ScreenFiles.importMapSource()
            + "; connect-src 'self' "
            + uri.getScheme()
            + "://"
            + uri.getAuthority()
            + "; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
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
  }
}
