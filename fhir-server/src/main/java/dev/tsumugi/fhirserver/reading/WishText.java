package dev.tsumugi.fhirserver.reading;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Ext;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One wish as a line: about what, under what condition, what is wanted, how sure it is. */
enum WishText {
  JAPANESE(1, "内容の記載なし", "(「%s」の場合だけ)", "(期間: %s)", "(%sにも「今も同じ」と確認)"),
  ENGLISH(2, "no content recorded", " (only if 「%s」)", " (for %s)", " (still so on %s)");

  /** Of the tables: where this language stands. */
  private final int column;

  private final String nothing;
  private final String condition;
  private final String trial;
  private final String confirmed;

  WishText(int column, String nothing, String condition, String trial, String confirmed) {
    this.column = column;
    this.nothing = nothing;
    this.condition = condition;
    this.trial = trial;
    this.confirmed = confirmed;
  }

  /**
   * @param answer row of the table of answers; null if answered in words alone
   * @param standing row of the table of standings; null for one that is not in it
   */
  String of(
      Json.Obj wish, String title, @Nullable List<String> answer, @Nullable List<String> standing) {
    String words = Wishes.words(wish);
    Json.Obj state = Wishes.precondition(wish);
    String period = trialPeriod(wish);
    String day = confirmedOn(wish);

    StringBuilder text = new StringBuilder(title.isEmpty() ? "―" : title);
    if (state != null) text.append(String.format(condition, Elements.label(state)));
    text.append(": ");
    if (answer != null) text.append(answer.get(column));
    if (!period.isEmpty()) text.append(String.format(trial, period));
    if (!words.isEmpty()) text.append(quoted(words, answer != null && this == ENGLISH));
    if (answer == null && words.isEmpty()) text.append(nothing);
    if (standing != null) text.append(standing.get(column));
    if (!day.isEmpty()) text.append(String.format(confirmed, day));
    return text.toString();
  }

  private static String quoted(String words, boolean apart) {
    return (apart ? " " : "") + "「" + words + "」";
  }

  /** How long a trial shall last, in the resident's words or as dates (ADI). */
  private static String trialPeriod(Json.Obj wish) {
    Json.Obj extension = Elements.extension(wish, Ext.TRIAL_PERIOD);
    if (extension == null) return "";
    String words = extension.text("valueString");
    if (words != null) return words.strip();
    Json.Obj period = extension.obj("valuePeriod");
    if (period == null) return "";
    String start = period.text("start");
    String end = period.text("end");
    return (start == null ? "" : start) + "–" + (end == null ? "" : end);
  }

  /** The day in Japan on which the person last said that it is still so. */
  private static String confirmedOn(Json.Obj wish) {
    Json.Obj extension = Elements.extension(wish, Ext.CONFIRMED);
    String date = extension == null ? null : extension.text("valueDateTime");
    if (date == null) return "";
    return FhirTime.parse(date)
        .map(when -> LocalDate.ofInstant(when.from(), FhirTime.ZONE).toString())
        .orElse("");
  }
}
