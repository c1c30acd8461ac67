package dev.tsumugi.bench.shell;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The plain HAPI JPA server of {@code bench/jpa-peer}: no tokens, no consent, no journal. */
final class PeerServer {
  static final String DATABASE = "bench_peer";

  /** Its tables are made at the first start; to look at them again would slow later ones. */
  static final Map<String, String> FIRST = Map.of("PEER_SCHEMA", "update");

  private PeerServer() {}

  static Server on(BenchDatabase database, int port, Path jar, Path work) {
    database.make(DATABASE);
    database.superuser(DATABASE, "alter schema public owner to " + DATABASE);
    Map<String, String> environment =
        Map.of(
            "PEER_PORT",
            String.valueOf(port),
            "PEER_DB_URL",
            database.url(DATABASE),
            "PEER_DB_USER",
            DATABASE,
            "PEER_DB_PASSWORD",
            BenchDatabase.PASSWORD);
    // It needs more than 1 GB to load large bundles; the same collector as ours.
    List<String> command =
        List.of(Java.path(), "-Xmx2g", "-XX:+UseSerialGC", "-jar", jar.toString());
    URI base = URI.create("http://localhost:" + port + "/fhir");
    return new Server("The peer", base, command, environment, work.resolve("peer.log"));
  }
}
