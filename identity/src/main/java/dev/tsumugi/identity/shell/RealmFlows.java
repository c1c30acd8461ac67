package dev.tsumugi.identity.shell;

import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.Objects;

/**
 * Makes authentication flows. A part of a flow is {@code {"flow": name, "parts": […]}} or {@code
 * {"authenticator": id, "config": {…}}}, each with its {@code requirement}.
 *
 * <p>A flow is made whole under a name of its own and bound to the realm afterwards. One that is
 * not bound yet was cut short, and is made anew; one that is bound is the operator's to change.
 */
final class RealmFlows {
  private final RealmAdmin admin;
  private final String realm;

  /**
   * @param realm path of the realm, {@code /tsumugi}
   */
  RealmFlows(RealmAdmin admin, String realm) {
    this.admin = admin;
    this.realm = realm;
  }

  void make(Json.Obj wanted) {
    String name = RealmStep.name(wanted, "flow");
    Json.Obj settings =
        admin.get(realm).orElseThrow(() -> new RealmFailure("The realm went away."));
    if (name.equals(settings.text("browserFlow"))) return;
    for (Json.Obj flow : admin.list(realm + "/authentication/flows")) {
      if (name.equals(flow.text("alias"))) {
        admin.delete(realm + "/authentication/flows/" + RealmStep.name(flow, "id"));
      }
    }
    admin.post(
        realm + "/authentication/flows",
        Json.object()
            .put("alias", name)
            .put("providerId", "basic-flow")
            .put("topLevel", true)
            .put("builtIn", false)
            .build());
    parts(name, wanted);
  }

  private void parts(String flow, Json.Obj wanted) {
    for (Json.Obj part : wanted.objects("parts")) {
      String executions =
          realm + "/authentication/flows/" + RealmAdmin.encode(flow) + "/executions";
      String child = part.text("flow");
      if (child == null) {
        admin.post(
            executions + "/execution",
            Json.object().put("provider", RealmStep.name(part, "authenticator")).build());
      } else {
        admin.post(
            executions + "/flow",
            Json.object()
                .put("alias", child)
                .put("type", "basic-flow")
                .put("provider", "registration-page-form")
                .build());
      }
      Json.Obj made = newest(executions);
      admin.put(
          executions, made.with("requirement", Json.text(RealmStep.name(part, "requirement"))));
      configure(made, part);
      if (child != null) parts(child, part);
    }
  }

  /** The one of this flow itself that was added last; those below come with their own level. */
  private Json.Obj newest(String executions) {
    List<Json.Obj> own =
        admin.list(executions).stream()
            .filter(
                one -> one.get("level") instanceof Json.Num level && level.literal().equals("0"))
            .toList();
    if (own.isEmpty()) throw new RealmFailure("Keycloak did not keep a step of a sign-on flow.");
    return own.get(own.size() - 1);
  }

  private void configure(Json.Obj made, Json.Obj part) {
    Json.Obj config = part.obj("config");
    if (config == null) return;
    admin.post(
        realm + "/authentication/executions/" + RealmStep.name(made, "id") + "/config",
        Json.object()
            .put("alias", Objects.requireNonNull(part.text("alias"), "a config without an alias"))
            .put("config", config)
            .build());
  }
}
