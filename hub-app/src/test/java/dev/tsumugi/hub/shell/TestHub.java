package dev.tsumugi.hub.shell;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tsumugi.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole hub on a real database and a free port, started by the part that {@code ./hub run}
 * starts it by, with a {@link TestIssuer} in Keycloak's place. At most one of each kind a JVM, for
 * all tests; it goes with the JVM. Tests share its records: use residents of your own, or leave
 * things as they were.
 */
final class TestHub {
  /** From which pages of other apps may call. */
  static final String ORIGIN = "https://elsewhere.example";

  private static final class Demo {
    static final TestHub HUB = new TestHub(true);
  }

  private static final class City {
    static final TestHub HUB = new TestHub(false);
  }

  private final TestDatabase database = TestDatabase.fresh();
  private final TestIssuer issuer;
  private final Run run;
  private boolean town;

  /** The hub in demo mode. */
  static TestHub start() {
    return demo(true);
  }

  static TestHub demo(boolean on) {
    return on ? Demo.HUB : City.HUB;
  }

  private TestHub(boolean demo) {
    int port = freePort();
    String base = "http://localhost:" + port;
    issuer = TestIssuer.start(base + "/fhir");
    Path data = temporary();
    Settings settings =
        Settings.of(
            Map.of(
                "HUB_PORT", Integer.toString(port),
                "HUB_DATA", data.toString(),
                "HUB_DEMO", Boolean.toString(demo),
                "HUB_SUBSCRIPTION_LOOPBACK", Boolean.toString(demo),
                "HUB_CORS_ORIGINS", ORIGIN,
                "HUB_OIDC_ISSUER", issuer.address(),
                "HUB_CDS_CLIENTS",
                    "https://ehr.example=" + issuer.address() + "/protocol/openid-connect/certs"));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    run = new Run(settings, new DataFolder(data), new Console(nowhere, nowhere));
    run.useDatabase(
        new Database(
            database.url(),
            new Login(database.owner().user(), database.owner().password()),
            new Login(database.app().user(), database.app().password()),
            null));
    new HubPart().start(run);
  }

  /** The demo town, made at the first call as a run makes it. */
  synchronized TestHub withTown() {
    if (!town) new TownPart(Clock.systemUTC()).start(run);
    town = true;
    return this;
  }

  /** A further node on the same database, behind the same address. */
  record Node(URI base, HubPart part) implements AutoCloseable {
    @Override
    public void close() {
      part.stop();
    }
  }

  Node beside() {
    return beside("beside", run.database());
  }

  /** A further node that reaches the database through this port of loopback. */
  Node behind(int databasePort) {
    Database direct = run.database();
    String url = direct.jdbcUrl().replaceFirst("//[^/]+/", "//127.0.0.1:" + databasePort + "/");
    return beside("behind", new Database(url, direct.owner(), direct.app(), null));
  }

  private Node beside(String name, Database reached) {
    int port = freePort();
    Path data = temporary();
    try {
      Files.copy(run.folder().keys(), new DataFolder(data).keys());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Settings settings =
        Settings.of(
            Map.of(
                "HUB_PORT", Integer.toString(port),
                "HUB_URL", base().toString(),
                "HUB_NODE", name,
                "HUB_DATA", data.toString(),
                "HUB_OIDC_ISSUER", issuer.address()));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Run other = new Run(settings, new DataFolder(data), new Console(nowhere, nowhere));
    other.useDatabase(reached);
    HubPart part = new HubPart();
    part.start(other);
    return new Node(URI.create("http://localhost:" + port), part);
  }

  /** Without {@code /fhir}. */
  URI base() {
    return URI.create(HubPart.Addresses.of(run.settings()).hub());
  }

  TestIssuer issuer() {
    return issuer;
  }

  TestDatabase database() {
    return database;
  }

  /** A token of a demo login, from the token endpoint. */
  String token(String user, String scope) {
    return new TokenClient(base()).demoToken(user, scope);
  }

  String loaderToken() {
    return new TokenClient(base()).loaderToken();
  }

  /** A rightly signed token that says of a crew what {@code change} leaves of it. */
  String mint(Consumer<JWTClaimsSet.Builder> change) {
    return mint("crew", "user/*.cruds", change);
  }

  /** A rightly signed token of a demo login, with other claims. */
  String mint(String user, String scope, Consumer<JWTClaimsSet.Builder> change) {
    JWTClaimsSet.Builder claims = issuer.claims(user, scope, null);
    change.accept(claims);
    return issuer.sign(claims);
  }

  private static Path temporary() {
    try {
      Path folder = Files.createTempDirectory("tsumugi-hub-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path folder) {
    try {
      FileTree.delete(folder);
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
