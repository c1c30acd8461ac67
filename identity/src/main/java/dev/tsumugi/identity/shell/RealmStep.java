package dev.tsumugi.identity.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One versioned change of the realm, as written in {@code resources/realm}: parts of a Keycloak
 * RealmRepresentation. A step once released is never edited; the next change is a new step.
 */
record RealmStep(Json.Obj content) {
  private static final List<String> PLACES = List.of("${hub}", "${fhirBase}");

  static RealmStep load(String name) {
    String resource = "/realm/" + name + ".json";
    try (InputStream in = RealmStep.class.getResourceAsStream(resource)) {
      return new RealmStep(
          Json.parseObject(Objects.requireNonNull(in, () -> resource).readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Json.Obj> realm() {
    return Optional.ofNullable(content.obj("realm"));
  }

  Optional<Json.Obj> userProfile() {
    return Optional.ofNullable(content.obj("userProfile"));
  }

  List<Json.Obj> requiredActions() {
    return content.objects("requiredActions");
  }

  /** Top-level authentication flows, with their executions in them. */
  List<Json.Obj> flows() {
    return content.objects("flows");
  }

  List<Json.Obj> identityProviders() {
    return content.objects("identityProviders");
  }

  List<Json.Obj> clientScopes() {
    return content.objects("clientScopes");
  }

  List<Json.Obj> clients() {
    return content.objects("clients");
  }

  List<Json.Obj> users() {
    return content.objects("users");
  }

  /** What is added to people whom an earlier step made: attributes and credentials. */
  List<Json.Obj> people() {
    return content.objects("people");
  }

  /** True if {@code part} says where the hub is, so that it must follow when the hub moves. */
  static boolean namesAPlace(Json.Obj part) {
    String text = new String(Json.bytes(part), UTF_8);
    return PLACES.stream().anyMatch(text::contains);
  }

  /** {@code part} with the addresses in their places. Addresses are URIs: nothing to escape. */
  static Json.Obj at(RealmSetup.Addresses addresses, Json.Obj part) {
    String text =
        new String(Json.bytes(part), UTF_8)
            .replace("${hub}", addresses.hub().toString())
            .replace("${fhirBase}", addresses.fhirBase().toString());
    return Json.parseObject(text.getBytes(UTF_8));
  }

  static String name(Json.Obj part, String member) {
    return Objects.requireNonNull(part.text(member), () -> "a part without " + member);
  }
}
