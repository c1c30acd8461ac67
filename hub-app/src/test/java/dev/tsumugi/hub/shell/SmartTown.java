package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The demo town behind the real Keycloak: what {@code ./hub run} starts, part by part, on free
 * ports and a database of its own. One a JVM, for all tests that sign on in earnest; it goes with
 * the JVM. Tests share its realm and its records: use residents of your own, or leave things as
 * they were.
 */
final class SmartTown {
  private static final class One {
    static final SmartTown TOWN = new SmartTown();
  }

  private final TestDatabase database = TestDatabase.fresh();
  private final int elsewhere = freePort();
  private final Run run;
  private KeycloakPart keycloak = new KeycloakPart();

  /** Aborts the test where Keycloak's archive is missing, and fails it in CI. */
  static SmartTown start() throws IOException {
    KeycloakDistribution.zip();
    return One.TOWN;
  }

  private SmartTown() {
    // Not a temporary folder: a killed JVM's Keycloak is found and ended by its process file.
    Path target = KeycloakDistribution.root().resolve("hub-app/target");
    DataFolder folder = emptied(target.resolve("smart-town"));
    try {
      System.setProperty("hub.keycloak.zip", KeycloakDistribution.zip().toString());
      System.setProperty(
          "hub.keycloak.provider",
          KeycloakDistribution.provider(target.resolve("keycloak/provider.jar")).toString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Settings settings =
        Settings.of(
            Map.of(
                "HUB_PORT", Integer.toString(freePort()),
                "HUB_IDP_PORT", Integer.toString(freePort()),
                "HUB_DATA", folder.root().toString(),
                "HUB_CORS_ORIGINS", "http://localhost:" + elsewhere,
                "HUB_CACHE", target.toString()));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    run = new Run(settings, folder, new Console(nowhere, nowhere));
    run.useDatabase(database(database, TestDatabase.fresh()));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> keycloak.stop()));
    keycloak.start(run);
    new HubPart().start(run);
    new TownPart(Clock.systemUTC()).start(run);
  }

  /** Without {@code /fhir}. */
  URI base() {
    return URI.create(addresses().hub());
  }

  String fhir() {
    return addresses().fhir();
  }

  URI idp() {
    return URI.create(addresses().idp());
  }

  String issuer() {
    return addresses().issuer();
  }

  /** The port of an origin that is not the hub's and whose pages may call it. */
  int elsewhere() {
    return elsewhere;
  }

  /** A client's view of the identity server, with cookies of its own. */
  Idp visitor() {
    return new Idp(idp());
  }

  TestDatabase database() {
    return database;
  }

  /** What Keycloak's administrator signs on with. */
  Login admin() {
    return new Login("hub-admin", Secrets.open(run.folder().secrets()).get("keycloak.admin"));
  }

  /** Names the processes of the server that runs. */
  Path pidFile() {
    return run.folder().root().resolve("keycloak.pid");
  }

  /** The sentence of what died first; waits for it. */
  String death() {
    try {
      run.await();
      throw new AssertionError("a run's wait ends by a failure only");
    } catch (Failure died) {
      return died.getMessage();
    }
  }

  /** Keycloak away, as an outage has it; call {@link #keycloakUp} after it in any case. */
  void keycloakDown() {
    keycloak.stop();
  }

  /**
   * @return the line that a run shows
   */
  String keycloakUp() {
    keycloak = new KeycloakPart();
    return keycloak.start(run);
  }

  /** The custodian's view, past every consent. */
  TokenClient client() {
    return new TokenClient(base());
  }

  String token(String user, String scope) {
    return client().demoToken(user, scope);
  }

  /**
   * Enters a third party's app, with an assessment that holds for a year.
   *
   * @param client its id
   * @param representation of it, as Keycloak's admin address takes it
   */
  void register(String client, String representation) throws Exception {
    Idp idp = visitor();
    assertThat(idp.admin("POST", "/tsumugi/clients", adminToken(), representation)).isEqualTo(201);
    try (var owner = run.database().connectAsOwner();
        var insert =
            owner.prepareStatement(
                "insert into service (client, name, classes, scopes, valid_until)"
                    + " values (?, ?, ?, ?, ?)")) {
      insert.setString(1, client);
      insert.setString(2, "test: " + client);
      insert.setArray(3, owner.createArrayOf("text", DemoService.CLASSES));
      insert.setString(4, DemoService.SCOPES);
      insert.setObject(5, Instant.now().atOffset(ZoneOffset.UTC).plusYears(1));
      assertThat(insert.executeUpdate()).isEqualTo(1);
    } catch (SQLException failure) {
      throw new IllegalStateException("the client cannot be assessed", failure);
    }
  }

  String adminToken() throws Exception {
    Login admin = admin();
    Map<String, String> form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "admin-cli",
            "username",
            admin.user(),
            "password",
            admin.password());
    return visitor().token("master", form).body().text("access_token");
  }

  private HubPart.Addresses addresses() {
    return HubPart.Addresses.of(run.settings());
  }

  private static Database database(TestDatabase hub, TestDatabase keycloak) {
    return new Database(
        hub.url(),
        new Login(hub.owner().user(), hub.owner().password()),
        new Login(hub.app().user(), hub.app().password()),
        new Database.Keycloak(
            keycloak.url(), new Login(keycloak.owner().user(), keycloak.owner().password())));
  }

  private static DataFolder emptied(Path root) {
    try {
      new KeycloakPidFile(root.resolve("keycloak.pid")).endStale();
      FileTree.delete(root);
      DataFolder folder = new DataFolder(root);
      folder.prepare();
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
