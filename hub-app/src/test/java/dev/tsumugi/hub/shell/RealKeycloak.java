package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.RealmSetup;
import dev.tsumugi.identity.shell.RealmSetup.Addresses;
import dev.tsumugi.identity.shell.RealmSetup.Outcome;
import dev.tsumugi.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The real Keycloak with our provider and realm, one for all tests of a JVM; it goes with the JVM.
 * Tests that move the realm or kill the server put things back.
 */
final class RealKeycloak {
  static final Login ADMIN = new Login("hub-admin", "a-password-of-the-test");

  private static final class Holder {
    static final RealKeycloak IDP = new RealKeycloak();
  }

  private final KeycloakOptions options;
  private final int hubPort = freePort();
  private final Outcome first;
  private KeycloakProcess process;

  static RealKeycloak start() {
    return Holder.IDP;
  }

  private RealKeycloak() {
    Path work = KeycloakDistribution.root().resolve("hub-app/target/keycloak");
    TestDatabase database = TestDatabase.fresh();
    int port = freePort();
    try {
      options =
          new KeycloakOptions(
              work,
              KeycloakDistribution.zip(),
              KeycloakDistribution.provider(work.resolve("provider.jar")),
              new Database.Keycloak(
                  database.url(), new Login(database.owner().user(), database.owner().password())),
              ADMIN,
              "http://localhost:" + port,
              port,
              0,
              work.resolve("keycloak.pid"),
              work.resolve("keycloak.log"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    process = new KeycloakProcess(options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process().close()));
    process.start();
    first = setup(here(), true);
  }

  /** Where the hub of these tests is, once {@link SmartTown} has started it. */
  Addresses here() {
    return new Addresses(URI.create(hub()), URI.create(hub() + "/fhir"));
  }

  String hub() {
    return "http://localhost:" + hubPort;
  }

  int hubPort() {
    return hubPort;
  }

  KeycloakOptions options() {
    return options;
  }

  String issuer() {
    return options.url() + "/realms/tsumugi";
  }

  synchronized KeycloakProcess process() {
    return process;
  }

  /** Another server on the same database, in place of one that ended; true if it was built anew. */
  synchronized boolean startAgain() {
    process = new KeycloakProcess(options);
    return process.start();
  }

  /** For the Admin REST API. */
  String adminToken() {
    Map<String, String> form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "admin-cli",
            "username",
            ADMIN.user(),
            "password",
            ADMIN.password());
    try {
      return new Idp(URI.create(options.url())).token("master", form).body().text("access_token");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** What the very first setup of the realm did. */
  Outcome first() {
    return first;
  }

  Outcome setup(Addresses addresses, boolean demo) {
    return new RealmSetup(process().address(), ADMIN.user(), ADMIN.password(), addresses, demo)
        .apply();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
