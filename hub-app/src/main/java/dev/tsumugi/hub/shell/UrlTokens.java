package dev.tsumugi.hub.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses tokens in addresses (RFC 9700 section 4.3.2): those stand in histories, logs and
 * referrers. The token is not looked at, so it is no use to send it so; that it is refused tells
 * its sender to let it expire.
 */
final class UrlTokens extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Set<String> NAMES =
      Set.of("access_token", "id_token", "refresh_token", "client_assertion", "client_secret");
  private static final byte[] OUTCOME =
      ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":"
              + "\"security\",\"diagnostics\":\"a token never belongs into an address: send it in the"
              + " Authorization header, and take this one for known to others\"}]}")
          .getBytes(StandardCharsets.UTF_8);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!holdsToken(request.getQueryString())) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(400);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/fhir+json;charset=UTF-8");
    response.setContentLength(OUTCOME.length);
    response.getOutputStream().write(OUTCOME);
  }

  private static boolean holdsToken(@Nullable String query) {
    if (query == null) return false;
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (isToken(equals < 0 ? pair : pair.substring(0, equals))) return true;
    }
    return false;
  }

  private static boolean isToken(String name) {
    try {
      return NAMES.contains(
          URLDecoder.decode(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException badEscape) {
      return false; // refused by whoever reads the address
    }
  }
}
