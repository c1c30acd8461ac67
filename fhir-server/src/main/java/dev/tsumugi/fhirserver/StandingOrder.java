package dev.tsumugi.fhirserver;

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
 * What somebody ordered under their own token, to be carried out later in their name. It is who
 * ordered, not what they may: the gate decides that anew, when it is carried out, and finds a
 * requester that reaches few types alone, and of one patient where the order is about one.
 *
 * <p>Of the sign-on its assurance is kept, as it was enough when the order was given; the token's
 * id, so that the journal leads back to it; and the key, which ties it to its device. The session
 * is not asked for again: who signs out has not taken back their word (docs/adr/0029).
 */
public record StandingOrder(Requester by) {
  private static final String SIGNED_OUT = "-";

  /** As it is kept. */
  public String write() {
    return Json.object()
        .put("subject", by.subject())
        .put("name", by.name())
        .put("actor", text(by.actor()))
        .put("organization", text(by.organization()))
        .put("role", by.role().code())
        .put("purpose", by.purpose().name())
        .put("client", by.client())
        .put("token", by.signOn().token())
        .put("assurance", by.signOn().assurance())
        .put("key", by.signOn().key().orElse(null))
        .build()
        .toString();
  }

  private static @Nullable String text(Optional<Ref> ref) {
    return ref.map(Ref::toString).orElse(null);
  }

  public static StandingOrder read(String text) {
    Json.Obj json = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    int assurance =
        json.get("assurance") instanceof Json.Num number ? Integer.parseInt(number.literal()) : 0;
    return new StandingOrder(
        new Requester(
            member(json, "subject"),
            member(json, "name"),
            ref(json, "actor"),
            ref(json, "organization"),
            Role.of(member(json, "role")).orElseThrow(),
            Scopes.parse(""),
            Purpose.of(member(json, "purpose")).orElseThrow(),
            member(json, "client"),
            Optional.empty(),
            new SignOn(
                SIGNED_OUT,
                member(json, "token"),
                assurance,
                Optional.ofNullable(json.text("key")))));
  }

  private static String member(Json.Obj json, String name) {
    String text = json.text(name);
    if (text == null) throw new IllegalStateException("an order without its " + name);
    return text;
  }

  private static Optional<Ref> ref(Json.Obj json, String name) {
    return Optional.ofNullable(json.text(name)).flatMap(Ref::parse);
  }

  /**
   * Who asks when it is carried out.
   *
   * @param patient whom alone it reaches, if scopes are of the context patient
   * @param name by which the journal names both, who ordered and who acts on it
   */
  public Requester narrowed(Optional<Ref> patient, String scopes, String name) {
    return new Requester(
        by.subject(),
        name,
        by.actor(),
        by.organization(),
        by.role(),
        Scopes.parse(scopes),
        by.purpose(),
        by.client(),
        patient,
        by.signOn());
  }
}
