package dev.tsumugi.identity.shell;

import dev.tsumugi.kernel.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The realm's signing keys, changed without anybody being signed off: a new key signs from now on,
 * those before it only verify, until no token of theirs can be alive any more.
 */
public final class RealmKeys {
  private static final String COMPONENTS = "/" + RealmSetup.REALM + "/components";
  private static final String TYPE = "org.keycloak.keys.KeyProvider";
  private static final String ALGORITHM = "RS256";

  private final RealmAdmin admin;

  /** {@code server} is where Keycloak is reached; the user administers its realm master. */
  public RealmKeys(URI server, String user, String password) {
    this.admin = new RealmAdmin(server, user, password);
  }

  /**
   * Makes a key that signs from now on.
   *
   * @param name of the new key, unlike all before it
   * @return names of the keys that from now on only verify
   * @throws RealmFailure if Keycloak does not answer or refuses
   */
  public List<String> rotate(String name) {
    List<Json.Obj> before = signing();
    long priority = before.stream().mapToLong(key -> number(key, "priority")).max().orElse(100) + 1;
    admin.post(
        COMPONENTS,
        Json.object()
            .put("name", name)
            .put("providerId", "rsa-generated")
            .put("providerType", TYPE)
            .put(
                "config",
                Json.object()
                    .put("priority", values(Long.toString(priority)))
                    .put("enabled", values("true"))
                    .put("active", values("true"))
                    .put("keySize", values("2048"))
                    .put("algorithm", values(ALGORITHM))
                    .build())
            .build());
    List<String> passive = new ArrayList<>();
    for (Json.Obj key : before) {
      set(key, "active", "false");
      passive.add(RealmStep.name(key, "name"));
    }
    return passive;
  }

  /**
   * Takes away the keys that only verify. Tokens signed by them, offline ones included, are worth
   * nothing from then on.
   *
   * @return their names
   * @throws RealmFailure if Keycloak does not answer or refuses
   */
  public List<String> forget() {
    List<String> gone = new ArrayList<>();
    for (Json.Obj key : keys()) {
      if (!value(key, "active").equals("false")) continue;
      admin.delete(COMPONENTS + "/" + RealmStep.name(key, "id"));
      gone.add(RealmStep.name(key, "name"));
    }
    return gone;
  }

  private List<Json.Obj> signing() {
    return keys().stream().filter(key -> !value(key, "active").equals("false")).toList();
  }

  private List<Json.Obj> keys() {
    return admin.list(COMPONENTS + "?type=" + TYPE).stream()
        .filter(key -> "rsa-generated".equals(key.text("providerId")))
        .filter(
            key -> value(key, "algorithm").isEmpty() || value(key, "algorithm").equals(ALGORITHM))
        .toList();
  }

  private void set(Json.Obj key, String name, String value) {
    Json.Obj config = key.obj("config");
    Json.Obj all = config == null ? Json.object().build() : config;
    admin.put(
        COMPONENTS + "/" + RealmStep.name(key, "id"),
        key.with("config", all.with(name, Json.array(Json.text(value)))));
  }

  private static List<Json> values(String value) {
    return List.of(Json.text(value));
  }

  private static String value(Json.Obj key, String name) {
    Json.Obj config = key.obj("config");
    if (config == null) return "";
    return config.texts(name).stream().findFirst().orElse("");
  }

  private static long number(Json.Obj key, String name) {
    String value = value(key, name);
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }
}
