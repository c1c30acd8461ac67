package dev.tsumugi.bench;

import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the searches are asked of: the suite's town and generated people, each resource under the
 * same id on both servers.
 */
public final class SearchData {
  private static final Pattern HOLE = Pattern.compile("\\{([A-Za-z]+):(\\d+)(?::([^}]+))?}");
  private static final String URN = "urn:uuid:";

  private final List<Json.Obj> transactions = new ArrayList<>();
  private final Map<String, TreeMap<String, Json.Obj>> byType = new HashMap<>();
  private int unnamed;

  /**
   * A town as the suite keeps it: a resource a line, an empty line between transactions.
   *
   * @param lines of {@code town.ndjson}
   */
  public void town(List<String> lines) {
    List<Json.Obj> batch = new ArrayList<>();
    for (String line : lines) {
      if (!line.isEmpty()) batch.add(Json.parseObject(line.getBytes(StandardCharsets.UTF_8)));
      else flush(batch);
    }
    flush(batch);
  }

  private void flush(List<Json.Obj> batch) {
    List<Json> entries = new ArrayList<>();
    for (Json.Obj resource : batch) entries.add(put(resource));
    if (!entries.isEmpty()) transactions.add(Transaction.of(entries));
    batch.clear();
  }

  /** A transaction of {@link SyntheaBundle}: what it makes gets the id that its name holds. */
  public void people(Json.Obj bundle) {
    Map<String, String> links = new HashMap<>();
    List<Json.Obj> named = new ArrayList<>();
    for (Json.Obj entry : bundle.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      if (resource == null) continue;
      String fullUrl = entry.text("fullUrl");
      String own = resource.text("id");
      String id =
          fullUrl != null ? fullUrl.substring(URN.length()) : own != null ? own : "c-" + ++unnamed;
      if (fullUrl != null) links.put(fullUrl, resource.text("resourceType") + "/" + id);
      named.add(identified(resource, id));
    }
    List<Json> entries = new ArrayList<>();
    for (Json.Obj one : named) {
      entries.add(
          put((Json.Obj) Json.mapTexts(one, "reference", ref -> links.getOrDefault(ref, ref))));
    }
    transactions.add(Transaction.of(entries));
  }

  private static Json.Obj identified(Json.Obj resource, String id) {
    Json.Builder front = Json.object().put("resourceType", resource.text("resourceType"));
    front.put("id", id);
    for (int i = 0; i < resource.size(); i++) {
      String name = resource.name(i);
      if (!name.equals("resourceType") && !name.equals("id")) front.put(name, resource.value(i));
    }
    return front.build();
  }

  private Json put(Json.Obj resource) {
    String type = String.valueOf(resource.text("resourceType"));
    String id = String.valueOf(resource.text("id"));
    byType.computeIfAbsent(type, t -> new TreeMap<>()).put(id, resource);
    return Transaction.put(resource, type + "/" + id);
  }

  public List<Json.Obj> transactions() {
    return List.copyOf(transactions);
  }

  public int resources() {
    return byType.values().stream().mapToInt(Map::size).sum();
  }

  /**
   * The questions of the suite, holes filled: {@code {Type:n}} is the id of the n-th resource of a
   * type, {@code {Type:n:a.b}} the text there.
   *
   * @param lines of {@code questions.txt}
   */
  public List<String> questions(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("["))
        .map(this::fill)
        .toList();
  }

  private String fill(String question) {
    Matcher hole = HOLE.matcher(question);
    StringBuilder filled = new StringBuilder();
    while (hole.find()) {
      List<Json.Obj> all =
          List.copyOf(byType.getOrDefault(hole.group(1), new TreeMap<>()).values());
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
