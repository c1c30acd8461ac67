package dev.tsumugi.fhirserver.reading;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the R4 datatypes that all who show records have in common. */
public final class Elements {
  private Elements() {}

  public static String type(Json.Obj resource) {
    String type = resource.text("resourceType");
    return type == null ? "" : type;
  }

  public static String ref(Json.Obj resource) {
    return type(resource) + "/" + resource.text("id");
  }

  /** The codings of the CodeableConcepts at {@code member} that have system and code. */
  public static List<Coding> codings(Json.Obj holder, String member) {
    List<Coding> found = new ArrayList<>();
    for (Json.Obj concept : holder.objects(member)) {
      for (Json.Obj coding : concept.objects("coding")) {
        String system = coding.text("system");
        String code = coding.text("code");
        if (system != null && code != null) found.add(new Coding(system, code));
      }
    }
    return found;
  }

  /** Whether a coding at {@code member} has one of the codes, whatever its system. */
  public static boolean hasCode(Json.Obj holder, String member, Set<String> codes) {
    for (Json.Obj concept : holder.objects(member)) {
      for (Json.Obj coding : concept.objects("coding")) {
        String code = coding.text("code");
        if (code != null && codes.contains(code)) return true;
      }
    }
    return false;
  }

  /** How the first CodeableConcept at {@code member} is read: text, display, code; or empty. */
  public static String label(Json.Obj holder, String member) {
    List<Json.Obj> concepts = holder.objects(member);
    return concepts.isEmpty() ? "" : label(concepts.get(0));
  }

  public static String label(Json.Obj concept) {
    String text = concept.text("text");
    if (text != null && !text.isBlank()) return text.strip();
    for (String member : List.of("display", "code")) {
      for (Json.Obj coding : concept.objects("coding")) {
        String word = coding.text(member);
        if (word != null && !word.isBlank()) return word.strip();
      }
    }
    return "";
  }

  /** The first of the members that holds a string. */
  public static @Nullable String first(Json.Obj holder, String... members) {
    for (String member : members) {
      String text = holder.text(member);
      if (text != null) return text;
    }
    return null;
  }

  /** The first extension of this URL. */
  public static Json.@Nullable Obj extension(Json.Obj holder, String url) {
    for (Json.Obj extension : holder.objects("extension")) {
      if (url.equals(extension.text("url"))) return extension;
    }
    return null;
  }

  /** When this version was recorded here. */
  public static @Nullable String recorded(Json.Obj resource) {
    Json.Obj meta = resource.obj("meta");
    return meta == null ? null : meta.text("lastUpdated");
  }

  public static boolean hasProfile(Json.Obj resource, String profile) {
    Json.Obj meta = resource.obj("meta");
    return meta != null && meta.texts("profile").contains(profile);
  }

  public static boolean is(Json.Obj resource, String type, Set<String> statuses) {
    String status = resource.text("status");
    return type(resource).equals(type) && status != null && statuses.contains(status);
  }
}
