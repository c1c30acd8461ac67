package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.kernel.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The resources that the suite asks for, as plain JSON: a small town made by hand, and the people
 * of the public test input where it lies beside the project.
 */
public final class Corpus {
  private static final Path SYNTHEA =
      Path.of(System.getProperty("tsumugi.root", "."), "../shared/data/synthea").normalize();
  private static final Pattern HOLE = Pattern.compile("\\{([A-Za-z]+):(\\d+)(?::([^}]+))?}");
  private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

  private final List<List<Json.Obj>> batches;
  private final boolean generated;
  private final Map<String, Json.Obj> byRef = new LinkedHashMap<>();
  private final Map<String, Instant> updated = new HashMap<>();
  private final Map<String, Map<String, Json.Obj>> byType = new TreeMap<>();

  private Corpus(List<List<Json.Obj>> batches, boolean generated) {
    this.batches = batches;
    this.generated = generated;
    for (int i = 0; i < batches.size(); i++) {
      for (Json.Obj resource : batches.get(i)) {
        byRef.put(ref(resource), resource);
        updated.put(ref(resource), at(i));
        byType
            .computeIfAbsent(resource.text("resourceType"), t -> new TreeMap<>())
            .put(resource.text("id"), resource);
      }
    }
  }

  public static Corpus read() {
    List<List<Json.Obj>> batches = new ArrayList<>();
    List<Json.Obj> batch = new ArrayList<>();
    for (String line : lines("town.ndjson")) {
      if (line.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
      } else {
        batch.add(Json.parseObject(line.getBytes(StandardCharsets.UTF_8)));
      }
    }
    batches.add(batch);
    boolean there = Files.isDirectory(SYNTHEA);
    if (there) batches.addAll(synthea());
    return new Corpus(batches, there);
  }

  static List<String> lines(String name) {
    try (InputStream in = Corpus.class.getResourceAsStream("/searches/" + name)) {
      if (in == null) throw new IllegalStateException("there is no searches/" + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** One batch a file, places and staff first; every reference by its {@code Type/id}. */
  private static List<List<Json.Obj>> synthea() {
    Map<String, String> names = new HashMap<>();
    List<List<Json.Obj>> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(SYNTHEA)) {
      List<Path> sorted = new ArrayList<>(paths.sorted().toList());
      sorted.sort((a, b) -> Integer.compare(rank(a), rank(b)));
      for (Path path : sorted) files.add(file(path, names));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    List<List<Json.Obj>> linked = new ArrayList<>();
    for (List<Json.Obj> file : files) {
      List<Json.Obj> resources = new ArrayList<>();
      for (Json.Obj resource : file) {
        resources.add(
            (Json.Obj) Json.mapTexts(resource, "reference", t -> names.getOrDefault(t, t)));
      }
      linked.add(resources);
    }
    return linked;
  }

  private static int rank(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith("hospital") ? 0 : name.startsWith("practitioner") ? 1 : 2;
  }

  private static List<Json.Obj> file(Path path, Map<String, String> names) throws IOException {
    byte[] plain =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(path))).readAllBytes();
    List<Json.Obj> resources = new ArrayList<>();
    for (Json.Obj entry : Json.parseObject(plain).objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      names.put(entry.text("fullUrl"), ref(resource));
      for (Json.Obj identifier : resource.objects("identifier")) {
        String token = identifier.text("system") + "|" + identifier.text("value");
        names.put(resource.text("resourceType") + "?identifier=" + token, ref(resource));
      }
      resources.add(resource);
    }
    return resources;
  }

  static String ref(Json.Obj resource) {
    return resource.text("resourceType") + "/" + resource.text("id");
  }

  /** These, all stored at one time. */
  public static Corpus of(List<Json.Obj> resources) {
    return new Corpus(List.of(resources), false);
  }

  /** The same with each resource as it is read, say labelled. */
  public Corpus as(UnaryOperator<Json.Obj> read) {
    return new Corpus(
        batches.stream().map(batch -> batch.stream().map(read).toList()).toList(), generated);
  }

  /** In the order of storing; each is stored at a time of its own. */
  public List<List<Json.Obj>> batches() {
    return batches;
  }

  /** When a batch is stored. */
  public static Instant at(int batch) {
    return START.plus(Duration.ofMinutes(batch));
  }

  /** Whether the public people are among them. */
  public boolean generated() {
    return generated;
  }

  Json.Obj get(String ref) {
    return byRef.get(ref);
  }

  Instant updated(Json.Obj resource) {
    return updated.get(ref(resource));
  }

  /** The types of what is here. */
  public List<String> types() {
    return List.copyOf(byType.keySet());
  }

  List<Json.Obj> ofType(String type) {
    return List.copyOf(byType.getOrDefault(type, Map.of()).values());
  }

  /** {@code {Type:n}}: the id of the n-th by id; {@code {Type:n:a.b}}: the text there. */
  public String fill(String question) {
    Matcher hole = HOLE.matcher(question);
    StringBuilder filled = new StringBuilder();
    while (hole.find()) {
      List<Json.Obj> all = ofType(hole.group(1));
      String text = "none";
      if (!all.isEmpty()) {
        Json.Obj one = all.get(Integer.parseInt(hole.group(2)) % all.size());
        text = text(one, hole.group(3) == null ? "id" : hole.group(3));
      }
      hole.appendReplacement(filled, Matcher.quoteReplacement(text));
    }
    return hole.appendTail(filled).toString();
  }

  private static String text(Json.Obj resource, String path) {
    Json.Obj at = resource;
    String[] names = path.split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      List<Json.Obj> inside = at.objects(names[i]);
      if (inside.isEmpty()) return "none";
      at = inside.get(0);
    }
    List<String> texts = at.texts(names[names.length - 1]);
    return texts.isEmpty() ? "none" : texts.get(0);
  }
}
