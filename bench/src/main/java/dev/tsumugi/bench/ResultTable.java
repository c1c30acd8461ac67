package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The lines as Markdown. Every ratio is the peer's cost divided by ours: above 1 we are better. */
public final class ResultTable {
  private ResultTable() {}

  public static String markdown(String ours, String theirs, List<Line> lines) {
    return String.join(
        "\n\n", compared(ours, theirs, lines), singles(ours, theirs, lines), skipped(lines));
  }

  private static String compared(String ours, String theirs, List<Line> lines) {
    List<String> rows = new ArrayList<>();
    rows.add(
        row(
            "workload",
            "CPU ms an operation: " + ours,
            theirs,
            "**ratio**",
            "goal",
            "operations/s: " + ours,
            theirs,
            "ratio",
            "first byte ms: " + ours,
            theirs,
            "at rate/s",
            "p50 / p99 ms: " + ours,
            theirs,
            "spread"));
    rows.add(rule(14));
    for (Line line : lines) {
      if (!(line instanceof Line.Compared c)) continue;
      Measured a = c.ours();
      Measured b = c.theirs();
      rows.add(
          row(
              c.workload(),
              shown(a.cpuMillis()),
              shown(b.cpuMillis()),
              "**" + ratio(b.cpuMillis(), a.cpuMillis()) + "**",
              c.goal(),
              shown(a.perSecond()),
              shown(b.perSecond()),
              ratio(a.perSecond(), b.perSecond()),
              shown(a.firstByteMillis()),
              shown(b.firstByteMillis()),
              Figures.shown(c.rate()),
              shown(a.p50Millis()) + " / " + shown(a.p99Millis()),
              shown(b.p50Millis()) + " / " + shown(b.p99Millis()),
              percent(a.spread()) + ", " + percent(b.spread())));
    }
    return String.join("\n", rows);
  }

  private static String singles(String ours, String theirs, List<Line> lines) {
    List<String> rows = new ArrayList<>();
    rows.add(row("figure", ours, theirs, "**ratio**", "goal"));
    rows.add(rule(5));
    for (Line line : lines) {
      if (!(line instanceof Line.Single s)) continue;
      rows.add(
          row(
              s.workload() + ", " + s.unit(),
              shown(s.ours()),
              shown(s.theirs()),
              "**" + (s.more() ? ratio(s.ours(), s.theirs()) : ratio(s.theirs(), s.ours())) + "**",
              s.goal()));
    }
    return String.join("\n", rows);
  }

  private static String skipped(List<Line> lines) {
    List<String> rows = new ArrayList<>();
    rows.add("Not measured:");
    for (Line line : lines) {
      if (line instanceof Line.Skipped s) rows.add("- " + s.workload() + ": " + s.why());
    }
    if (rows.size() == 1) return "Everything was measured.";
    rows.add(1, "");
    return String.join("\n", rows);
  }

  private static String ratio(OptionalDouble above, OptionalDouble below) {
    if (above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0) return "–";
    return Figures.shown(above.getAsDouble() / below.getAsDouble()) + " ×";
  }

  private static String shown(OptionalDouble value) {
    return value.isEmpty() ? "–" : Figures.shown(value.getAsDouble());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  /** A bar ends a cell, so one within a text is written as the entity. */
  private static String row(String... cells) {
    List<String> safe = new ArrayList<>();
    for (String cell : cells) safe.add(cell.replace("|", "&#124;"));
    return "| " + String.join(" | ", safe) + " |";
  }

  private static String rule(int cells) {
    return "|" + "---|".repeat(cells);
  }
}
