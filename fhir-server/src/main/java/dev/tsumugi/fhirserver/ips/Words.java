package dev.tsumugi.fhirserver.ips;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an entry says, in the words it was written with. */
final class Words {
  /** Elements that name what an entry is about, the most telling first. */
  private static final List<String> SUBJECTS =
      List.of(
          "code",
          "medicationCodeableConcept",
          "vaccineCode",
          "type",
          "title",
          "description",
          "category",
          "scope");

  /** Elements that say when, the most telling first. */
  private static final List<String> DATES =
      List.of(
          "onsetDateTime",
          "onsetPeriod",
          "effectiveDateTime",
          "effectivePeriod",
          "effectiveInstant",
          "occurrenceDateTime",
          "performedDateTime",
          "performedPeriod",
          "timingDateTime",
          "timingPeriod",
          "authoredOn",
          "dateTime",
          "date",
          "period",
          "recordedDate",
          "dateAsserted",
          "recordedOn",
          "issued",
          "created");

  /** Nobody knows anything; such an entry says nothing. */
  private static final Set<Coding> NO_INFORMATION =
      Set.of(
          absent("no-allergy-info"),
          absent("no-medication-info"),
          absent("no-problem-info"),
          absent("no-immunization-info"),
          absent("no-procedure-info"),
          absent("no-device-info"));

  /** Explicitly none: the only entries that may say so. */
  private static final Map<Coding, String> NONE =
      Map.ofEntries(
          Map.entry(absent("no-known-allergies"), "アレルギーなし(確認済み) / No known allergies"),
          Map.entry(
              absent("no-known-medication-allergies"),
              "薬のアレルギーなし(確認済み) / No known medication allergies"),
          Map.entry(absent("no-known-food-allergies"), "食物アレルギーなし(確認済み) / No known food allergies"),
          Map.entry(
              absent("no-known-environmental-allergies"),
              "環境アレルギーなし(確認済み) / No known environmental allergies"),
          Map.entry(absent("no-known-medications"), "使っている薬なし(確認済み) / No known medications"),
          Map.entry(absent("no-known-problems"), "病気なし(確認済み) / No known problems"),
          Map.entry(absent("no-known-immunizations"), "予防接種なし(確認済み) / No known immunizations"),
          Map.entry(absent("no-known-procedures"), "手術・処置なし(確認済み) / No known procedures"),
          Map.entry(absent("no-known-devices"), "医療機器なし(確認済み) / No known devices"),
          Map.entry(snomed("716186003"), "アレルギーなし(確認済み) / No known allergies"),
          Map.entry(snomed("409137002"), "薬のアレルギーなし(確認済み) / No known medication allergies"),
          Map.entry(snomed("429625007"), "食物アレルギーなし(確認済み) / No known food allergies"),
          Map.entry(snomed("428607008"), "環境アレルギーなし(確認済み) / No known environmental allergies"));

  private Words() {}

  private static Coding absent(String code) {
    return new Coding("http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", code);
  }

  private static Coding snomed(String code) {
    return new Coding("http://snomed.info/sct", code);
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The codings of an element: of a CodeableConcept, several, or a Coding. */
  static List<Coding> codings(Json.Obj resource, String element) {
    List<Coding> codings = new ArrayList<>();
    for (Json.Obj value : resource.objects(element)) {
      List<Json.Obj> own = value.has("coding") ? value.objects("coding") : List.of(value);
      for (Json.Obj coding : own) {
        String code = coding.text("code");
        if (code != null) codings.add(new Coding(orEmpty(coding.text("system")), code));
      }
    }
    return codings;
  }

  static boolean hasCode(Json.Obj resource, String system, Set<String> codes, String... elements) {
    for (String element : elements) {
      for (Coding coding : codings(resource, element)) {
        if (coding.system().equals(system) && codes.contains(coding.code())) return true;
      }
    }
    return false;
  }

  static boolean saysNothing(Json.Obj resource) {
    return subjects(resource).stream().anyMatch(NO_INFORMATION::contains);
  }

  /** An explicit statement that there is none. */
  static Optional<String> none(Json.Obj resource) {
    return subjects(resource).stream().filter(NONE::containsKey).findFirst().map(NONE::get);
  }

  private static List<Coding> subjects(Json.Obj resource) {
    List<Coding> all = new ArrayList<>();
    for (String element : List.of("code", "medicationCodeableConcept", "vaccineCode")) {
      all.addAll(codings(resource, element));
    }
    return all;
  }

  /** One code that tells a series from another. */
  static String series(Json.Obj resource) {
    List<Coding> codings = codings(resource, "code");
    return codings.isEmpty() ? label(resource) : codings.get(0).toString();
  }

  /** What it is about. */
  static String label(Json.Obj resource) {
    for (String element : SUBJECTS) {
      String text = resource.text(element);
      if (text != null) return text;
      for (Json.Obj concept : resource.objects(element)) {
        String label = concept(concept);
        if (!label.isEmpty()) return label;
      }
    }
    for (String element : List.of("medicationReference", "device")) {
      Json.Obj reference = resource.obj(element);
      String display = reference == null ? null : reference.text("display");
      if (display != null) return display;
    }
    return orEmpty(resource.text("resourceType"));
  }

  private static String concept(Json.Obj concept) {
    String text = concept.text("text");
    if (text != null) return text;
    for (Json.Obj coding : concept.objects("coding")) {
      String display = coding.text("display");
      if (display != null) return display;
    }
    List<Coding> codings = codings(Json.object().put("c", concept).build(), "c");
    return codings.isEmpty() ? "" : codings.get(0).code();
  }

  /** What was found: of an Observation, or of its components. */
  static String value(Json.Obj resource) {
    List<String> values = new ArrayList<>();
    String own = single(resource);
    if (!own.isEmpty()) values.add(own);
    for (Json.Obj component : resource.objects("component")) {
      String value = single(component);
      if (!value.isEmpty()) values.add(label(component) + " " + value);
    }
    for (Json.Obj dosage : resource.objects("dosage")) values.add(orEmpty(dosage.text("text")));
    for (Json.Obj dosage : resource.objects("dosageInstruction")) {
      values.add(orEmpty(dosage.text("text")));
    }
    values.removeIf(String::isBlank);
    return String.join(", ", values);
  }

  private static String single(Json.Obj holder) {
    Json.Obj quantity = holder.obj("valueQuantity");
    if (quantity != null && quantity.get("value") instanceof Json.Num number) {
      String unit = quantity.text("unit") != null ? quantity.text("unit") : quantity.text("code");
      return orEmpty(quantity.text("comparator")) + number.literal() + " " + orEmpty(unit);
    }
    Json.Obj concept = holder.obj("valueCodeableConcept");
    if (concept != null) return concept(concept);
    Boolean bool = holder.bool("valueBoolean");
    if (bool != null) return bool ? "はい / yes" : "いいえ / no";
    for (String simple : List.of("valueString", "valueDateTime", "valueTime")) {
      String text = holder.text(simple);
      if (text != null) return text;
    }
    return "";
  }

  /** When, as written; empty if that is not told. */
  static String when(Json.Obj resource) {
    for (String element : DATES) {
      String text = resource.text(element);
      if (text != null) return text;
      Json.Obj period = resource.obj(element);
      String start = period == null ? null : period.text("start");
      if (start != null) return start;
    }
    return "";
  }

  static Instant instant(Json.Obj resource) {
    return FhirTime.parse(when(resource)).map(Period::from).orElse(Period.MIN);
  }
}
