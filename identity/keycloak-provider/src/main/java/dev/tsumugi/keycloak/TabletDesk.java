package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;

/** Whose tablet is it? The hub knows ({@code GET /smart/devices/{jkt}}), and is asked each time. */
final class TabletDesk {
  private final HubCalls hub;

  private TabletDesk(HubCalls hub) {
    this.hub = hub;
  }

  static TabletDesk of(AuthenticationFlowContext context) {
    return new TabletDesk(new HubCalls(context.getSession()));
  }

  /**
   * The organisation that a live device belongs to ({@code Organization/fire-department}); empty
   * where the device is unknown, revoked, or none of the asker's business.
   *
   * @throws HubCalls.Away if the hub does not answer
   */
  Optional<String> organization(Asker asker, String key) {
    HubCalls.Answer answer = hub.get(asker, "user/Device.r", "/smart/devices/" + key);
    if (!answer.good()) return Optional.empty();
    JsonNode organization = answer.body().get("organization");
    boolean live = answer.body().path("live").asBoolean(false);
    return live && organization != null ? Optional.of(organization.asText()) : Optional.empty();
  }
}
