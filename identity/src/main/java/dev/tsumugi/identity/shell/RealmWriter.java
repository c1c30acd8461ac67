package dev.tsumugi.identity.shell;

import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.Optional;

/**
 * Brings parts of a realm to a wanted state: makes what is absent, changes what is there. All of it
 * may be repeated, so a step that was cut short is simply run again.
 */
final class RealmWriter {
  private final RealmAdmin admin;
  private final String realm;
  private final RealmSetup.Addresses addresses;

  RealmWriter(RealmAdmin admin, String realm, RealmSetup.Addresses addresses) {
    this.admin = admin;
    this.realm = "/" + realm;
    this.addresses = addresses;
  }

  void apply(RealmStep step) {
    // Before the realm, whose settings name them.
    step.flows().forEach(new RealmFlows(admin, realm)::make);
    step.realm().ifPresent(this::settings);
    step.userProfile().ifPresent(profile -> admin.put(realm + "/users/profile", profile));
    step.requiredActions().forEach(this::requiredAction);
    step.clientScopes().forEach(this::clientScope);
    step.clients().forEach(this::client);
    step.users().forEach(this::user);
    step.people().forEach(this::person);
    step.identityProviders().forEach(this::identityProvider);
  }

  /** Keycloak drops the attributes that an update does not name. */
  private void settings(Json.Obj wanted) {
    Json.Obj attributes = wanted.obj("attributes");
    if (attributes == null) {
      admin.put(realm, wanted);
      return;
    }
    Optional<Json.Obj> before = admin.get(realm).map(found -> found.obj("attributes"));
    admin.put(realm, wanted.with("attributes", merged(before, attributes)));
  }

  private static Json.Obj merged(Optional<Json.Obj> before, Json.Obj more) {
    Json.Obj all = before.orElseGet(() -> Json.object().build());
    for (int i = 0; i < more.size(); i++) all = all.with(more.name(i), more.value(i));
    return all;
  }

  /** Only what names an address; what operators changed elsewhere stays as they left it. */
  void move(RealmStep step) {
    step.clientScopes().stream().filter(RealmStep::namesAPlace).forEach(this::clientScope);
    step.clients().stream().filter(RealmStep::namesAPlace).forEach(this::client);
  }

  /** Switches a step's clients and users on or off; those that somebody deleted stay deleted. */
  void enable(RealmStep step, boolean enabled) {
    Json on = new Json.Bool(enabled);
    for (Json.Obj client : step.clients()) {
      findClient(RealmStep.name(client, "clientId"))
          .ifPresent(found -> admin.put(path("/clients", found), found.with("enabled", on)));
    }
    for (Json.Obj user : step.users()) {
      findUser(RealmStep.name(user, "username"))
          .ifPresent(found -> admin.put(path("/users", found), found.with("enabled", on)));
    }
  }

  private void requiredAction(Json.Obj wanted) {
    String alias = RealmStep.name(wanted, "alias");
    String actions = realm + "/authentication/required-actions";
    if (named(admin.list(actions), "alias", alias).isEmpty()) {
      Json.Obj fresh =
          Json.object()
              .put("providerId", RealmStep.name(wanted, "providerId"))
              .put("name", RealmStep.name(wanted, "name"))
              .build();
      admin.post(realm + "/authentication/register-required-action", fresh);
    }
    admin.put(actions + "/" + RealmAdmin.encode(alias), wanted);
  }

  private void clientScope(Json.Obj template) {
    Json.Obj wanted = RealmStep.at(addresses, template);
    String name = RealmStep.name(wanted, "name");
    Optional<Json.Obj> found = named(admin.list(realm + "/client-scopes"), "name", name);
    if (found.isEmpty()) {
      admin.post(realm + "/client-scopes", wanted);
      return;
    }
    String path = path("/client-scopes", found.get());
    admin.put(path, wanted);
    mappers(path, wanted); // a scope's PUT passes its mappers over
  }

  private void client(Json.Obj template) {
    Json.Obj wanted = RealmStep.at(addresses, template);
    Optional<Json.Obj> found = findClient(RealmStep.name(wanted, "clientId"));
    if (found.isEmpty()) {
      admin.post(realm + "/clients", wanted);
      return;
    }
    String path = path("/clients", found.get());
    admin.put(path, wanted.without("protocolMappers"));
    mappers(path, wanted);
    optionalScopes(path, wanted);
  }

  /** A client's PUT passes its scopes over; those it has already stay. */
  private void optionalScopes(String client, Json.Obj wanted) {
    String path = client + "/optional-client-scopes";
    List<Json.Obj> present = admin.list(path);
    for (String name : wanted.texts("optionalClientScopes")) {
      if (named(present, "name", name).isPresent()) continue;
      Json.Obj scope =
          named(admin.list(realm + "/client-scopes"), "name", name)
              .orElseThrow(() -> new RealmFailure("There is no client scope " + name + "."));
      admin.put(path + "/" + RealmStep.name(scope, "id"), Json.object().build());
    }
  }

  private void mappers(String owner, Json.Obj wanted) {
    String path = owner + "/protocol-mappers/models";
    List<Json.Obj> present = admin.list(path);
    for (Json.Obj mapper : wanted.objects("protocolMappers")) {
      Optional<Json.Obj> found = named(present, "name", RealmStep.name(mapper, "name"));
      if (found.isEmpty()) {
        admin.post(path, mapper);
      } else {
        String id = RealmStep.name(found.get(), "id");
        admin.put(path + "/" + id, mapper.with("id", Json.text(id)));
      }
    }
  }

  /** Made once: a person who is there may have changed the password or the name. */
  private void user(Json.Obj wanted) {
    if (findUser(RealmStep.name(wanted, "username")).isEmpty()) {
      admin.post(realm + "/users", wanted);
    }
  }

  /** Somebody who was deleted stays deleted. */
  private void person(Json.Obj wanted) {
    Optional<Json.Obj> found = findUser(RealmStep.name(wanted, "username"));
    if (found.isEmpty()) return;
    Json.Obj update = found.get();
    Json.Obj attributes = wanted.obj("attributes");
    if (attributes != null) {
      Optional<Json.Obj> before = Optional.ofNullable(update.obj("attributes"));
      update = update.with("attributes", merged(before, attributes));
    }
    Json credentials = wanted.get("credentials");
    if (credentials != null) update = update.with("credentials", credentials);
    admin.put(path("/users", found.get()), update);
  }

  /** Made once: its addresses and its secret are the operator's from then on. */
  private void identityProvider(Json.Obj wanted) {
    String path = realm + "/identity-provider/instances";
    String alias = RealmStep.name(wanted, "alias");
    if (admin.get(path + "/" + alias).isEmpty()) {
      admin.post(path, wanted.without("mappers"));
    }
    List<Json.Obj> present = admin.list(path + "/" + alias + "/mappers");
    for (Json.Obj mapper : wanted.objects("mappers")) {
      if (named(present, "name", RealmStep.name(mapper, "name")).isEmpty()) {
        admin.post(path + "/" + alias + "/mappers", mapper);
      }
    }
  }

  private Optional<Json.Obj> findClient(String clientId) {
    String query = "/clients?clientId=" + RealmAdmin.encode(clientId);
    return named(admin.list(realm + query), "clientId", clientId);
  }

  private Optional<Json.Obj> findUser(String username) {
    String query = "/users?exact=true&username=" + RealmAdmin.encode(username);
    return named(admin.list(realm + query), "username", username);
  }

  private static Optional<Json.Obj> named(List<Json.Obj> all, String member, String name) {
    return all.stream().filter(one -> name.equals(one.text(member))).findFirst();
  }

  private String path(String kind, Json.Obj found) {
    return realm + kind + "/" + RealmStep.name(found, "id");
  }
}
