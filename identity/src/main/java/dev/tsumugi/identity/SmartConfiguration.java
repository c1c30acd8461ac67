package dev.tsumugi.identity;

import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.stream.Stream;

/**
 * What apps learn of signing on, under {@code .well-known/smart-configuration} (<a
 * href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html">SMART App Launch 2.2,
 * Conformance</a>). It promises only what works; the password grant is the demo's alone.
 */
public final class SmartConfiguration {
  private SmartConfiguration() {}

  public static Json.Obj of(IssuerEndpoints issuer) {
    return Json.object()
        .put("issuer", issuer.issuer())
        .put("jwks_uri", issuer.keys())
        .put("authorization_endpoint", issuer.authorization())
        .put("token_endpoint", issuer.token())
        .put("introspection_endpoint", issuer.introspection())
        .put("revocation_endpoint", issuer.revocation())
        .put(
            "token_endpoint_auth_methods_supported",
            words("client_secret_basic", "client_secret_post", "private_key_jwt"))
        .put("token_endpoint_auth_signing_alg_values_supported", words("RS384", "ES384"))
        .put(
            "grant_types_supported",
            words("authorization_code", "client_credentials", "refresh_token"))
        .put("response_types_supported", words("code"))
        .put("code_challenge_methods_supported", words("S256"))
        // Any type and any letters in their order may stand for these.
        .put(
            "scopes_supported",
            words(
                "openid",
                "fhirUser",
                "launch",
                "launch/patient",
                "online_access",
                "offline_access",
                "patient/*.cruds",
                "user/*.cruds",
                "system/*.cruds"))
        .put(
            "capabilities",
            words(
                "launch-ehr",
                "launch-standalone",
                "authorize-post",
                "client-public",
                "client-confidential-symmetric",
                "client-confidential-asymmetric",
                "sso-openid-connect",
                "context-banner",
                "context-ehr-patient",
                "context-ehr-encounter",
                "context-standalone-patient",
                "permission-offline",
                "permission-online",
                "permission-patient",
                "permission-user",
                "permission-v1",
                "permission-v2"))
        .build();
  }

  private static List<Json.Text> words(String... words) {
    return Stream.of(words).map(Json::text).toList();
  }
}
