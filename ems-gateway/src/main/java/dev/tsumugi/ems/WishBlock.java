package dev.tsumugi.ems;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the resident wants: of each treatment the newest word. A withdrawn one ({@code cancelled})
 * still ends what was said before it; an error never was said. Where two differ and it cannot be
 * known which is newer, both stand: a crew is not told half of a contradiction.
 */
final class WishBlock implements EmergencySheet.Block {
  private static final Set<String> SAID = Set.of("final", "amended", "corrected");
  private static final Set<String> TAKES_PART =
      Set.of("final", "amended", "corrected", "cancelled");

  private final List<List<String>> topics = Table.rows("preferences.tsv", 3);
  private final Map<String, List<String>> answers = byCode("answers.tsv");
  private final Map<String, List<String>> standings = byCode("standings.tsv");

  private static Map<String, List<String>> byCode(String table) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (List<String> row : Table.rows(table, 3)) rows.put(row.get(0), row);
    return rows;
  }

  /** One Observation in the contest for the newest word. */
  private record Said(Row row, @Nullable String date, Period when, String recorded, String answer) {
    static final Comparator<Said> NEWEST =
        Comparator.comparing((Said said) -> said.when().from())
            .thenComparing(Said::recorded)
            .reversed()
            .thenComparing(said -> Elements.ref(said.row().resource()));

    static Said of(Row row) {
      Json.Obj wish = row.resource();
      String date = Elements.first(wish, "effectiveDateTime", "effectiveInstant");
      Json.Obj period = wish.obj("effectivePeriod");
      if (date == null && period != null) date = Elements.first(period, "end", "start");
      if (date == null) date = wish.text("issued");
      Period when = date == null ? Period.ALWAYS : FhirTime.parse(date).orElse(Period.ALWAYS);
      String recorded = Elements.recorded(wish);
      return new Said(row, date, when, recorded == null ? "" : recorded, answer(wish));
    }

    private static String answer(Json.Obj wish) {
      for (Coding coding : Elements.codings(wish, "valueCodeableConcept")) {
        if (coding.system().equals(Sys.WISH)) return coding.code();
      }
      return words(wish);
    }

    boolean isOlderThan(Said newest) {
      boolean before = !when.until().isAfter(newest.when.from());
      return before || (when.equals(newest.when) && recorded.compareTo(newest.recorded) < 0);
    }

    boolean isSaid() {
      return Elements.is(row.resource(), "Observation", SAID);
    }
  }

  @Override
  public String code() {
    return "wishes";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    Map<String, List<Said>> contests = new LinkedHashMap<>();
    for (Row row : rows) {
      boolean wish = row.facet().dataClass() == DataClass.WISHES;
      if (!wish || !Elements.is(row.resource(), "Observation", TAKES_PART)) continue;
      contests.computeIfAbsent(topic(row.resource()), t -> new ArrayList<>()).add(Said.of(row));
    }
    List<Line> lines = new ArrayList<>();
    for (List<Said> contest : contests.values()) {
      contest.sort(Said.NEWEST);
      Said newest = contest.get(0);
      if (!newest.isSaid()) continue;
      lines.add(line(newest));
      for (Said other : contest) {
        boolean differs = !other.answer().equals(newest.answer());
        if (differs && other.isSaid() && !other.isOlderThan(newest)) lines.add(line(other));
      }
    }
    return lines;
  }

  /** What a wish is about. "Other directives" are told apart by their words. */
  private static String topic(Json.Obj wish) {
    List<Coding> codes = Elements.codings(wish, "code");
    if (codes.isEmpty()) return Elements.label(wish, "code");
    Coding code = codes.get(0);
    return code.equals(Preference.OTHER_DIRECTIVES)
        ? code + Elements.label(wish, "code")
        : code.toString();
  }

  private Line line(Said said) {
    Json.Obj wish = said.row().resource();
    List<Coding> codes = Elements.codings(wish, "code");
    int rank = rank(codes);
    boolean known = rank < topics.size();
    List<String> answer = answers.get(said.answer());
    List<String> standing = standings.get(standing(wish));
    String words = words(wish);
    String title = Elements.label(wish, "code");
    String text =
        text(known ? topics.get(rank).get(1) : title, answer, standing, words, 1, "内容の記載なし");
    Line line = Line.of(said.row(), text).coded(codes).dated(said.date());
    if (known) {
      line.english(
          text(topics.get(rank).get(2), answer, standing, words, 2, "no content recorded"));
    }
    if (answer != null) line.marked(answer.get(0));
    if (standing != null) line.marked(standing.get(0));
    return line.ranked(rank);
  }

  private int rank(List<Coding> codes) {
    for (int i = 0; i < topics.size(); i++) {
      if (codes.contains(new Coding(Sys.LOINC, topics.get(i).get(0)))) return i;
    }
    return topics.size();
  }

  private static String text(
      String title,
      @Nullable List<String> answer,
      @Nullable List<String> standing,
      String words,
      int language,
      String nothing) {
    StringBuilder text = new StringBuilder(title.isEmpty() ? "―" : title).append(": ");
    if (answer != null) text.append(answer.get(language));
    if (!words.isEmpty()) text.append(quoted(words, answer != null && language == 2));
    if (answer == null && words.isEmpty()) text.append(nothing);
    if (standing != null) text.append(standing.get(language));
    return text.toString();
  }

  private static String quoted(String words, boolean apart) {
    return (apart ? " " : "") + "「" + words + "」";
  }

  /** The resident's own words, or what else stands as the value. */
  private static String words(Json.Obj wish) {
    String string = wish.text("valueString");
    if (string != null) return string.strip();
    Json.Obj concept = wish.obj("valueCodeableConcept");
    if (concept == null) return "";
    String text = concept.text("text");
    if (text != null) return text.strip();
    boolean ours =
        Elements.codings(wish, "valueCodeableConcept").stream()
            .anyMatch(coding -> coding.system().equals(Sys.WISH));
    return ours ? "" : Elements.label(concept);
  }

  private static String standing(Json.Obj wish) {
    for (Json.Obj extension : wish.objects("extension")) {
      String code = extension.text("valueCode");
      if (Ext.WISH_STANDING.equals(extension.text("url")) && code != null) return code;
    }
    return "standing-unknown";
  }
}
