package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;
import org.keycloak.util.JsonSerialization;
import org.keycloak.util.TokenUtil;

/**
 * Asks the hub what somebody may see, by an ordinary access token of that person: there is no door
 * that other clients do not have. The token lives {@link #LIFE} seconds and never leaves this call;
 * its client is {@link #CLIENT}, a service with an assessment of its own, so that the journal tells
 * a sign-on from a look at the record.
 */
final class HubCalls {
  /** The client whose name these calls bear; it is no client of the realm and cannot sign in. */
  static final String CLIENT = "keycloak";

  /** Realm attribute: FHIR base of the hub as the world knows it, audience of every token. */
  static final String FHIR_BASE = "tsumugi.fhir.base";

  /** Realm attribute: where the hub is reached from here, without a trailing slash. */
  static final String ADDRESS = "tsumugi.hub.calls";

  private static final int LIFE = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String FHIR_JSON = "application/fhir+json";

  // One for all requests: it holds threads and connections. No redirects, which would carry a token
  // to wherever they point.
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** What the hub said; the body is empty JSON if it sent none. */
  record Answer(int status, JsonNode body) {
    boolean good() {
      return status / 100 == 2;
    }
  }

  /** The hub did not answer, or answered that it cannot. Whatever was asked is not granted. */
  static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Away(String sentence, @Nullable Throwable cause) {
      super(sentence, cause);
    }
  }

  private final KeycloakSession session;

  HubCalls(KeycloakSession session) {
    this.session = session;
  }

  /** The FHIR base that apps name in {@code aud}. */
  String fhirBase() {
    return setting(FHIR_BASE);
  }

  /**
   * @param scope the narrowest that does, {@code user/Patient.r}
   * @param path below the hub's address, {@code /fhir/Patient/x}, encoded
   * @throws Away if the hub does not answer, or with a status of 500 and above
   */
  Answer get(Asker asker, String scope, String path) {
    return send(request(asker, scope, path).GET().build());
  }

  /** As {@link #get}; the search's parameters are {@code form}, URL-encoded. */
  Answer search(Asker asker, String scope, String path, String form) {
    return send(
        request(asker, scope, path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  /** As {@link #get}. */
  Answer post(Asker asker, String scope, String path, JsonNode body) {
    return send(
        request(asker, scope, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** As {@link #get}; whoever was first wins. */
  Answer put(Asker asker, String scope, String path, JsonNode body) {
    String version = body.path("meta").path("versionId").asText();
    return send(
        request(asker, scope, path)
            .header("Content-Type", "application/json")
            .header("If-Match", "W/\"" + version + "\"")
            .PUT(BodyPublishers.ofString(body.toString()))
            .build());
  }

  private HttpRequest.Builder request(Asker asker, String scope, String path) {
    return HttpRequest.newBuilder(URI.create(setting(ADDRESS) + path))
        .timeout(PATIENCE)
        .header("Accept", path.startsWith("/fhir/") ? FHIR_JSON : "application/json")
        .header("Authorization", "Bearer " + token(asker, scope));
  }

  private String token(Asker asker, String scope) {
    RealmModel realm = session.getContext().getRealm();
    int now = Time.currentTime();
    AccessToken token = new AccessToken();
    token.id(SecretGenerator.getInstance().generateSecureID());
    token.type(TokenUtil.TOKEN_TYPE_BEARER);
    token.issuer(
        Urls.realmIssuer(
            session.getContext().getUri(UrlType.FRONTEND).getBaseUri(), realm.getName()));
    token.audience(fhirBase());
    token.issuedFor(CLIENT);
    token.subject(asker.subject());
    token.iat((long) now);
    token.exp((long) now + LIFE);
    if (asker.session() != null) token.setSessionId(asker.session());
    token.setScope(scope);
    token.setName(asker.name());
    token.getOtherClaims().put("hub_roles", asker.roles());
    FhirUserMapper.absolute(fhirBase(), asker.fhirUser())
        .ifPresent(person -> token.getOtherClaims().put(FhirUserMapper.CLAIM, person));
    if (asker.organization() != null) {
      token.getOtherClaims().put("hub_organization", asker.organization());
    }
    SignatureProvider signature =
        session.getProvider(SignatureProvider.class, realm.getDefaultSignatureAlgorithm());
    return new JWSBuilder().type("JWT").jsonContent(token).sign(signature.signer());
  }

  private static Answer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() >= 500) {
        throw new Away("The hub answered " + response.statusCode() + ".", null);
      }
      byte[] body = response.body();
      JsonNode json =
          body.length == 0
              ? JsonSerialization.mapper.createObjectNode()
              : JsonSerialization.mapper.readTree(body);
      return new Answer(response.statusCode(), json);
    } catch (IOException unreachable) {
      throw new Away("The hub does not answer at " + request.uri().getAuthority(), unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Away("The call to the hub was interrupted.", interrupted);
    }
  }

  private String setting(String name) {
    String value = session.getContext().getRealm().getAttribute(name);
    if (value == null || value.isBlank()) {
      throw new Away("The realm does not say where the hub is (" + name + ").", null);
    }
    return value;
  }
}
