package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A requester as it is kept with what goes on after the request: a job, a subscription. It is who
 * asked, not what they may: that is decided each time.
 */
final class Requesters {
  private Requesters() {}

  static String write(Requester requester) {
    return Json.object()
        .put("subject", requester.subject())
        .put("name", requester.name())
        .put("actor", text(requester.actor()))
        .put("organization", text(requester.organization()))
        .put("role", requester.role().code())
        .put("scopes", requester.scopes().toString())
        .put("purpose", requester.purpose().name())
        .put("client", requester.client())
        .put("patient", text(requester.patient()))
        .put("session", requester.signOn().session())
        .put("token", requester.signOn().token())
        .put("assurance", requester.signOn().assurance())
        .put("key", requester.signOn().key().orElse(null))
        .build()
        .toString();
  }

  private static @Nullable String text(Optional<Ref> ref) {
    return ref.map(Ref::toString).orElse(null);
  }

  static Requester read(String text) {
    Json.Obj json = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    return new Requester(
        member(json, "subject"),
        member(json, "name"),
        ref(json, "actor"),
        ref(json, "organization"),
        Role.of(member(json, "role")).orElseThrow(),
        Scopes.parse(member(json, "scopes")),
        Purpose.of(member(json, "purpose")).orElseThrow(),
        member(json, "client"),
        ref(json, "patient"),
        new SignOn(
            member(json, "session"),
            member(json, "token"),
            number(json, "assurance"),
            Optional.ofNullable(json.text("key"))));
  }

  private static String member(Json.Obj json, String name) {
    String text = json.text(name);
    return text == null ? "" : text;
  }

  /** Zero for those kept before it was told. */
  private static int number(Json.Obj json, String name) {
    return json.get(name) instanceof Json.Num number ? Integer.parseInt(number.literal()) : 0;
  }

  private static Optional<Ref> ref(Json.Obj json, String name) {
    return Optional.ofNullable(json.text(name)).flatMap(Ref::parse);
  }

  /** Whose a job is: the same person with the same app. */
  static String owner(Requester requester) {
    return requester.subject() + "\n" + requester.client();
  }
}
