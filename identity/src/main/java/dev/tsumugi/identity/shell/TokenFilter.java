package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.identity.Identified;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.identity.RequesterRules;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Says who asks, in the request attribute named after {@link Requester}: the requester, or the
 * {@link Problem} with the token. Without an Authorization header it says nothing. It answers no
 * request itself: what is open to all stays open, and errors are written in one place.
 *
 * <p>Tokens are taken from the header alone (RFC 6750 section 2.1): addresses get logged.
 */
public final class TokenFilter implements Filter {
  private static final String SCHEME = "bearer ";

  private final TokenDesk desk;

  TokenFilter(TokenDesk desk) {
    this.desk = desk;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http) {
      List<String> authorizations = Collections.list(http.getHeaders("Authorization"));
      if (!authorizations.isEmpty()) {
        http.setAttribute(Requester.class.getName(), who(authorizations, http));
      }
    }
    chain.doFilter(request, response);
  }

  /** A {@link Requester} or a {@link Problem}. */
  private Object who(List<String> authorizations, HttpServletRequest request) {
    String only = authorizations.size() == 1 ? authorizations.get(0) : "";
    if (!only.toLowerCase(Locale.ROOT).startsWith(SCHEME)) return Refusal.NOT_BEARER.problem();
    Identified who =
        desk.identify(
            only.substring(SCHEME.length()).strip(),
            Collections.list(request.getHeaders(RequesterRules.PURPOSE_HEADER)));
    if (who instanceof Identified.As as) return as.requester();
    return ((Identified.Refused) who).refusal().problem();
  }
}
