package dev.tsumugi.ems;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the sheet while it is made. Kept as JSON: {@code ref}, {@code text}, {@code textEn},
 * {@code system}, {@code code}, {@code date}, {@code marks}; and for the answer alone {@code
 * order}, {@code from}, {@code until}.
 */
final class Line {
  static final Comparator<Line> ORDER =
      Comparator.comparing((Line line) -> line.order).thenComparing(line -> line.ref);

  /** Later than any second FHIR can write: counting down from here puts the newest first. */
  private static final long AFTER_ALL_TIME = 300_000_000_000L;

  private final Facet facet;
  private final String ref;
  private final String text;
  private final List<Json> marks = new ArrayList<>();
  private @Nullable String english;
  private @Nullable Coding coding;
  private @Nullable String date;
  private @Nullable Period period;
  private String order = "";

  private Line(SheetRenderer.Row row, String text) {
    this.facet = row.facet();
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

  Line dated(@Nullable String when) {
    this.date = when;
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

  Facet facet() {
    return facet;
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
            .put("order", order);
    if (period != null && !period.equals(Period.ALWAYS)) {
      out.put("from", period.from().toString()).put("until", period.until().toString());
    }
    return out.build();
  }
}
