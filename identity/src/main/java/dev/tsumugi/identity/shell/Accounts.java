package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.Demographics;
import dev.tsumugi.kernel.Json;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People's accounts in the realm, for those who administer it. Every act may be repeated: what is
 * there already is brought to the wanted state.
 */
public final class Accounts {
  private static final String USERS = "/" + RealmSetup.REALM + "/users";

  /**
   * What an account shall be.
   *
   * @param name as people read it
   * @param attributes that replace those of the same name; an empty value takes one away
   * @param password a first one, to be changed at the first sign-on; kept as it is if absent
   * @param pin of the badge; kept as it is if absent
   */
  public record Wanted(
      String login,
      String name,
      Map<String, String> attributes,
      Optional<String> password,
      Optional<String> pin) {
    public Wanted {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * An account that is there.
   *
   * @param role code of the role in the hub; empty if it has none
   */
  public record Known(String login, String role, boolean enabled) {}

  private final RealmAdmin admin;

  /** {@code server} is where Keycloak is reached; the user administers its realm master. */
  public Accounts(URI server, String user, String password) {
    this.admin = new RealmAdmin(server, user, password);
  }

  /**
   * @throws RealmFailure if Keycloak does not answer or refuses, as for all that follows
   */
  public Optional<Known> find(String login) {
    return user(login).map(Accounts::known);
  }

  /** What the national ID said of somebody; empty where it said nothing. */
  public Optional<Demographics> verified(String login) {
    return user(login)
        .filter(user -> !attribute(user, "verified_birth_date").isEmpty())
        .map(Accounts::demographics);
  }

  /** Logins of those to whom a record is linked. */
  public List<String> linked(String patient) {
    String query = "?exact=true&q=" + RealmAdmin.encode("fhirUser:Patient/" + patient);
    return admin.list(USERS + query).stream()
        .filter(user -> attribute(user, "fhirUser").equals("Patient/" + patient))
        .map(user -> RealmStep.name(user, "username"))
        .toList();
  }

  /**
   * Makes somebody the resident whose record it is.
   *
   * @return false if there is no such account, or it is somebody else's or of another role already
   */
  public boolean link(String login, String patient) {
    Optional<Json.Obj> found = user(login);
    if (found.isEmpty()) return false;
    String before = attribute(found.get(), "fhirUser");
    String role = attribute(found.get(), "hub_roles");
    String reference = "Patient/" + patient;
    boolean free = before.isEmpty() || before.equals(reference);
    if (!free || !(role.isEmpty() || role.equals("resident"))) return false;
    Json.Obj attributes = found.get().obj("attributes");
    Json.Obj all = attributes == null ? Json.object().build() : attributes;
    admin.put(
        path(found.get()),
        found
            .get()
            .with(
                "attributes",
                all.with("fhirUser", Json.array(Json.text(reference)))
                    .with("hub_roles", Json.array(Json.text("resident")))));
    return true;
  }

  private static Demographics demographics(Json.Obj user) {
    return new Demographics(
        text(user, "verified_name"),
        text(user, "verified_kana"),
        text(user, "verified_birth_date").flatMap(Accounts::day),
        text(user, "verified_sex"),
        text(user, "verified_address"));
  }

  private static Optional<String> text(Json.Obj user, String name) {
    return Optional.of(attribute(user, name)).filter(value -> !value.isEmpty());
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty(); // matches nobody
    }
  }

  /** Whose badge it is. */
  public Optional<Known> owner(String badge) {
    String query = "?exact=true&q=" + RealmAdmin.encode("badge:" + badge);
    return admin.list(USERS + query).stream()
        .filter(user -> attribute(user, "badge").equals(badge))
        .map(Accounts::known)
        .findFirst();
  }

  /**
   * Makes or changes an account; either way it is switched on.
   *
   * @return true if it is new
   */
  public boolean save(Wanted wanted) {
    Optional<Json.Obj> found = user(wanted.login());
    Json.Obj user =
        found
            .orElseGet(() -> Json.object().put("username", wanted.login()).build())
            .with("lastName", Json.text(wanted.name()))
            .with("enabled", new Json.Bool(true));
    Json.Obj attributes = user.obj("attributes");
    Json.Obj all = attributes == null ? Json.object().build() : attributes;
    for (Map.Entry<String, String> one : wanted.attributes().entrySet()) {
      all =
          one.getValue().isEmpty()
              ? all.without(one.getKey())
              : all.with(one.getKey(), Json.array(Json.text(one.getValue())));
    }
    List<Json> credentials = new ArrayList<>();
    wanted.password().ifPresent(text -> credentials.add(password(text)));
    wanted.pin().ifPresent(text -> credentials.add(pin(text)));
    user = user.with("attributes", all).with("credentials", new Json.Arr(credentials));
    if (found.isEmpty()) {
      admin.post(USERS, user);
    } else {
      admin.put(path(found.get()), user);
    }
    return found.isEmpty();
  }

  /**
   * Switches an account off and ends its sessions.
   *
   * @param until noted as the end of its time of use
   * @return false if there is none
   */
  public boolean end(String login, String until) {
    Optional<Json.Obj> found = user(login);
    if (found.isEmpty()) return false;
    Json.Obj attributes = found.get().obj("attributes");
    Json.Obj all = attributes == null ? Json.object().build() : attributes;
    admin.put(
        path(found.get()),
        found
            .get()
            .with("enabled", new Json.Bool(false))
            .with("attributes", all.with("hub_until", Json.array(Json.text(until)))));
    admin.post(path(found.get()) + "/logout", Json.object().build());
    return true;
  }

  private Optional<Json.Obj> user(String login) {
    String query = "?exact=true&username=" + RealmAdmin.encode(login);
    return admin.list(USERS + query).stream()
        .filter(user -> login.equals(user.text("username")))
        .findFirst();
  }

  private static String path(Json.Obj user) {
    return USERS + "/" + RealmStep.name(user, "id");
  }

  private static Known known(Json.Obj user) {
    return new Known(
        RealmStep.name(user, "username"),
        attribute(user, "hub_roles"),
        Boolean.TRUE.equals(user.bool("enabled")));
  }

  private static String attribute(Json.Obj user, String name) {
    Json.Obj attributes = user.obj("attributes");
    if (attributes == null) return "";
    return attributes.texts(name).stream().findFirst().orElse("");
  }

  private static Json password(String text) {
    return Json.object().put("type", "password").put("value", text).put("temporary", true).build();
  }

  /** The provider inside Keycloak takes the PIN as secret data, and keeps only its hash. */
  private static Json pin(String text) {
    return Json.object()
        .put("type", "tsumugi-pin")
        .put("secretData", Json.object().put("pin", text).build().toString())
        .build();
  }
}
