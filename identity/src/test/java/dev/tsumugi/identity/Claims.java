package dev.tsumugi.identity;

import dev.tsumugi.kernel.Json;
import java.time.Instant;

/** The claims of a good token, as Keycloak writes them, for tests to spoil. */
public final class Claims {
  public static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");
  public static final Instant EXPIRES = NOW.plusSeconds(300);

  private Claims() {}

  public static Json.Obj crew(String issuer, String base) {
    return Json.object()
        .put("exp", EXPIRES.getEpochSecond())
        .put("iat", NOW.getEpochSecond())
        .put("jti", "token-1")
        .put("iss", issuer)
        .put("aud", Json.array(Json.text(base), Json.text("account")))
        .put("sub", "subject-1")
        .put("typ", "Bearer")
        .put("azp", "ems")
        .put("sid", "session-1")
        .put("acr", "1")
        .put("scope", "openid user/*.rs")
        .put("name", "救急 花子")
        .put("preferred_username", "crew")
        .put("fhirUser", base + "/Practitioner/crew")
        .put("hub_roles", Json.array(Json.text("crew")))
        .put("hub_organization", "Organization/fire-department")
        .build();
  }

  public static Json seconds(Instant at) {
    return new Json.Num(Long.toString(at.getEpochSecond()));
  }
}
