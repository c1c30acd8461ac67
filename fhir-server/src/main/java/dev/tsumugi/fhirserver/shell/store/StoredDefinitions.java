package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.ConceptMapDefinition;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.ResourceSystem;
import dev.tsumugi.terminology.ValueSetDefinition;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The CodeSystem, ValueSet and ConceptMap resources that are stored, as definitions: what has been
 * committed takes part in the next question, on every node. A glance at the generation ({@link
 * TermWrites}) tells whether anything has changed; only what has is read again.
 *
 * <p>These types are open to everybody who is signed on, and belong to no patient. A resource that
 * is labelled restricted all the same takes no part: what is made of it would carry no label. One
 * that cannot be read as a definition (a CodeSystem without a url) takes no part either.
 */
final class StoredDefinitions implements Definitions {
  private static final Set<String> RESTRICTED = Set.of("R", "V");
  private static final String SUPPLEMENT = "supplement";

  private final Database database;
  private final R4 r4;
  private volatile Loaded loaded = new Loaded(-1, Map.of(), Map.of());

  StoredDefinitions(Database database, R4 r4) {
    this.database = database;
    this.r4 = r4;
  }

  /** Which row, in which version. */
  private record Key(short type, String id, int version) {}

  /** One definition; of a code system, compiled. */
  private record One(
      String url, String version, @Nullable Concepts system, Json.@Nullable Obj resource) {
    boolean supplement() {
      return system != null && system.about().supplements() != null;
    }
  }

  /** What stands in one generation, by type and url. */
  private record Loaded(long generation, Map<Key, One> all, Map<String, List<One>> byUrl) {
    Loaded(long generation, Map<Key, One> all, R4 r4) {
      this(generation, all, new HashMap<>());
      all.forEach(
          (key, one) -> {
            String type = one.supplement() ? SUPPLEMENT : r4.typeName(key.type());
            if (one.url().isEmpty()) return;
            byUrl.computeIfAbsent(type + " " + one.url(), any -> new ArrayList<>()).add(one);
            byUrl.computeIfAbsent(type, any -> new ArrayList<>()).add(one);
          });
    }
  }

  private Loaded current() {
    Loaded known = loaded;
    long generation = database.glance(TermWrites::generation);
    return generation == known.generation() ? known : reload();
  }

  private synchronized Loaded reload() {
    Loaded known = loaded;
    Loaded fresh =
        database.snapshot(
            connection -> {
              long generation = TermWrites.generation(connection);
              if (generation == known.generation()) return known;
              return new Loaded(generation, read(connection, known.all()), r4);
            });
    loaded = fresh;
    return fresh;
  }

  private Map<Key, One> read(Connection connection, Map<Key, One> known) throws SQLException {
    Map<Key, One> all = new HashMap<>();
    List<Key> missing = new ArrayList<>();
    int[] types = TermWrites.TYPES.stream().mapToInt(r4::typeNumber).toArray();
    new Sql()
        .add("select type, id, version from resource where type = any (?)", types)
        .each(
            connection,
            row -> {
              Key key = new Key(row.getShort(1), row.getString(2), row.getInt(3));
              One one = known.get(key);
              if (one == null) missing.add(key);
              else all.put(key, one);
            });
    new Sql()
        .add(
            "select type, id, version, meta, body from resource where (type, id) in"
                + " (select t::smallint, i from unnest(?, ?) u (t, i))",
            missing.stream().mapToInt(Key::type).toArray(),
            missing.stream().map(Key::id).toArray(String[]::new))
        .each(
            connection,
            row -> {
              Key key = new Key(row.getShort(1), row.getString(2), row.getInt(3));
              all.put(key, one(key, row));
            });
    return all;
  }

  private One one(Key key, ResultSet row) throws SQLException {
    One nothing = new One("", "", null, null);
    if (restricted(row.getString(4))) return nothing;
    String type = r4.typeName(key.type());
    // The body is kept from behind its opening brace on.
    String body = "{" + new String(row.getBytes(5), StandardCharsets.UTF_8);
    Json.Obj resource =
        Json.parseObject(body.getBytes(StandardCharsets.UTF_8))
            .with("resourceType", Json.text(type))
            .with("id", Json.text(key.id()));
    try {
      if (type.equals("CodeSystem")) {
        ResourceSystem system = ResourceSystem.of(resource);
        return new One(system.about().url(), system.about().version(), system, null);
      }
    } catch (Problem notADefinition) {
      return nothing;
    }
    String url = Objects.requireNonNullElse(resource.text("url"), "");
    String version = Objects.requireNonNullElse(resource.text("version"), "");
    return new One(url, version, null, resource);
  }

  private static boolean restricted(String meta) {
    if (meta.isEmpty()) return false;
    for (Json.Obj label :
        Json.parseObject(meta.getBytes(StandardCharsets.UTF_8)).objects("security")) {
      String code = label.text("code");
      if (code != null && RESTRICTED.contains(code)) return true;
    }
    return false;
  }

  @Override
  public Definitions now() {
    return new View(current());
  }

  @Override
  public @Nullable Concepts system(String url, @Nullable String version) {
    return now().system(url, version);
  }

  @Override
  public List<String> versions(String url) {
    return now().versions(url);
  }

  @Override
  public List<Concepts> supplements(String systemUrl) {
    return now().supplements(systemUrl);
  }

  @Override
  public List<String> supplementVersions(String url) {
    return now().supplementVersions(url);
  }

  @Override
  public @Nullable ValueSetDefinition valueSet(String url, @Nullable String version) {
    return now().valueSet(url, version);
  }

  @Override
  public List<String> valueSetVersions(String url) {
    return now().valueSetVersions(url);
  }

  @Override
  public List<ConceptMapDefinition> maps(@Nullable String url) {
    return now().maps(url);
  }

  /** What stood at one moment. */
  private record View(Loaded loaded) implements Definitions {
    private List<One> of(String type) {
      return loaded.byUrl().getOrDefault(type, List.of());
    }

    private List<One> of(String type, String url) {
      return of(type + " " + url);
    }

    private static @Nullable One newest(List<One> all, @Nullable String version) {
      return all.stream()
          .filter(one -> version == null || one.version().equals(version))
          .max((a, b) -> VERSION_ORDER.compare(a.version(), b.version()))
          .orElse(null);
    }

    private static List<String> versions(List<One> all) {
      return all.stream().map(One::version).distinct().sorted(VERSION_ORDER).toList();
    }

    @Override
    public @Nullable Concepts system(String url, @Nullable String version) {
      One found = newest(of("CodeSystem", url), version);
      return found == null ? null : found.system();
    }

    @Override
    public List<String> versions(String url) {
      return versions(of("CodeSystem", url));
    }

    @Override
    public List<Concepts> supplements(String systemUrl) {
      List<Concepts> found = new ArrayList<>();
      for (One one : of(SUPPLEMENT)) {
        Concepts system = one.system();
        if (system == null) continue;
        String supplemented = Objects.requireNonNullElse(system.about().supplements(), "");
        boolean of = supplemented.equals(systemUrl) || supplemented.startsWith(systemUrl + "|");
        if (of) found.add(system);
      }
      return found;
    }

    @Override
    public List<String> supplementVersions(String url) {
      return versions(of(SUPPLEMENT, url));
    }

    @Override
    public @Nullable ValueSetDefinition valueSet(String url, @Nullable String version) {
      One found = newest(of("ValueSet", url), version);
      Json.Obj resource = found == null ? null : found.resource();
      return resource == null ? null : ValueSetDefinition.of(resource);
    }

    @Override
    public List<String> valueSetVersions(String url) {
      return versions(of("ValueSet", url));
    }

    @Override
    public List<ConceptMapDefinition> maps(@Nullable String url) {
      List<ConceptMapDefinition> found = new ArrayList<>();
      for (One one : url == null ? of("ConceptMap") : of("ConceptMap", url)) {
        Json.Obj resource = one.resource();
        if (resource != null) found.add(ConceptMapDefinition.of(resource));
      }
      return found;
    }
  }
}
