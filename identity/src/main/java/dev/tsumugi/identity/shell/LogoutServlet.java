package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.IdentitySettings;
import dev.tsumugi.identity.LogoutToken;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /smart/backchannel-logout}: the issuer says that somebody signed off (<a
 * href="https://openid.net/specs/openid-connect-backchannel-1_0.html">OpenID Connect Back-Channel
 * Logout 1.0</a> sections 2.5 to 2.8). One token is taken once; a second delivery is told so, as a
 * failure that changes nothing.
 */
public final class LogoutServlet extends SmartServlet {
  private static final long serialVersionUID = 1L;
  private static final Set<String> TYPES = Set.of("jwt", "logout+jwt", "application/logout+jwt");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FIELD = "logout_token=";
  private static final int LONGEST = 32_000;

  private final transient IdentitySettings settings;
  private final transient IssuerKeys keys;
  private final transient SpentProofs spent;
  private final transient SessionTable sessions;
  private final transient Clock clock;

  LogoutServlet(
      IdentitySettings settings,
      IssuerKeys keys,
      SpentProofs spent,
      SessionTable sessions,
      Clock clock) {
    this.settings = settings;
    this.keys = keys;
    this.spent = spent;
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  Answer answer(HttpServletRequest request) throws IOException {
    demandMethod(request, "POST");
    LogoutToken logout = verified(token(request));
    if (!sessions.knows(logout.audience())) throw refused("it is said to no client of this hub");
    if (!spent.first("logout " + logout.id(), logout.rememberedUntil())) {
      throw refused("it was said before");
    }
    sessions.loggedOut(logout);
    return new Answer(200, Json.object().build());
  }

  /** Parameters of the address do not count, as addresses get logged. */
  private static String token(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA, "the body must be a form");
    }
    byte[] bytes = request.getInputStream().readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) throw Problem.of(Problem.Kind.TOO_LARGE, "the body is too long");
    for (String pair : new String(bytes, StandardCharsets.US_ASCII).split("&", -1)) {
      if (!pair.startsWith(FIELD)) continue;
      try {
        return URLDecoder.decode(pair.substring(FIELD.length()), StandardCharsets.US_ASCII);
      } catch (IllegalArgumentException badEscape) {
        throw refused("it cannot be read");
      }
    }
    throw refused("there is none");
  }

  private LogoutToken verified(String text) {
    SignedJwt.Parsed parsed = SignedJwt.parse(text, TYPES);
    if (!(parsed instanceof SignedJwt.Parsed.Jwt good)) throw refused("it cannot be read");
    Optional<LogoutToken> logout = LogoutToken.read(good.jwt().payload());
    if (logout.isEmpty()) throw refused("it is no logout token");
    if (!logout.get().isOf(settings, clock.instant())) {
      throw refused("it is another issuer's, or of another time");
    }
    IssuerKeys.Found found = keys.find(good.jwt().keyId());
    if (found instanceof IssuerKeys.Found.Away) {
      throw Problem.of(Problem.Kind.UNAVAILABLE, "the issuer's keys cannot be had: try again");
    }
    boolean signed =
        found instanceof IssuerKeys.Found.Key known && known.key().signed(good.jwt().jws());
    if (!signed) throw refused("its signature is not right");
    return logout.get();
  }

  private static Problem refused(String why) {
    return Problem.of(Problem.Kind.INVALID, "the logout token is not taken: " + why);
  }
}
