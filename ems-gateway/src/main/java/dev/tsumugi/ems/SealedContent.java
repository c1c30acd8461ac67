package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SealedSheets.Terms;
import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is in the seal: the answer of a look-up, and for whom and until when it was sealed. */
public final class SealedContent {
  private SealedContent() {}

  /**
   * UTF-8 JSON.
   *
   * @param hit how the person was found
   */
  public static byte[] bytes(Lookup.Found sheet, Hit hit, Terms terms) {
    List<Json.Obj> answer = new ArrayList<>();
    answer.add(Parts.code("outcome", "found"));
    answer.add(
        Parts.group(
            "match",
            List.of(
                Parts.reference("patient", terms.patient().toString()),
                Parts.code("foundBy", hit.foundBy()),
                Parts.code("certainty", hit.certainty()))));
    answer.addAll(Answer.sheet(Answer.json(sheet.patient()), sheet.blocks(), terms.sealed()));
    return Json.bytes(
        Json.object()
            .put("id", terms.id())
            .put("patient", terms.patient().toString())
            .put("incident", terms.incident().toString())
            .put("device", terms.device().id())
            .put("sealed", FhirTime.instant(terms.sealed()))
            .put("expires", FhirTime.instant(terms.expires()))
            .put("answer", Json.parseObject(Parts.parameters(answer)))
            .build());
  }

  /** By what each line of a sheet stands for, with its block: lines alone may come and go. */
  public static Set<String> lines(Lookup.Found sheet) {
    Set<String> lines = new TreeSet<>();
    for (Block block : sheet.blocks()) {
      for (Json.Obj item : items(block)) lines.add(block.code() + " " + item.text("ref"));
    }
    return lines;
  }

  private static List<Json.Obj> items(Block block) {
    ByteArrayOutputStream wrapped = new ByteArrayOutputStream(block.items().length + 16);
    wrapped.writeBytes("{\"items\":".getBytes(StandardCharsets.UTF_8));
    wrapped.writeBytes(block.items());
    wrapped.write('}');
    return Json.parseObject(wrapped.toByteArray()).objects("items");
  }

  /** Parts of an answer about one that was sealed. */
  public static Json.Obj part(Terms terms, String jwe) {
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.text("id", terms.id()));
    parts.add(Parts.reference("patient", terms.patient().toString()));
    parts.add(Parts.value("sealed", "valueInstant", FhirTime.instant(terms.sealed())));
    parts.add(Parts.value("expires", "valueInstant", FhirTime.instant(terms.expires())));
    parts.add(Parts.text("jwe", jwe));
    return Parts.group("sealed", parts);
  }
}
