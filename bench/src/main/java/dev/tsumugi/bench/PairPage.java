package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A page of measurements of the hub against itself, a section each. */
public final class PairPage {
  /** What stands below this in a section was written by hand, and stays when figures change. */
  public static final String REMARKS = "### What holds it back";

  private PairPage() {}

  /**
   * The lines as a table; every ratio is the second's cost divided by the first's.
   *
   * @param limit what the ratio may be at most
   * @param cpuToo whether the limit is one of CPU too, and not of the median latency only
   */
  public static String table(
      String first, String second, List<Line> lines, double limit, boolean cpuToo) {
    List<String> rows = new ArrayList<>();
    rows.add(
        row(
            "workload",
            "CPU ms an operation: " + first,
            second,
            "**ratio**",
            "p50 ms: " + first,
            second,
            "**ratio**",
            "at rate/s",
            "p99 ms: " + first,
            second,
            "operations/s: " + first,
            second,
            "CPU spread",
            "at most",
            "reached"));
    rows.add("|" + "---|".repeat(15));
    List<String> skipped = new ArrayList<>();
    for (Line line : lines) {
      if (line instanceof Line.Compared one) rows.add(row(one, limit, cpuToo));
      if (line instanceof Line.Skipped one) skipped.add("- " + one.workload() + ": " + one.why());
    }
    if (!skipped.isEmpty()) {
      rows.add("\nNot measured:\n");
      rows.addAll(skipped);
    }
    return String.join("\n", rows);
  }

  private static String row(Line.Compared line, double limit, boolean cpuToo) {
    Measured a = line.ours();
    Measured b = line.theirs();
    OptionalDouble cpu = ratio(b.cpuMillis(), a.cpuMillis());
    OptionalDouble p50 = ratio(b.p50Millis(), a.p50Millis());
    return row(
        line.workload(),
        shown(a.cpuMillis()),
        shown(b.cpuMillis()),
        "**" + shown(cpu) + "**",
        shown(a.p50Millis()),
        shown(b.p50Millis()),
        "**" + shown(p50) + "**",
        Figures.shown(line.rate()),
        shown(a.p99Millis()),
        shown(b.p99Millis()),
        shown(a.perSecond()),
        shown(b.perSecond()),
        String.format(Locale.ROOT, "%.0f %%, %.0f %%", a.spread() * 100, b.spread() * 100),
        String.format(Locale.ROOT, "%.2f", limit),
        reached(cpuToo ? List.of(cpu, p50) : List.of(p50), limit));
  }

  private static String reached(List<OptionalDouble> ratios, double limit) {
    if (ratios.stream().anyMatch(OptionalDouble::isEmpty)) return "not known";
    return ratios.stream().allMatch(one -> one.getAsDouble() <= limit) ? "yes" : "**no**";
  }

  /**
   * The page with one section made anew; the other sections stay, and so do the section's remarks.
   *
   * @param page as it was; empty for none
   * @param title of the section
   */
  public static String with(String page, String preamble, String title, String text) {
    String heading = "## " + title;
    List<String> sections = new ArrayList<>();
    boolean found = false;
    for (String section : page.split("(?m)^(?=## )", -1)) {
      if (!section.startsWith("## ")) continue;
      boolean same = section.lines().findFirst().orElse("").equals(heading);
      int remarks = section.indexOf(REMARKS);
      String kept = remarks < 0 ? "" : "\n\n" + section.substring(remarks).strip();
      found |= same;
      sections.add(same ? heading + "\n\n" + text.strip() + kept : section.strip());
    }
    if (!found) sections.add(heading + "\n\n" + text.strip());
    return preamble.strip() + "\n\n" + String.join("\n\n", sections) + "\n";
  }

  private static OptionalDouble ratio(OptionalDouble above, OptionalDouble below) {
    if (above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(above.getAsDouble() / below.getAsDouble());
  }

  private static String shown(OptionalDouble value) {
    return value.isEmpty() ? "–" : Figures.shown(value.getAsDouble());
  }

  /** A bar ends a cell, so one within a text is written as the entity. */
  private static String row(String... cells) {
    List<String> safe = new ArrayList<>();
    for (String cell : cells) safe.add(cell.replace("|", "&#124;"));
    return "| " + String.join(" | ", safe) + " |";
  }
}
