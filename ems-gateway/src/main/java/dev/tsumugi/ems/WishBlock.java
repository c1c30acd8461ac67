package dev.tsumugi.ems;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Wish;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the resident wants: of each treatment the newest word, see {@link Wishes}. */
final class WishBlock implements EmergencySheet.Block {
  /** A choice of ours: no law or guideline that we know names a number, see docs/adr/0034. */
  private static final int OLD_YEARS = 3;

  private static final Set<String> WANTED = Set.of(Wish.WISH_FOR.code(), Wish.TRIAL.code());

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
    if (Elements.codings(wish.resource(), "code").contains(Preference.RESUSCITATION)) {
      if (wish.condition() != null) line.signed("wish-cpr-conditional");
      else if (WANTED.contains(String.valueOf(wish.answer()))) line.signed("wish-cpr");
      else if (Wish.DO_NOT_WISH.code().equals(wish.answer())) line.signed("wish-no-cpr");
    }
    return line.during(wish.holds())
        .with("question", Wishes.question(wish.resource()))
        .with("old", old(wish))
        .ranked(wish.rank());
  }

  /** From when on it is old: nobody has asked since whether it is still so. */
  private static @Nullable String old(Wishes.Wish wish) {
    Json.Obj confirmed = Elements.extension(wish.resource(), Ext.CONFIRMED);
    String last = confirmed == null ? null : confirmed.text("valueDateTime");
    String date = last == null ? wish.date() : last;
    if (date == null) return null;
    return FhirTime.parse(date)
        .map(said -> said.until().atZone(FhirTime.ZONE).plusYears(OLD_YEARS).toInstant().toString())
        .orElse(null);
  }
}
