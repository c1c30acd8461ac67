package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * What sign-on asks and tells the hub in the name of the counter that keeps the register: who fits
 * a description ({@code Patient/$match}), whose record an account opens ({@code /smart/link}), and
 * that somebody is to be looked at (a Task of the counter's). Its tokens name no person, an
 * organisation of the realm's attribute {@value #ATTRIBUTE}, and no more scope than each call
 * needs.
 */
final class Counter {
  /** Realm attribute: {@code Organization/town-hall}; without it nobody is matched. */
  static final String ATTRIBUTE = "tsumugi.counter";

  private static final String BASE = "https://tsumugi.dev/fhir";
  private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";

  private final HubCalls hub;
  private final Asker asker;

  private Counter(HubCalls hub, String organization) {
    this.hub = hub;
    this.asker =
        new Asker(HubCalls.CLIENT, null, "Keycloak", null, List.of("registrar"), organization);
  }

  /** Empty where the realm names no counter. */
  static Optional<Counter> of(KeycloakSession session) {
    String organization = session.getContext().getRealm().getAttribute(ATTRIBUTE);
    return Optional.ofNullable(organization)
        .filter(text -> !text.isBlank())
        .map(text -> new Counter(new HubCalls(session), text.strip()));
  }

  /** What a description led to. */
  sealed interface Match {
    /** The only one that may be it, and certainly is. */
    record One(String patient) implements Match {}

    record Several() implements Match {}

    record Nobody() implements Match {}
  }

  /**
   * @throws HubCalls.Away if the hub cannot say, as for all that follows
   */
  Match match(ObjectNode person) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("resourceType", "Parameters");
    parameters.putArray("parameter").addObject().put("name", "resource").set("resource", person);
    HubCalls.Answer answer = hub.post(asker, "user/Patient.rs", "/fhir/Patient/$match", parameters);
    if (answer.status() == 413) return new Match.Several();
    return read(good(answer));
  }

  /** From the searchset of {@code $match}. */
  static Match read(JsonNode bundle) {
    JsonNode entries = bundle.path("entry");
    if (entries.isEmpty()) return new Match.Nobody();
    String id = entries.path(0).path("resource").path("id").asText();
    boolean one = entries.size() == 1 && certain(entries.path(0)) && LaunchContext.isId(id);
    return one ? new Match.One(id) : new Match.Several();
  }

  private static boolean certain(JsonNode entry) {
    for (JsonNode extension : entry.path("search").path("extension")) {
      if (extension.path("url").asText().equals(GRADE)) {
        return extension.path("valueCode").asText().equals("certain");
      }
    }
    return false;
  }

  /** The record that the account was linked to, by a match or a registrar. */
  Optional<String> linked(String account) {
    HubCalls.Answer answer = hub.get(asker, "user/Patient.r", "/smart/link/" + account);
    if (answer.status() == 404) return Optional.empty();
    return Optional.of(good(answer).path("patient").asText()).filter(LaunchContext::isId);
  }

  /** Whether there is such a record, as the gate lets the counter see it. */
  boolean knows(String patient) {
    return hub.get(asker, "user/Patient.r", "/fhir/Patient/" + patient).good();
  }

  /** False if the account has another record, or the record another account. */
  boolean link(String account, String patient) {
    JsonNode body =
        JsonNodeFactory.instance.objectNode().put("account", account).put("patient", patient);
    HubCalls.Answer answer = hub.post(asker, "user/Patient.r", "/smart/link", body);
    if (answer.status() == 409) return false;
    good(answer);
    return true;
  }

  /**
   * Leaves a task with the counter: who asks and why, and nothing of the records that were found.
   *
   * @return its id
   */
  String ask(UserModel user, LinkReason reason, Instant now) {
    HubCalls.Answer answer =
        hub.post(asker, "user/Task.c", "/fhir/Task", task(Asker.of(user, null), reason, now));
    return good(answer).path("id").asText();
  }

  static ObjectNode task(Asker who, LinkReason reason, Instant now) {
    ObjectNode task = JsonNodeFactory.instance.objectNode();
    task.put("resourceType", "Task").put("status", "requested").put("intent", "order");
    coding(task.putObject("code"), "duty", "link-resident");
    task.put(
        "description",
        "この方の記録を決めてください("
            + reason.ja()
            + ")。本人確認のうえ、記録と結び付けます。 / Please decide whose record this account opens: "
            + reason.en()
            + ".");
    task.put("authoredOn", now.toString());
    ObjectNode requester = task.putObject("requester");
    requester
        .putObject("identifier")
        .put("system", BASE + "/sid/account")
        .put("value", who.subject());
    requester.put("display", who.name());
    coding(task.putObject("reasonCode"), "link-reason", reason.code());
    return task;
  }

  private static void coding(ObjectNode concept, String system, String code) {
    concept
        .putArray("coding")
        .addObject()
        .put("system", BASE + "/CodeSystem/" + system)
        .put("code", code);
  }

  /** Closes the task, if it is still there to be closed. */
  void close(String task) {
    String path = "/fhir/Task/" + task;
    HubCalls.Answer found = hub.get(asker, "user/Task.r", path);
    if (found.status() == 404 || found.status() == 410) return;
    ObjectNode open = (ObjectNode) good(found);
    if (open.path("status").asText().equals("completed")) return;
    good(hub.put(asker, "user/Task.ru", path, open.put("status", "completed")));
  }

  private static JsonNode good(HubCalls.Answer answer) {
    if (answer.good()) return answer.body();
    throw new HubCalls.Away("The hub answered " + answer.status() + ".", null);
  }
}
