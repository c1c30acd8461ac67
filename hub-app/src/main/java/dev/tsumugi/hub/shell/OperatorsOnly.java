package dev.tsumugi.hub.shell;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Metrics are for those who run the hub: they tell how much is asked, when, of what. */
final class OperatorsOnly extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Object who = request.getAttribute(Requester.class.getName());
    if (who instanceof Requester requester) {
      if (requester.role() == Role.OPERATOR) {
        chain.doFilter(request, response);
      } else {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      }
      return;
    }
    // What is wrong with the token, if one was shown.
    String challenge =
        who instanceof Problem problem ? problem.challenge() : "Bearer realm=\"tsumugi\"";
    if (!challenge.isEmpty()) response.setHeader("WWW-Authenticate", challenge);
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
  }
}
