package dev.tsumugi.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Whom one user may see now, as the hub's gate decides it. */
final class VisiblePatients {
  /** Most that are shown at once; who has more searches by name. */
  static final int PAGE = 20;

  private static final String SCOPE = "user/Patient.rs";

  private final HubCalls hub;
  private final Asker asker;

  /**
   * @param userSession that exists, or will when sign-on is done
   */
  VisiblePatients(KeycloakSession session, UserModel user, String userSession) {
    hub = new HubCalls(session);
    asker = Asker.of(user, userSession);
  }

  /**
   * Hidden and absent are one answer.
   *
   * @throws HubCalls.Away if the hub cannot say
   */
  boolean sees(String patient) {
    if (!LaunchContext.isId(patient)) return false;
    HubCalls.Answer answer = hub.get(asker, SCOPE, "/fhir/Patient/" + patient);
    if (answer.status() == 429) throw unclear(answer);
    return answer.good(); // 401 too is a no: the hub has ended the session
  }

  /**
   * @param name as {@code Patient?name=} takes it; empty means everybody
   * @throws HubCalls.Away if the hub cannot say
   */
  PatientChoice find(String name) {
    String form = "_count=" + PAGE;
    if (!name.isBlank()) form += "&name=" + URLEncoder.encode(name.strip(), UTF_8);
    HubCalls.Answer answer = hub.search(asker, SCOPE, "/fhir/Patient/_search", form);
    // A role that may see no patients at all sees nobody.
    if (answer.status() == 403) return PatientChoice.NOBODY;
    if (!answer.good()) throw unclear(answer);
    return PatientChoice.read(answer.body());
  }

  /**
   * What the hub's launch holds, which is used up by this.
   *
   * @throws HubCalls.Away if the hub cannot say
   */
  HubCalls.Answer useLaunch(String id, String client) {
    JsonNode body = JsonNodeFactory.instance.objectNode().put("launch", id).put("client", client);
    return hub.post(asker, SCOPE, "/smart/launch/use", body);
  }

  private static HubCalls.Away unclear(HubCalls.Answer answer) {
    return new HubCalls.Away("The hub answered " + answer.status() + ".", null);
  }
}
