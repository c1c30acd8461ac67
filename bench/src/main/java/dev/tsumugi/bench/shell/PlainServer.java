package dev.tsumugi.bench.shell;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A plain servlet over one row: nobody is asked who they are, nothing is decided, nothing is
 * written down. What it costs is what no guarded answer of the same bytes can go below.
 */
final class PlainServer {
  private PlainServer() {}

  /**
   * @param name of a database that is there; it gets a table of its own
   */
  static Server on(BenchDatabase database, String name, int port, Path jar, Path work) {
    database.superuser(
        name,
        "create table plain (id text primary key, body bytea not null)",
        "alter table plain owner to " + name);
    Map<String, String> environment =
        Map.of(
            "PLAIN_PORT",
            String.valueOf(port),
            "PLAIN_DB_URL",
            database.url(name),
            "PLAIN_DB_USER",
            name,
            "PLAIN_DB_PASSWORD",
            BenchDatabase.PASSWORD);
    List<String> command =
        List.of(
            Java.path(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-jar",
            jar.toString(),
            PlainServlet.COMMAND);
    URI base = URI.create("http://localhost:" + port + "/fhir");
    return new Server("The plain servlet", base, command, environment, work.resolve("plain.log"));
  }

  /** Puts the bodies into its rows. */
  static void fill(BenchDatabase database, String name, Map<String, byte[]> bodies) {
    try (Connection connection =
            DriverManager.getConnection(database.url(name), name, BenchDatabase.PASSWORD);
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into plain values (?, ?) on conflict (id) do update set body ="
                    + " excluded.body")) {
      for (Map.Entry<String, byte[]> one : bodies.entrySet()) {
        insert.setString(1, one.getKey());
        insert.setBytes(2, one.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException failure) {
      throw new Failure("The plain rows cannot be written: " + failure.getMessage(), failure);
    }
  }
}
