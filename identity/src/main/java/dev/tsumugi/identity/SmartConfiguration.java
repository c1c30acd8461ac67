package dev.tsumugi.identity;

import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.stream.Stream;

/**
 * What apps learn of signing on, under {@code .well-known/smart-configuration} (<a
 * href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html">SMART App Launch 2.2,
 * Conformance</a>). It promises only what works: there is no launch and no asymmetric client yet,
 * and the password grant is the demo's alone.
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
            words("client_secret_basic", "client_secret_post"))
        .put(
            "grant_types_supported",
            words("authorization_code", "client_credentials", "refresh_token"))
        .put("response_types_supported", words("code"))
        .put("code_challenge_methods_supported", words("S256"))
        // Any type and any letters in their order may stand for these.
        .put(
            "scopes_supported",
            words("openid", "fhirUser", "patient/*.cruds", "user/*.cruds", "system/*.cruds"))
        .put(
            "capabilities",
            words(
                "client-public",
                "client-confidential-symmetric",
                "sso-openid-connect",
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
