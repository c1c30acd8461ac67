package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the sheet while it is made. Kept as JSON: {@code ref}, {@code text}, {@code textEn},
 * {@code system}, {@code code}, {@code date}, {@code marks}; and for the answer alone {@code
 * order}, {@code from}, {@code until}, {@code signs} (what red flags look at), {@code same} (of
 * lines that share it the first is shown) and what a block adds by {@link #with}.
 */
final class Line {
  static final Comparator<Line> ORDER =
      Comparator.comparing((Line line) -> line.order).thenComparing(line -> line.ref);

  /** Later than any second FHIR can write: counting down from here puts the newest first. */
  private static final long AFTER_ALL_TIME = 300_000_000_000L;

  private final SheetRenderer.Row row;
  private final String ref;
  private final String text;
  private final List<Json> marks = new ArrayList<>();
  private final List<Json> signs = new ArrayList<>();
  private final Map<String, String> more = new LinkedHashMap<>();
  private @Nullable String english;
  private @Nullable Coding coding;
  private @Nullable String date;
  private @Nullable Period period;
  private String order = "";

  private Line(SheetRenderer.Row row, String text) {
    this.row = row;
    this.ref = Elements.ref(row.resource());
    this.text = text;
  }

  static Line of(SheetRenderer.Row row, String text) {
    return new Line(row, text);
  }

  Line english(String words) {
    this.english = words;
    return this;
  }

  Line coded(List<Coding> codings) {
    if (!codings.isEmpty()) this.coding = codings.get(0);
    return this;
  }

  /** A time of day is told in Japanese time, whatever offset it was written with. */
  Line dated(@Nullable String when) {
    this.date = when == null ? null : Ages.japanese(when);
    return this;
  }

  Line during(Period when) {
    this.period = when;
    return this;
  }

  Line marked(String mark) {
    marks.add(Json.text(mark));
    return this;
  }

  /** Something that a red flag may rest on, see {@code red-flags.tsv}. */
  Line signed(String sign) {
    signs.add(Json.text(sign));
    return this;
  }

  Line signed(List<String> all) {
    all.forEach(this::signed);
    return this;
  }

  /** What lines say the same thing of; only the first of those shown stands. */
  Line sameAs(String key) {
    return with("same", key);
  }

  Line with(String member, @Nullable String value) {
    if (value != null) more.put(member, value);
    return this;
  }

  /** Low ranks first; within a rank the newest first, what has no date last. */
  Line ranked(int rank) {
    order = String.format(Locale.ROOT, "%05d %s %s", rank, newestFirst(date), text);
    return this;
  }

  private static String newestFirst(@Nullable String date) {
    if (date == null) return "undated";
    return FhirTime.parse(date)
        .map(p -> String.format(Locale.ROOT, "%012d", AFTER_ALL_TIME - p.from().getEpochSecond()))
        .orElse("undated");
  }

  /** What it is of. */
  SheetRenderer.Row row() {
    return row;
  }

  Json.Obj json() {
    Json.Builder out =
        Json.object()
            .put("ref", ref)
            .put("text", text)
            .put("textEn", english)
            .put("system", coding == null ? null : coding.system())
            .put("code", coding == null ? null : coding.code())
            .put("date", date)
            .put("marks", marks)
            .put("signs", signs)
            .put("order", order);
    if (period != null && !period.equals(Period.ALWAYS)) {
      out.put("from", period.from().toString()).put("until", period.until().toString());
    }
    more.forEach(out::put);
    return out.build();
  }
}
