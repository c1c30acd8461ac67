package dev.tsumugi.hub;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The terminology in a FHIR package.
 *
 * @see <a href="https://confluence.hl7.org/display/FHIR/NPM+Package+Specification">package
 *     specification</a>
 */
public final class FhirPackage {
  private static final Set<String> TYPES = Set.of("CodeSystem", "ValueSet", "ConceptMap");

  /** A transaction is far below the hub's limits, and is one step of the progress. */
  private static final int ENTRIES_A_BUNDLE = 200;

  private static final int BYTES_A_BUNDLE = 8 << 20;

  private final String name;
  private final List<Json.Obj> resources;

  private FhirPackage(String name, List<Json.Obj> resources) {
    this.name = name;
    this.resources = List.copyOf(resources);
  }

  /**
   * Of the files in a package; what is no terminology is passed over.
   *
   * @param files content by path, {@code package/package.json} among them
   * @throws Problem INVALID if it is no package, or a resource of it cannot be read
   */
  public static FhirPackage of(Map<String, byte[]> files) {
    byte[] manifest = files.get("package/package.json");
    if (manifest == null) {
      throw Problem.of(Problem.Kind.INVALID, "it is no FHIR package: no package/package.json");
    }
    Json.Obj about = Json.parseObject(manifest);
    List<Json.Obj> resources = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
      String path = file.getKey();
      // Examples and the index lie in folders of their own, or begin with a dot.
      if (!path.matches("package/[^/.][^/]*[.]json") || path.endsWith("package.json")) continue;
      Json.Obj resource;
      try {
        resource = Json.parseObject(file.getValue());
      } catch (Problem broken) {
        throw broken.under(path);
      }
      String type = resource.text("resourceType");
      if (type != null && TYPES.contains(type)) resources.add(check(path, resource));
    }
    return new FhirPackage(about.text("name") + "#" + about.text("version"), resources);
  }

  private static Json.Obj check(String path, Json.Obj resource) {
    if (resource.text("url") != null) return resource;
    throw Problem.invalid(path, "a definition needs a url");
  }

  /** {@code hl7.fhir.uv.ips#2.0.0}. */
  public String name() {
    return name;
  }

  public List<Json.Obj> resources() {
    return resources;
  }

  /** True if a code system is better kept in tables than as a resource. */
  public static boolean isLarge(Json.Obj resource, int most) {
    return "CodeSystem".equals(resource.text("resourceType"))
        && !"supplement".equals(resource.text("content"))
        && count(resource.objects("concept")) > most;
  }

  private static int count(List<Json.Obj> concepts) {
    int count = concepts.size();
    for (Json.Obj concept : concepts) count += count(concept.objects("concept"));
    return count;
  }

  /**
   * What to send to a hub: transactions of PUT. An id is the package's own with the version behind
   * it, so that versions stand side by side and a load can be repeated.
   */
  public static List<LoadRequest> requests(List<Json.Obj> resources) {
    List<LoadRequest> requests = new ArrayList<>();
    List<Json> entries = new ArrayList<>();
    List<LoadRequest.Entry> told = new ArrayList<>();
    int bytes = 0;
    int position = 0;
    for (Json.Obj resource : resources) {
      String type = String.valueOf(resource.text("resourceType"));
      String id = id(resource);
      Json.Obj kept = resource.without("id").with("id", Json.text(id));
      entries.add(PutTransaction.entry(kept));
      told.add(new LoadRequest.Entry(++position, type, id));
      bytes += Json.bytes(kept).length;
      if (entries.size() == ENTRIES_A_BUNDLE || bytes > BYTES_A_BUNDLE) {
        requests.add(transaction(entries, told));
        entries = new ArrayList<>();
        told = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!entries.isEmpty()) requests.add(transaction(entries, told));
    return requests;
  }

  private static LoadRequest transaction(List<Json> entries, List<LoadRequest.Entry> told) {
    return new LoadRequest(LoadRequest.Method.POST, "", PutTransaction.of(entries), told);
  }

  static String id(Json.Obj resource) {
    String version = resource.text("version");
    String own = resource.text("id");
    String canonical = resource.text("url") + "|" + version;
    String wanted = own == null ? "" : version == null ? own : own + "-" + version;
    String plain = wanted.replaceAll("[^A-Za-z0-9.-]", "-").toLowerCase(Locale.ROOT);
    boolean fits = !plain.isEmpty() && plain.length() <= 64;
    if (fits) return plain;
    return UUID.nameUUIDFromBytes(canonical.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
