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
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Says who asks, in the request attribute named after {@link Requester}: the requester, or the
 * {@link Problem} with the token. Without an Authorization header it says nothing. It answers no
 * request itself: what is open to all stays open, and errors are written in one place.
 *
 * <p>Tokens are taken from the header alone (RFC 6750 section 2.1): addresses get logged. One that
 * is bound to a key comes in the scheme DPoP with a proof (RFC 9449 section 7), all others as
 * Bearer; shown the other way, each is refused.
 */
public final class TokenFilter implements Filter {
  private static final String BEARER = "bearer ";
  private static final String DPOP = "dpop ";

  /** Where each decision asks for itself whether the sign-on still holds. */
  private static final String RECORDS = "/fhir/";

  private final TokenDesk desk;
  private final ProofDesk proofs;
  private final Predicate<Requester> holds;

  /**
   * @param holds whether a sign-on still does, asked for what does not go through the gate
   */
  TokenFilter(TokenDesk desk, ProofDesk proofs, Predicate<Requester> holds) {
    this.desk = desk;
    this.proofs = proofs;
    this.holds = holds;
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
    String scheme = only.toLowerCase(Locale.ROOT);
    boolean dpop = scheme.startsWith(DPOP);
    if (!dpop && !scheme.startsWith(BEARER)) return Refusal.NOT_BEARER.problem();
    String token = only.substring(dpop ? DPOP.length() : BEARER.length()).strip();
    try {
      return who(token, dpop, request);
    } catch (Problem away) {
      return away;
    }
  }

  private Object who(String token, boolean dpop, HttpServletRequest request) {
    Identified who =
        desk.identify(token, Collections.list(request.getHeaders(RequesterRules.PURPOSE_HEADER)));
    if (who instanceof Identified.Refused refused) return refused.refusal().problem();
    Requester requester = ((Identified.As) who).requester();
    Optional<String> key = requester.signOn().key();
    if (key.isPresent() && !dpop) return Refusal.BOUND_AS_BEARER.problem();
    if (key.isEmpty() && dpop) return Refusal.UNBOUND_AS_DPOP.problem();
    if (key.isPresent()) {
      ProofDesk.Checked checked = proofs.check(request, token, key.get());
      if (checked instanceof ProofDesk.Checked.Refused refused) return refused.refusal().problem();
    }
    boolean decided = request.getRequestURI().startsWith(RECORDS);
    return decided || holds.test(requester) ? requester : Refusal.OVER.problem();
  }
}
