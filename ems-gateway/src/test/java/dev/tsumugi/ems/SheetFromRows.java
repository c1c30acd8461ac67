package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SheetRenderer.Item;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The answer made of a person's rows, with nothing kept and nothing cut into pieces. */
public final class SheetFromRows {
  private SheetFromRows() {}

  /** The types that a sheet is made of. */
  public static Set<String> types() {
    return new EmergencySheet().types();
  }

  /**
   * @param rows all of the person's, each with whether the requester may read it
   * @param directory the work data behind a reference, as far as the requester may read it
   */
  public static Json.Obj answer(
      StoredResource patient,
      List<Row> rows,
      Function<Set<Ref>, List<Json.Obj>> directory,
      Instant at) {
    EmergencySheet sheet = new EmergencySheet();
    Map<String, List<Json>> blocks = new LinkedHashMap<>();
    for (Item item : sheet.render(patient.ref(), rows)) {
      blocks.computeIfAbsent(item.block(), b -> new ArrayList<>()).add(item.content());
    }
    List<Block> kept = new ArrayList<>();
    blocks.forEach((code, items) -> kept.add(new Block(code, Json.bytes(new Json.Arr(items)))));
    List<Json.Obj> work = directory.apply(sheet.mentions(kept));
    kept.add(new Block(Sheets.DIRECTORY, Json.bytes(new Json.Arr(List.copyOf(work)))));
    Lookup found = new Lookup.Found(patient, kept);
    return Json.parseObject(Answer.preview(new Sheets.Preview(found, List.of()), at));
  }
}
