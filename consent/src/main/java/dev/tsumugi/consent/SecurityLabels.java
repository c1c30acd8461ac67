package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code meta.security} between what an author wrote and what leaves: labels derived from codes
 * stand beside the author's, marked, and of confidentiality there is one. What comes back with the
 * mark is not the author's.
 *
 * @see <a href="https://hl7.org/fhir/R4/security-labels.html">R4 security labels</a>
 */
public final class SecurityLabels {
  /** Extension of a label that the server derived. */
  public static final String DERIVED = "https://tsumugi.dev/fhir/StructureDefinition/derived-label";

  private static final Json MARK =
      new Json.Arr(List.of(Json.object().put("url", DERIVED).put("valueBoolean", true).build()));

  private SecurityLabels() {}

  /** The resource as its author labelled it, at its top level. */
  public static Json.Obj asWritten(Json.Obj resource) {
    Json.Obj meta = resource.obj("meta");
    if (meta == null || !meta.has("security")) return resource;
    List<Json> kept = new ArrayList<>();
    for (Json label : meta.all("security")) if (!isDerived(label)) kept.add(label);
    if (kept.size() == meta.all("security").size()) return resource;
    Json.Obj rest =
        kept.isEmpty() ? meta.without("security") : meta.with("security", new Json.Arr(kept));
    return rest.size() == 0 ? resource.without("meta") : resource.with("meta", rest);
  }

  private static boolean isDerived(Json label) {
    if (!(label instanceof Json.Obj coding)) return false;
    for (Json.Obj extension : coding.objects("extension")) {
      if (DERIVED.equals(extension.text("url"))) return true;
    }
    return false;
  }

  /**
   * The codes that must be stated beside the author's labels, so that all of {@code facet} is:
   * confidentiality first, if it is not what the author alone says. Nothing for what carries no
   * label at all, which is normal (N).
   */
  public static List<String> beyond(Json.Obj resource, Facet facet) {
    Set<String> authored = new LinkedHashSet<>();
    List<String> levels = new ArrayList<>();
    Json.Obj meta = resource.obj("meta");
    if (meta != null && meta.has("security")) {
      for (Coding label : Codes.of(meta, "security")) {
        if (Codes.ACT_CODE.contains(label.system())) authored.add(label.code());
        if (Codes.CONFIDENTIALITY.contains(label.system())) levels.add(label.code());
      }
    }
    List<String> beyond = new ArrayList<>();
    for (String code : facet.sensitivity()) if (!authored.contains(code)) beyond.add(code);
    String level = facet.confidentiality().name();
    boolean plain =
        levels.isEmpty()
            && facet.confidentiality() == Confidentiality.N
            && authored.isEmpty()
            && beyond.isEmpty();
    if (!plain && !levels.equals(List.of(level))) beyond.add(0, level);
    return List.copyOf(beyond);
  }

  /**
   * {@code meta} as it leaves.
   *
   * @param meta as the author wrote it
   * @param beyond see {@link #beyond}
   */
  public static Json.Obj stated(Json.@Nullable Obj meta, List<String> beyond) {
    Json.Obj written = meta == null ? Json.object().build() : meta;
    if (beyond.isEmpty()) return written;
    boolean levelled = Confidentiality.isCode(beyond.get(0));
    List<Json> labels = new ArrayList<>();
    for (Json label : written.all("security")) {
      if (!levelled || !isLevel(label)) labels.add(label);
    }
    for (String code : beyond) {
      String system =
          Confidentiality.isCode(code) ? Shapes.Sys.CONFIDENTIALITY : Shapes.Sys.ACT_CODE;
      labels.add(
          Json.object().put("extension", MARK).put("system", system).put("code", code).build());
    }
    return written.with("security", new Json.Arr(labels));
  }

  private static boolean isLevel(Json label) {
    return label instanceof Json.Obj coding
        && Codes.CONFIDENTIALITY.contains(Codes.coding(coding).system());
  }

  /** The level that {@code meta} states, as it leaves; N where it states none. */
  public static Confidentiality level(Json.@Nullable Obj meta) {
    Confidentiality highest = null;
    if (meta != null && meta.has("security")) {
      for (Coding label : Codes.of(meta, "security")) {
        if (!Codes.CONFIDENTIALITY.contains(label.system())) continue;
        Confidentiality level = Confidentiality.read(label.code());
        if (highest == null || level.compareTo(highest) > 0) highest = level;
      }
    }
    return highest == null ? Confidentiality.N : highest;
  }

  /** Whether this is a sensitivity code that Consents can speak of. */
  public static boolean isSensitivity(String code) {
    return Sensitivities.isCode(code);
  }

  /** The label of a level, as the server states it of what it puts together itself. */
  public static Json.Obj label(Confidentiality level) {
    return Json.object()
        .put("system", Shapes.Sys.CONFIDENTIALITY)
        .put("code", level.name())
        .build();
  }
}
