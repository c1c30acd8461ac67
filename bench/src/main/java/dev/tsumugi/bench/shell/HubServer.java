package dev.tsumugi.bench.shell;

import dev.tsumugi.consent.DataClass;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** This hub, as {@code ./hub run} starts it, on the bench's PostgreSQL and the bench's issuer. */
final class HubServer {
  static final String CLIENT = "bench";
  static final String DATABASE = "bench_hub";

  private HubServer() {}

  /**
   * @param name of the database, and of the role that owns it
   * @param work folder of this hub's data and log
   * @param settings as HUB_JAVA_OPTS has them
   */
  static Server on(
      BenchDatabase database,
      String name,
      int port,
      Path jar,
      Path work,
      Issuer issuer,
      List<String> settings) {
    String app = name + "_app";
    database.make(name);
    database.superuser(
        name,
        "drop role if exists " + app,
        "create role " + app + " login password '" + BenchDatabase.PASSWORD + "'",
        "alter schema public owner to " + name,
        "grant usage on schema public to " + app);
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("HUB_PORT", String.valueOf(port)),
            Map.entry("HUB_DATA", work.resolve("hub-data").toString()),
            Map.entry("HUB_CACHE", work.resolve("hub-cache").toString()),
            Map.entry("HUB_DEMO", "false"),
            Map.entry("HUB_DB_URL", database.url(name)),
            Map.entry("HUB_DB_USER", name),
            Map.entry("HUB_DB_PASSWORD", BenchDatabase.PASSWORD),
            Map.entry("HUB_DB_APP_USER", app),
            Map.entry("HUB_DB_APP_PASSWORD", BenchDatabase.PASSWORD),
            Map.entry("HUB_OIDC_ISSUER", issuer.address()));
    // Unpacked and with the options of ./hub run.
    String unpacked = unpacked(jar, work.resolve("hub")).toString();
    List<String> command = new ArrayList<>(List.of(Java.path(), "-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(settings);
    command.addAll(List.of("-jar", unpacked, "run"));
    URI base = URI.create("http://localhost:" + port + "/fhir");
    return new Server("The hub", base, command, environment, work.resolve("hub.log"));
  }

  private static Path unpacked(Path jar, Path folder) {
    List<String> command =
        List.of(
            Java.path(),
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--force",
            "--destination",
            folder.toString());
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (process.waitFor() != 0) throw new Failure(jar + " cannot be unpacked into " + folder);
    } catch (IOException failure) {
      throw new Failure(jar + " cannot be unpacked: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure("The bench was interrupted.", interrupted);
    }
    return folder.resolve(jar.getFileName());
  }

  /** A registered device of the crews: what pairing would enter. */
  static void pair(BenchDatabase database, String name, String thumbprint) {
    database.superuser(
        name,
        "insert into device (jkt, id, organization, name, registered, registered_by) values ('"
            + thumbprint
            + "', 'bench-tablet', '"
            + Issuer.CREWS
            + "', 'bench', now(), 'bench')");
  }

  /** No service without its assessment: what an office would enter, for the bench's client. */
  static void assess(BenchDatabase database, String name) {
    String classes =
        Arrays.stream(DataClass.values())
            .map(data -> "'" + data.code() + "'")
            .collect(Collectors.joining(","));
    database.superuser(
        name,
        "insert into service (client, name, classes, scopes, valid_until) values ('"
            + CLIENT
            + "', 'bench', array["
            + classes
            + "], 'user/*.cruds system/*.cruds', now() + interval '1 year')");
  }
}
