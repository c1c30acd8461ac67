package dev.tsumugi.bench;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What the workloads need to know of one generated person.
 *
 * @param id the name of the Patient in the data, a UUID
 * @param names every word a name search looks at
 * @param refs every resource of the person, as {@code Type/uuid}
 */
public record Person(
    String id, String family, List<String> names, List<String> refs, List<Observed> observed) {
  private static final String URN = "urn:uuid:";

  /** One Observation by what searches ask. */
  public record Observed(String category, String code, String year) {}

  /**
   * @param bundle a transaction as Synthea writes it: every entry has a {@code urn:uuid:} fullUrl
   */
  public static Person of(Json.Obj bundle) {
    String id = "";
    String family = "";
    List<String> names = new ArrayList<>();
    List<String> refs = new ArrayList<>();
    List<Observed> observed = new ArrayList<>();
    for (Json.Obj entry : bundle.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      String fullUrl = entry.text("fullUrl");
      if (resource == null || fullUrl == null || !fullUrl.startsWith(URN)) continue;
      String uuid = fullUrl.substring(URN.length());
      String type = word(resource, "resourceType");
      refs.add(type + "/" + uuid);
      if (type.equals("Patient")) {
        id = uuid;
        for (Json.Obj name : resource.objects("name")) {
          if (family.isEmpty()) family = word(name, "family");
          names.add(word(name, "family"));
          names.addAll(name.texts("given"));
          names.addAll(name.texts("prefix"));
        }
      }
      if (type.equals("Observation")) observed.add(observation(resource));
    }
    if (id.isEmpty()) throw new IllegalArgumentException("the bundle holds no Patient");
    return new Person(id, family, List.copyOf(names), List.copyOf(refs), List.copyOf(observed));
  }

  private static Observed observation(Json.Obj observation) {
    String effective = word(observation, "effectiveDateTime");
    return new Observed(
        firstCode(observation.objects("category")),
        firstCode(observation.objects("code")),
        effective.length() < 4 ? "" : effective.substring(0, 4));
  }

  private static String firstCode(List<Json.Obj> concepts) {
    for (Json.Obj concept : concepts) {
      for (Json.Obj coding : concept.objects("coding")) return word(coding, "code");
    }
    return "";
  }

  private static String word(Json.Obj object, String name) {
    String text = object.text(name);
    return text == null ? "" : text;
  }
}
