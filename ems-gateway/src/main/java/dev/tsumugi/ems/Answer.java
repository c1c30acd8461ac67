package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.Sheets.Preview;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a crew gets: a Parameters resource in which withheld and absent are the same bytes, and so
 * are refused, revoked, never asked and not there.
 */
public final class Answer {
  /** A sheet's block in which nothing can be shown never reads as "none". */
  static final String EMPTY = "記録なし(無いとは限りません)";

  static final String EMPTY_EN = "nothing recorded here (not proof of none)";

  private static final Set<String> SENSES = Set.of("hearing", "sight");
  private static final RedFlags FLAGS = RedFlags.load();

  private Answer() {}

  /**
   * What a crew would get that asks for this patient, without how it found them.
   *
   * @param at now
   */
  public static byte[] preview(Preview preview, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    if (preview.lookup() instanceof Lookup.Found found) {
      parts.add(Parts.code("outcome", "found"));
      parts.addAll(sheet(json(found.patient()), found.blocks(), at));
    } else {
      parts.add(Parts.code("outcome", "unknown"));
    }
    for (String fault : preview.faults()) parts.add(Parts.text("unreadable", fault));
    return Parts.parameters(parts);
  }

  /**
   * Who it is, the blocks, what they mean for what a crew does, and whom to call: all of it made of
   * what is shown alone, so that what is withheld leaves no trace in any of it.
   */
  static List<Json.Obj> sheet(Json.Obj patient, List<Block> blocks, Instant at) {
    Map<String, List<Json.Obj>> items = new LinkedHashMap<>();
    for (String code : EmergencySheet.blocks()) {
      items.put(code, Kept.now(code, blocks, at));
    }
    List<Json.Obj> shown = items.values().stream().flatMap(List::stream).toList();
    WishSigns wishes = WishSigns.of(shown, at);

    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.group("identity", identity(patient, items, at)));
    items.forEach((code, lines) -> parts.add(Parts.group("block", block(code, lines, wishes, at))));
    parts.addAll(FLAGS.groups(shown));
    parts.addAll(Doctors.groups(Kept.now(Doctors.BLOCK, blocks, at), blocks));
    return parts;
  }

  /** How well somebody hears and sees stands with who they are: the first word depends on it. */
  private static List<Json.Obj> identity(
      Json.Obj patient, Map<String, List<Json.Obj>> items, Instant at) {
    List<Json.Obj> parts = new ArrayList<>(Identity.whole(patient, at));
    for (Json.Obj item : items.getOrDefault("baseline", List.of())) {
      String topic = item.text("topic");
      if (topic == null || !SENSES.contains(topic)) continue;
      add(parts, topic, item.text("text"));
      add(parts, topic + "En", item.text("textEn"));
    }
    return parts;
  }

  static Json.Obj json(StoredResource resource) {
    return Json.parseObject(resource.json());
  }

  private static List<Json.Obj> block(
      String code, List<Json.Obj> items, WishSigns wishes, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.code("code", code));
    for (Json.Obj item : items) parts.add(Parts.group("item", item(item, wishes.marks(item), at)));
    if (items.isEmpty()) parts.addAll(empty());
    return parts;
  }

  /** How it reads where nothing can be shown. */
  static List<Json.Obj> empty() {
    return List.of(Parts.text("empty", EMPTY), Parts.text("emptyEn", EMPTY_EN));
  }

  private static List<Json.Obj> item(Json.Obj item, List<String> marks, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    add(parts, "text", item.text("text"));
    add(parts, "textEn", item.text("textEn"));
    String system = item.text("system");
    String code = item.text("code");
    if (system != null && code != null) parts.add(Parts.coding("code", system, code));
    String date = item.text("date");
    if (date != null) {
      parts.add(Parts.value("date", "valueDateTime", date));
      Ages.of(date, at)
          .ifPresent(
              age -> {
                parts.add(Parts.text("age", age.japanese()));
                parts.add(Parts.text("ageEn", age.english()));
              });
    }
    String ref = item.text("ref");
    if (ref != null) parts.add(Parts.reference("ref", ref));
    for (String mark : item.texts("marks")) parts.add(Parts.code("mark", mark));
    for (String mark : marks) parts.add(Parts.code("mark", mark));
    return parts;
  }

  private static void add(List<Json.Obj> parts, String name, @Nullable String text) {
    if (text != null) parts.add(Parts.text(name, text));
  }
}
