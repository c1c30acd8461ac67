package dev.tsumugi.hub.shell;

import dev.tsumugi.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The demo town under the real Keycloak: one hub for all tests of a JVM; it goes with the JVM. */
final class SmartTown {
  private static final class Holder {
    static final SmartTown TOWN = new SmartTown();
  }

  private final RealKeycloak keycloak = RealKeycloak.start();
  private final TestDatabase database = TestDatabase.fresh();

  static SmartTown start() {
    return Holder.TOWN;
  }

  private SmartTown() {
    try {
      Path data = Files.createTempDirectory("tsumugi-smart-");
      Settings settings =
          Settings.of(
              Map.of(
                  "HUB_PORT", Integer.toString(keycloak.hubPort()),
                  "HUB_DATA", data.toString(),
                  "HUB_DEMO", "true",
                  "HUB_OIDC_ISSUER", keycloak.issuer()));
      PrintStream nowhere =
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
      Run run = new Run(settings, new DataFolder(data), new Console(nowhere, nowhere));
      run.useDatabase(
          new Database(
              database.url(),
              new Login(database.owner().user(), database.owner().password()),
              new Login(database.app().user(), database.app().password()),
              null));
      new HubPart().start(run);
      new TownPart(Clock.systemUTC()).start(run);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  RealKeycloak keycloak() {
    return keycloak;
  }

  URI hub() {
    return URI.create(keycloak.hub());
  }

  String fhir() {
    return keycloak.hub() + "/fhir";
  }

  TestDatabase database() {
    return database;
  }

  /** A browser that nobody has signed on in yet. */
  Idp browser() {
    return new Idp(URI.create(keycloak.options().url()));
  }

  Wire wire() {
    return new Wire(hub());
  }
}
