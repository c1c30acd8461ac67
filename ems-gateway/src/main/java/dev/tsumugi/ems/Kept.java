package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lines that a sheet's blocks were kept as. */
final class Kept {
  private static final Comparator<Json.Obj> ORDER =
      Comparator.comparing((Json.Obj item) -> String.valueOf(item.text("order")))
          .thenComparing(item -> String.valueOf(item.text("ref")));

  private Kept() {}

  static List<Json.Obj> of(Block block) {
    ByteArrayOutputStream wrapped = new ByteArrayOutputStream(block.items().length + 16);
    wrapped.writeBytes("{\"items\":".getBytes(StandardCharsets.UTF_8));
    wrapped.writeBytes(block.items());
    wrapped.write('}');
    return Json.parseObject(wrapped.toByteArray()).objects("items");
  }

  /** Those of one block that hold now, in the order shown, each said once. */
  static List<Json.Obj> now(String code, List<Block> blocks, Instant at) {
    List<Json.Obj> items = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.code().equals(code)) continue;
      for (Json.Obj item : of(block)) if (isNow(item, at)) items.add(item);
    }
    // A block lies in as many pieces as it has facets: put together in an order that is the lines'
    // own, the pieces cannot be seen.
    items.sort(ORDER);
    Set<String> said = new HashSet<>();
    items.removeIf(item -> isRepeat(item, said));
    return items;
  }

  private static boolean isRepeat(Json.Obj item, Set<String> said) {
    String same = item.text("same");
    return same != null && !said.add(same);
  }

  private static boolean isNow(Json.Obj item, Instant at) {
    String from = item.text("from");
    String until = item.text("until");
    boolean begun = from == null || !at.isBefore(Instant.parse(from));
    return begun && (until == null || at.isBefore(Instant.parse(until)));
  }
}
