package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import dev.tsumugi.identity.ClientIssuers;
import dev.tsumugi.identity.ClientJwtRefusal;
import dev.tsumugi.identity.ClientJwtRules;
import dev.tsumugi.identity.ClientJwtRules.Claims;
import dev.tsumugi.identity.ClientJwts;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks clients' JWTs: first what they claim, as that costs nothing and asks nobody, then the
 * signature, then whether it was used before. Used ones are remembered here alone and not by other
 * nodes: such a JWT opens no record, the access token beside it does.
 */
final class ClientJwtDesk implements ClientJwts {
  private static final int LONGEST = 8_000;
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384, JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  private final ClientIssuers clients;
  private final Map<String, IssuerKeys> keys = new HashMap<>();
  private final Clock clock;
  // By client and id, until when it counts; guarded by itself.
  private final Map<String, Instant> used = new HashMap<>();

  ClientJwtDesk(ClientIssuers clients, Clock clock, Duration patience) {
    this.clients = clients;
    this.clock = clock;
    clients.keys().forEach((issuer, at) -> keys.put(issuer, new IssuerKeys(at, clock, patience)));
  }

  @Override
  public Optional<ClientJwtRefusal> refusal(String jwt, String audience) {
    if (jwt.length() > LONGEST) return Optional.of(ClientJwtRefusal.MALFORMED);
    JWSObject jws;
    Json.Obj payload;
    try {
      jws = JWSObject.parse(jwt);
      payload = Json.parseObject(jws.getPayload().toBytes());
    } catch (ParseException | Problem notReadable) {
      // Why it is none is not told: the text around the fault may be a piece of it.
      return Optional.of(ClientJwtRefusal.MALFORMED);
    }
    JWSHeader header = jws.getHeader();
    boolean critical = header.getCriticalParams() != null && !header.getCriticalParams().isEmpty();
    if (!ALGORITHMS.contains(header.getAlgorithm()) || critical) {
      return Optional.of(ClientJwtRefusal.ALGORITHM);
    }
    Claims claims = claims(payload);
    String key = header.getKeyID();
    if (claims == null || key == null) return Optional.of(ClientJwtRefusal.INCOMPLETE);
    Instant now = clock.instant();
    Optional<ClientJwtRefusal> refusal = ClientJwtRules.refusal(claims, clients, audience, now);
    return refusal.isPresent() ? refusal : signed(jws, key, claims, now);
  }

  private Optional<ClientJwtRefusal> signed(JWSObject jws, String key, Claims claims, Instant now) {
    IssuerKeys shown = keys.get(claims.issuer());
    if (shown == null) return Optional.of(ClientJwtRefusal.ISSUER);
    IssuerKeys.Found found = shown.find(key);
    if (found instanceof IssuerKeys.Found.Away) return Optional.of(ClientJwtRefusal.KEYS_AWAY);
    if (!(found instanceof IssuerKeys.Found.Key known)) {
      return Optional.of(ClientJwtRefusal.UNKNOWN_KEY);
    }
    if (!known.key().signed(jws)) return Optional.of(ClientJwtRefusal.SIGNATURE);
    return use(claims, now) ? Optional.empty() : Optional.of(ClientJwtRefusal.REPLAYED);
  }

  /** Only what is rightly signed gets here: a stranger cannot fill the memory. */
  private boolean use(Claims claims, Instant now) {
    synchronized (used) {
      used.values().removeIf(until -> !now.isBefore(until));
      return used.putIfAbsent(claims.issuer() + "\n" + claims.id(), claims.expires()) == null;
    }
  }

  private static @Nullable Claims claims(Json.Obj payload) {
    String issuer = payload.text("iss");
    String id = payload.text("jti");
    Instant issued = time(payload, "iat");
    Instant expires = time(payload, "exp");
    Set<String> audience = new HashSet<>(payload.texts("aud"));
    if (issuer == null || id == null || issued == null || expires == null) return null;
    return audience.isEmpty() ? null : new Claims(issuer, audience, issued, expires, id);
  }

  private static @Nullable Instant time(Json.Obj payload, String claim) {
    if (!(payload.get(claim) instanceof Json.Num number)) return null;
    try {
      return Instant.ofEpochSecond(Long.parseLong(number.literal()));
    } catch (NumberFormatException | java.time.DateTimeException noTime) {
      return null; // read as missing: the claim is named in the refusal
    }
  }
}
