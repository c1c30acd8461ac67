package dev.tsumugi.bench.shell;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the two that are measured: where it is, whom we are to it, and what it called the data.
 */
final class Target {
  private final String name;
  private final URI base;
  private final Supplier<String> loader;
  private final Wire.Credentials reader;
  private final @Nullable Server server;
  private final Map<String, String> ids = new ConcurrentHashMap<>(new HashMap<>());

  /**
   * @param loader token of whoever loads; an empty one for none
   * @param reader token of whoever is measured
   * @param server null if somebody else runs it
   */
  Target(
      String name,
      URI base,
      Supplier<String> loader,
      Supplier<String> reader,
      @Nullable Server server) {
    this(name, base, loader, Wire.bearer(reader), server);
  }

  /**
   * @param reader as whoever is measured
   */
  Target(
      String name,
      URI base,
      Supplier<String> loader,
      Wire.Credentials reader,
      @Nullable Server server) {
    this.name = name;
    this.base = base;
    this.loader = loader;
    this.reader = reader;
    this.server = server;
  }

  String name() {
    return name;
  }

  @Nullable Server server() {
    return server;
  }

  Wire asLoader() {
    return new Wire(base, loader);
  }

  Wire asReader() {
    return new Wire(base, reader);
  }

  /** Path and query of a request below the base, as they go on the wire. */
  String target(String path) {
    String escaped = path.replace("|", "%7C").replace("$", "%24").replace(" ", "%20");
    return path.isEmpty() ? base.getPath() : base.getPath() + "/" + escaped;
  }

  /** Of an address the server gave: what goes on the wire to get it. */
  static String target(URI address) {
    String query = address.getRawQuery();
    return query == null ? address.getRawPath() : address.getRawPath() + "?" + query;
  }

  void learn(String uuid, String id) {
    ids.put(uuid, id);
  }

  /** This server's id of a resource; what it was not asked to name keeps its name. */
  String id(String uuid) {
    return ids.getOrDefault(uuid, uuid);
  }

  Set<Long> processes() {
    return server == null ? Set.of() : Set.of(server.pid());
  }
}
