package dev.tsumugi.ems;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.kernel.Json;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What the resident wants: of each treatment the newest word, see {@link Wishes}. */
final class WishBlock implements EmergencySheet.Block {
  private final Wishes wishes = new Wishes();

  @Override
  public String code() {
    return "wishes";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    Map<Json.Obj, Row> said = new IdentityHashMap<>();
    for (Row row : rows) {
      if (row.facet().dataClass() == DataClass.WISHES) said.put(row.resource(), row);
    }
    List<Json.Obj> observations =
        rows.stream().map(Row::resource).filter(said::containsKey).toList();
    return wishes.standing(observations).stream().map(wish -> line(said, wish)).toList();
  }

  private static Line line(Map<Json.Obj, Row> said, Wishes.Wish wish) {
    Row row = said.get(wish.resource());
    if (row == null) throw new IllegalStateException("a wish that is in no row");
    Line line =
        Line.of(row, wish.japanese())
            .coded(Elements.codings(wish.resource(), "code"))
            .dated(wish.date());
    if (wish.english() != null) line.english(wish.english());
    if (wish.answer() != null) line.marked(wish.answer());
    if (wish.standing() != null) line.marked(wish.standing());
    if (wish.condition() != null) line.marked("conditional");
    return line.during(wish.holds()).ranked(wish.rank());
  }
}
