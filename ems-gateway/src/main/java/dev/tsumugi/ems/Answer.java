package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.Sheets.Preview;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a crew gets: a Parameters resource in which withheld and absent are the same bytes, and so
 * are refused, revoked, never asked and not there.
 */
public final class Answer {
  /** A sheet's block in which nothing can be shown never reads as "none". */
  static final String EMPTY = "記録なし(無いとは限りません)";

  static final String EMPTY_EN = "nothing recorded here (not proof of none)";

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
      parts.addAll(sheet(found, at));
    } else {
      parts.add(Parts.code("outcome", "unknown"));
    }
    for (String fault : preview.faults()) parts.add(Parts.text("unreadable", fault));
    return Parts.parameters(parts);
  }

  /** Identity and blocks. */
  static List<Json.Obj> sheet(Lookup.Found found, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.group("identity", Identity.whole(json(found.patient()), at)));
    for (String block : EmergencySheet.blocks()) {
      parts.add(Parts.group("block", block(block, found.blocks(), at)));
    }
    return parts;
  }

  static Json.Obj json(StoredResource resource) {
    return Json.parseObject(resource.json());
  }

  private static List<Json.Obj> block(String code, List<Block> blocks, Instant at) {
    List<Json.Obj> items = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.code().equals(code)) continue;
      for (Json.Obj item : items(block)) if (isNow(item, at)) items.add(item);
    }
    // A block lies in as many pieces as it has facets: put together in an order that is the lines'
    // own, the pieces cannot be seen.
    items.sort(
        Comparator.comparing((Json.Obj item) -> String.valueOf(item.text("order")))
            .thenComparing(item -> String.valueOf(item.text("ref"))));
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.code("code", code));
    for (Json.Obj item : items) parts.add(Parts.group("item", item(item)));
    if (items.isEmpty()) {
      parts.add(Parts.text("empty", EMPTY));
      parts.add(Parts.text("emptyEn", EMPTY_EN));
    }
    return parts;
  }

  private static List<Json.Obj> items(Block block) {
    ByteArrayOutputStream wrapped = new ByteArrayOutputStream(block.items().length + 16);
    wrapped.writeBytes("{\"items\":".getBytes(StandardCharsets.UTF_8));
    wrapped.writeBytes(block.items());
    wrapped.write('}');
    return Json.parseObject(wrapped.toByteArray()).objects("items");
  }

  private static boolean isNow(Json.Obj item, Instant at) {
    String from = item.text("from");
    String until = item.text("until");
    boolean begun = from == null || !at.isBefore(Instant.parse(from));
    return begun && (until == null || at.isBefore(Instant.parse(until)));
  }

  private static List<Json.Obj> item(Json.Obj item) {
    List<Json.Obj> parts = new ArrayList<>();
    add(parts, "text", item.text("text"));
    add(parts, "textEn", item.text("textEn"));
    String system = item.text("system");
    String code = item.text("code");
    if (system != null && code != null) parts.add(Parts.coding("code", system, code));
    String date = item.text("date");
    if (date != null) parts.add(Parts.value("date", "valueDateTime", date));
    String ref = item.text("ref");
    if (ref != null) parts.add(Parts.reference("ref", ref));
    for (String mark : item.texts("marks")) parts.add(Parts.code("mark", mark));
    return parts;
  }

  private static void add(List<Json.Obj> parts, String name, @Nullable String text) {
    if (text != null) parts.add(Parts.text(name, text));
  }
}
