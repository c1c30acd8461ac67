package dev.tsumugi.identity;

import dev.tsumugi.consent.Scopes;
import dev.tsumugi.kernel.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an access token says, read but not yet believed (RFC 7519; RFC 9068 where Keycloak follows
 * it).
 *
 * @param kind Keycloak's {@code typ} claim; empty if there is none
 * @param client who was authorised: {@code azp}, else {@code client_id}
 * @param session empty for a service, which has none
 * @param name for people to read: the first there is of name, login and client
 * @param bound whether the token holds only with a proof of possession (RFC 7800 {@code cnf})
 * @param key thumbprint of that key ({@code jkt}, RFC 9449 section 6.1), if it is bound to one
 * @param issued when it was made ({@code iat}); the epoch if it does not say
 * @param sessionEnds when the shift ends on a shared tablet ({@code session_ends}, ours)
 * @param assurance the level in {@code acr}; 0 if it states none of ours
 */
public record TokenClaims(
    String issuer,
    List<String> audience,
    Instant expires,
    Optional<Instant> notBefore,
    String kind,
    String subject,
    String client,
    String token,
    String session,
    String name,
    boolean bound,
    Optional<String> key,
    int assurance,
    Instant issued,
    Optional<Instant> sessionEnds,
    Optional<String> fhirUser,
    List<String> roles,
    Optional<String> organization,
    Optional<String> patient,
    Scopes scopes) {

  /** Reads a token's payload; empty if a claim that is always needed is missing or misshapen. */
  public static Optional<TokenClaims> read(Json.Obj payload) {
    Reading in = new Reading(payload);
    String client = in.text("azp").or(() -> in.text("client_id")).orElse("");
    Optional<Instant> expires = in.instant("exp");
    TokenClaims claims =
        new TokenClaims(
            in.needed("iss"),
            in.texts("aud"),
            expires.orElse(Instant.MIN),
            in.instant("nbf"),
            in.text("typ").orElse(""),
            in.needed("sub"),
            client,
            in.needed("jti"),
            in.text("sid").orElse(""),
            in.text("name").or(() -> in.text("preferred_username")).orElse(client),
            payload.has("cnf"),
            in.key(),
            in.assurance(),
            in.instant("iat").orElse(Instant.EPOCH),
            in.instant("session_ends"),
            in.text("fhirUser"),
            in.texts("hub_roles").stream().distinct().toList(),
            in.text("hub_organization"),
            in.text("patient"),
            Scopes.parse(in.text("scope").orElse("")));
    boolean whole = in.sound() && expires.isPresent() && !client.isEmpty();
    return whole ? Optional.of(claims) : Optional.empty();
  }

  /** Reads claims and remembers whether each had its right form. */
  static final class Reading {
    // NumericDate, RFC 7519 section 2; twelve digits reach beyond the year 30000.
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");

    private final Json.Obj payload;
    private boolean sound = true;

    Reading(Json.Obj payload) {
      this.payload = payload;
    }

    /** Whether all that was asked for had its right form. */
    boolean sound() {
      return sound;
    }

    String needed(String name) {
      String text = text(name).orElse("");
      sound &= !text.isEmpty();
      return text;
    }

    Optional<String> text(String name) {
      Optional<String> text = Optional.ofNullable(payload.text(name));
      sound &= text.isPresent() || !payload.has(name);
      return text;
    }

    Optional<String> key() {
      Json.Obj confirmation = payload.obj("cnf");
      return Optional.ofNullable(confirmation == null ? null : confirmation.text("jkt"));
    }

    int assurance() {
      return switch (text("acr").orElse("")) {
        case "1" -> 1;
        case "2" -> 2;
        case "3" -> 3;
        default -> 0; // what we do not know assures nothing
      };
    }

    /** One string, or an array of strings. */
    List<String> texts(String name) {
      List<String> texts = payload.texts(name);
      sound &= texts.size() == payload.all(name).size();
      return texts;
    }

    Optional<Instant> instant(String name) {
      if (!payload.has(name)) return Optional.empty();
      if (payload.get(name) instanceof Json.Num number
          && SECONDS.matcher(number.literal()).matches()) {
        BigDecimal seconds = new BigDecimal(number.literal());
        return Optional.of(
            Instant.ofEpochMilli(
                seconds.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact()));
      }
      sound = false;
      return Optional.empty();
    }
  }
}
