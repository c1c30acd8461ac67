package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.ConceptMapDefinition;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.SystemVersion;
import dev.tsumugi.terminology.Versions;
import java.lang.ref.SoftReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The code systems and maps that were loaded into tables. Another process loads them, so the list
 * of what is there is read again when it is a second old; the rows of a version never change.
 */
final class LoadedTables implements Definitions {
  private static final long FRESH_NANOS = 1_000_000_000L;

  private final Connections connections;
  private final LongSupplier nanos;
  private final Map<Integer, SoftReference<ConceptMapDefinition>> maps = new ConcurrentHashMap<>();
  private volatile @Nullable Catalogue catalogue;

  private record Catalogue(long at, Map<String, List<Concepts>> systems, List<MapHead> maps) {}

  private record MapHead(
      int id, String url, String version, String name, String source, String target) {}

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  LoadedTables(Connections connections, LongSupplier nanos) {
    this.connections = connections;
    this.nanos = nanos;
  }

  @Override
  public @Nullable Concepts system(String url, @Nullable String version) {
    List<Concepts> known = catalogue().systems().getOrDefault(url, List.of());
    if (known.isEmpty()) return null;
    if (version == null) return known.get(known.size() - 1);
    for (Concepts one : known) if (one.about().version().equals(version)) return one;
    return null;
  }

  @Override
  public List<String> versions(String url) {
    return catalogue().systems().getOrDefault(url, List.of()).stream()
        .map(one -> one.about().version())
        .toList();
  }

  @Override
  public List<ConceptMapDefinition> maps(@Nullable String url) {
    List<ConceptMapDefinition> found = new ArrayList<>();
    for (MapHead head : catalogue().maps()) {
      if (url == null || head.url().equals(url)) found.add(map(head));
    }
    return found;
  }

  private Catalogue catalogue() {
    Catalogue known = catalogue;
    if (known != null && nanos.getAsLong() - known.at() < FRESH_NANOS) return known;
    long at = nanos.getAsLong();
    try (Connection connection = connections.open()) {
      Catalogue fresh = new Catalogue(at, systems(connection), heads(connection));
      catalogue = fresh;
      return fresh;
    } catch (SQLException failure) {
      throw Tables.unavailable(failure);
    }
  }

  private Map<String, List<Concepts>> systems(Connection connection) throws SQLException {
    Map<String, List<Concepts>> systems = new LinkedHashMap<>();
    String sql = "select id, about, concepts from code_system order by url";
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        SystemVersion about = TableJson.system(rows.getString(2));
        Tables tables = new Tables(connections, rows.getInt(1), about.canonical());
        systems
            .computeIfAbsent(about.url(), ignored -> new ArrayList<>())
            .add(new TableConcepts(about, rows.getInt(3), tables));
      }
    }
    Comparator<Concepts> order = Comparator.comparing(one -> one.about().version(), Versions.ORDER);
    systems.values().forEach(versions -> versions.sort(order));
    return systems;
  }

  private static List<MapHead> heads(Connection connection) throws SQLException {
    List<MapHead> heads = new ArrayList<>();
    String sql = "select id, url, version, name, source, target from code_map order by url, id";
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        heads.add(
            new MapHead(
                rows.getInt(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6)));
      }
    }
    return heads;
  }

  /** Given up when memory is short: a map of all medicines is some megabytes. */
  private ConceptMapDefinition map(MapHead head) {
    SoftReference<ConceptMapDefinition> kept = maps.get(head.id());
    ConceptMapDefinition known = kept == null ? null : kept.get();
    if (known != null) return known;
    ConceptMapDefinition read = ConceptMapDefinition.of(resource(head));
    maps.put(head.id(), new SoftReference<>(read));
    return read;
  }

  private Json.Obj resource(MapHead head) {
    Map<String, List<Json>> targets = new LinkedHashMap<>();
    String sql =
        "select source, target, equivalence, comment from code_pair where map = ? order by ord";
    try (Connection connection = connections.open();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, head.id());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String comment = rows.getString(4);
          targets
              .computeIfAbsent(rows.getString(1), ignored -> new ArrayList<>())
              .add(
                  Json.object()
                      .put("code", rows.getString(2))
                      .put("equivalence", rows.getString(3))
                      .put("comment", comment.isEmpty() ? null : comment)
                      .build());
        }
      }
    } catch (SQLException failure) {
      throw Tables.unavailable(failure);
    }
    List<Json> elements = new ArrayList<>(targets.size());
    targets.forEach(
        (source, to) -> elements.add(Json.object().put("code", source).put("target", to).build()));
    Json.Obj group =
        Json.object()
            .put("source", head.source())
            .put("target", head.target())
            .put("element", elements)
            .build();
    return Json.object()
        .put("resourceType", "ConceptMap")
        .put("url", head.url())
        .put("version", head.version())
        .put("name", head.name())
        .put("status", "active")
        .put("group", List.of(group))
        .build();
  }
}
