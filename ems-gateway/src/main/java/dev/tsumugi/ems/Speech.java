package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In which language to speak with somebody, and whether that needs an interpreter. */
final class Speech {
  private static final String INTERPRETER =
      "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired";

  private Speech() {}

  static List<Json.Obj> parts(Json.Obj patient) {
    List<Json.Obj> parts = new ArrayList<>();
    Json.Obj best = null;
    for (Json.Obj communication : patient.objects("communication")) {
      boolean preferred = Boolean.TRUE.equals(communication.bool("preferred"));
      if (best == null || preferred) best = communication;
      if (preferred) break;
    }
    if (best != null) language(best, parts);
    Json.Obj needed = Elements.extension(patient, INTERPRETER);
    Boolean interpreter = needed == null ? null : needed.bool("valueBoolean");
    if (interpreter != null) parts.add(Parts.bool("interpreter", interpreter));
    return parts;
  }

  private static void language(Json.Obj communication, List<Json.Obj> parts) {
    String tag = tag(communication);
    String name = Elements.label(communication, "language");
    boolean named = tag != null && !named(tag, Locale.JAPANESE).isEmpty();
    String shown = named && tag != null ? named(tag, Locale.JAPANESE) : name;
    if (shown.isEmpty()) return;
    parts.add(Parts.text("language", shown));
    if (named && tag != null) parts.add(Parts.text("languageEn", named(tag, Locale.ENGLISH)));
    if (tag != null) parts.add(Parts.code("languageCode", tag));
  }

  /** BCP 47; what is no such tag stays a name. */
  private static @Nullable String tag(Json.Obj communication) {
    Json.Obj language = communication.obj("language");
    if (language == null) return null;
    for (Json.Obj coding : language.objects("coding")) {
      String code = coding.text("code");
      if (code != null && code.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")) return code;
    }
    return null;
  }

  private static String named(String tag, Locale in) {
    Locale locale = Locale.forLanguageTag(tag);
    String name = locale.getDisplayLanguage(in);
    return name.equals(locale.getLanguage()) ? "" : name;
  }
}
