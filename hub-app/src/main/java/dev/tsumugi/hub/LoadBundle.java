package dev.tsumugi.hub;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a file becomes on the wire. Ids are kept: an entry that a bundle would create becomes a PUT
 * to the id it names, and literal references to it follow. So a load can be repeated, and makes no
 * second copy.
 *
 * <p>Only {@code Reference.reference} is rewritten. The same {@code urn:uuid:} in an Identifier is
 * a name, not a link (<a href="https://hl7.org/fhir/R4/http.html#trules">R4 transaction rules</a>);
 * a conditional reference ({@code Practitioner?identifier=…}) stays, the server resolves it.
 */
public final class LoadBundle {
  private static final String URN = "urn:uuid:";
  private static final int LINES_A_BATCH = 100;

  private LoadBundle() {}

  /**
   * The requests of one file, in order.
   *
   * @param unpack store the entries of collections and documents too, beside the Bundle itself
   * @throws Problem INVALID if a bundle cannot be carried out
   */
  public static List<LoadRequest> requests(LoadFile file, boolean unpack) {
    List<LoadRequest> requests = new ArrayList<>();
    List<LoadFile.Line> singles = new ArrayList<>();
    for (LoadFile.Line line : file.lines()) {
      if (isBundle(line.resource())) requests.addAll(ofBundle(line, unpack));
      else singles.add(line);
    }
    singles.sort((a, b) -> LoadRank.of(a.resource()).compareTo(LoadRank.of(b.resource())));
    if (singles.size() == 1) {
      LoadFile.Line only = singles.get(0);
      requests.add(put(only.number(), only.resource()));
      return requests;
    }
    for (int from = 0; from < singles.size(); from += LINES_A_BATCH) {
      int to = Math.min(from + LINES_A_BATCH, singles.size());
      requests.add(batch(singles.subList(from, to)));
    }
    return requests;
  }

  /** The resources of a bundle's entries. */
  static List<Json.Obj> resources(Json.Obj bundle) {
    List<Json.Obj> resources = new ArrayList<>();
    for (Json.Obj entry : bundle.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      if (resource != null) resources.add(resource);
    }
    return resources;
  }

  private static boolean isBundle(Json.Obj resource) {
    return "Bundle".equals(resource.text("resourceType"));
  }

  private static List<LoadRequest> ofBundle(LoadFile.Line line, boolean unpack) {
    Json.Obj bundle = line.resource();
    String type = bundle.text("type");
    if (type == null) throw Problem.invalid("Bundle.type", "a Bundle needs a type");
    return switch (type) {
      case "transaction", "batch" -> List.of(carriedOut(bundle, type));
      // Another server's answer to a search: the resources are meant, not the answer.
      case "searchset" -> List.of(carriedOut(bundle, "transaction"));
      default -> {
        LoadRequest whole = put(line.number(), bundle);
        yield unpack ? List.of(whole, carriedOut(bundle, "transaction")) : List.of(whole);
      }
    };
  }

  private static LoadRequest put(int position, Json.Obj resource) {
    Ref ref = refOf(resource);
    return new LoadRequest(
        LoadRequest.Method.PUT,
        ref.toString(),
        withId(resource, ref.id()),
        List.of(new LoadRequest.Entry(position, ref.type(), ref.id())));
  }

  private static LoadRequest batch(List<LoadFile.Line> lines) {
    List<Json> entries = new ArrayList<>();
    List<LoadRequest.Entry> labels = new ArrayList<>();
    for (LoadFile.Line line : lines) {
      Ref ref = refOf(line.resource());
      entries.add(putEntry(null, withId(line.resource(), ref.id()), ref));
      labels.add(new LoadRequest.Entry(line.number(), ref.type(), ref.id()));
    }
    return post("batch", entries, labels);
  }

  private static LoadRequest carriedOut(Json.Obj bundle, String type) {
    List<Json.Obj> entries = bundle.objects("entry");
    Map<String, Ref> known = new HashMap<>();
    List<@Nullable Ref> targets = new ArrayList<>();
    for (Json.Obj entry : entries) {
      Ref target = target(entry, type);
      targets.add(target);
      String fullUrl = entry.text("fullUrl");
      if (target != null && fullUrl != null) known.put(fullUrl, target);
    }

    List<Json> sent = new ArrayList<>();
    List<LoadRequest.Entry> labels = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Json.Obj entry = (Json.Obj) Json.mapTexts(entries.get(i), "reference", r -> local(r, known));
      Json.Obj resource = entry.obj("resource");
      Ref target = targets.get(i);
      if (target != null && resource != null) {
        sent.add(putEntry(entry, withId(resource, target.id()), target));
        labels.add(new LoadRequest.Entry(i + 1, target.type(), target.id()));
      } else if (entry.has("request")) {
        sent.add(entry);
        labels.add(new LoadRequest.Entry(i + 1, typeOf(entry), ""));
      }
    }
    if (sent.isEmpty()) throw Problem.invalid("Bundle.entry", "the bundle holds nothing to load");
    return post(type, sent, labels);
  }

  private static LoadRequest post(String type, List<Json> entries, List<LoadRequest.Entry> labels) {
    Json.Obj body =
        Json.object().put("resourceType", "Bundle").put("type", type).put("entry", entries).build();
    return new LoadRequest(LoadRequest.Method.POST, "", body, labels);
  }

  /** Where an entry is stored; null if the entry is passed on as it stands. */
  private static @Nullable Ref target(Json.Obj entry, String bundleType) {
    Json.Obj resource = entry.obj("resource");
    if (resource == null || resource.text("resourceType") == null) return null;
    Json.Obj request = entry.obj("request");
    String method = request == null ? "POST" : request.text("method");
    if (request != null && method == null) {
      throw Problem.invalid("Bundle.entry.request.method", "a " + bundleType + " needs a method");
    }
    if (request == null && isOutcomeOfSearch(entry)) return null;
    return "POST".equals(method) ? refOf(resource, entry.text("fullUrl")) : putTarget(entry);
  }

  private static @Nullable Ref putTarget(Json.Obj entry) {
    Json.Obj request = entry.obj("request");
    if (request == null || request.has("ifMatch")) return null;
    String url = request.text("url");
    if (url == null || !"PUT".equals(request.text("method"))) return null;
    return Ref.parse(url).orElse(null);
  }

  private static boolean isOutcomeOfSearch(Json.Obj entry) {
    Json.Obj search = entry.obj("search");
    return search != null && "outcome".equals(search.text("mode"));
  }

  private static Ref refOf(Json.Obj resource, @Nullable String fullUrl) {
    if (fullUrl != null && fullUrl.startsWith(URN)) {
      String id = fullUrl.substring(URN.length());
      if (Ref.isId(id)) return new Ref(typeName(resource), id);
    }
    return refOf(resource);
  }

  /** A resource without an id gets one from its content: the same file, the same id. */
  private static Ref refOf(Json.Obj resource) {
    String id = resource.text("id");
    String kept = id != null ? id : UUID.nameUUIDFromBytes(Json.bytes(resource)).toString();
    return new Ref(typeName(resource), kept);
  }

  private static String typeName(Json.Obj resource) {
    String type = resource.text("resourceType");
    if (type == null) throw Problem.invalid("resourceType", "a resource needs a resourceType");
    return type;
  }

  private static String typeOf(Json.Obj entry) {
    Json.Obj resource = entry.obj("resource");
    String type = resource == null ? null : resource.text("resourceType");
    return type == null ? "request" : type;
  }

  private static Json.Obj withId(Json.Obj resource, String id) {
    return id.equals(resource.text("id")) ? resource : resource.with("id", Json.text(id));
  }

  private static Json.Obj putEntry(Json.@Nullable Obj entry, Json.Obj resource, Ref target) {
    return Json.object()
        .put("fullUrl", entry == null ? null : entry.text("fullUrl"))
        .put("resource", resource)
        .put("request", Json.object().put("method", "PUT").put("url", target.toString()).build())
        .build();
  }

  private static String local(String reference, Map<String, Ref> known) {
    Ref target = known.get(reference);
    return target == null ? reference : target.toString();
  }
}
