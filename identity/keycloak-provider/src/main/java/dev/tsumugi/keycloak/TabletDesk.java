package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Whose tablet is it? The hub knows ({@code GET /smart/devices/{jkt}}), and is asked each time: in
 * Keycloak's own name, for nobody has signed on yet.
 */
final class TabletDesk {
  // The hub takes no token without a role and a place of work. This one opens no record: it is of
  // an organisation that there is not, and its scope is that of devices.
  private static final Asker ITSELF =
      new Asker(
          HubCalls.CLIENT,
          null,
          "Keycloak",
          null,
          List.of("operator"),
          "Organization/" + HubCalls.CLIENT);

  private final HubCalls hub;

  private TabletDesk(HubCalls hub) {
    this.hub = hub;
  }

  static TabletDesk of(AuthenticationFlowContext context) {
    return new TabletDesk(new HubCalls(context.getSession()));
  }

  /**
   * The organisation that a live device belongs to ({@code Organization/fire-department}); empty
   * where the device is unknown or revoked.
   *
   * @throws HubCalls.Away if the hub does not answer
   */
  Optional<String> organization(String key) {
    HubCalls.Answer answer = hub.get(ITSELF, "user/Device.r", "/smart/devices/" + key);
    if (!answer.good()) return Optional.empty();
    JsonNode organization = answer.body().get("organization");
    boolean live = answer.body().path("live").asBoolean(false);
    return live && organization != null ? Optional.of(organization.asText()) : Optional.empty();
  }
}
