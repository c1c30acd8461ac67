package dev.tsumugi.hub.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Lets the pages of registered origins call the API, as <a
 * href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS</a> has it: a browser asks before
 * it sends a token, and that question needs none. Cookies are never asked for, for the hub has
 * none. What tells how to sign on is open to every page. Whom the hub does not know gets the answer
 * without a word on origins, and the browser keeps it from the page.
 */
final class CrossOrigin extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Set<String> OPEN =
      Set.of("/fhir/metadata", "/fhir/.well-known/smart-configuration");
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String ASKED =
      "Accept, Accept-Language, Authorization, Cache-Control, Content-Type, DPoP, If-Match,"
          + " If-Modified-Since, If-None-Exist, If-None-Match, Prefer, X-Purpose-Of-Use,"
          + " X-Requested-With, X-Security-Context";
  private static final String SHOWN =
      "Consent-Unreadable, Content-Location, DPoP-Nonce, ETag, Expires, Last-Modified, Link,"
          + " Location, Preference-Applied, Retry-After, WWW-Authenticate, X-Progress";

  private final transient Origins origins;

  CrossOrigin(Origins origins) {
    this.origins = origins;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin == null) {
      chain.doFilter(request, response);
      return;
    }
    boolean open = OPEN.contains(request.getRequestURI());
    boolean allowed = open || origins.allow(origin);
    if (allowed) {
      response.setHeader("Access-Control-Allow-Origin", open ? "*" : origin);
      response.setHeader("Access-Control-Expose-Headers", SHOWN);
    }
    if (!isQuestion(request)) {
      chain.doFilter(request, response);
      return;
    }
    if (allowed) {
      response.setHeader("Access-Control-Allow-Methods", METHODS);
      response.setHeader("Access-Control-Allow-Headers", ASKED);
      response.setHeader("Access-Control-Max-Age", "600");
    }
    response.setStatus(allowed ? 204 : 403);
  }

  /** A browser's own, before it sends what a page asked it to. */
  private static boolean isQuestion(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }
}
