package dev.tsumugi.testkit.scene;

import dev.tsumugi.testkit.scene.Scene.Expected;
import dev.tsumugi.testkit.scene.Scene.Finder;
import dev.tsumugi.testkit.scene.Scene.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What came of all scenes, by kind and by finder. */
public final class SceneTally {
  private final List<Played> all;

  public SceneTally(List<Played> all) {
    this.all = List.copyOf(all);
  }

  /** Sheets that opened and are not of the person meant; and choices that opened no right one. */
  public List<Played> falseMatches() {
    return where(one -> one.wrong() || one.isChosenWrong());
  }

  /** Who may not be found, and of whom something was told. */
  public List<Played> leaks() {
    return where(Played::isLeak);
  }

  public List<Played> notRight() {
    return where(one -> !one.isRight());
  }

  /** Of those who may be found: how many were, from 0 to 1. */
  public double hitRate(Predicate<Scene> which) {
    List<Played> meant =
        where(one -> one.scene().expected() != Expected.NOBODY && which.test(one.scene()));
    if (meant.isEmpty()) return 1;
    return meant.stream().filter(Played::isHit).count() / (double) meant.size();
  }

  private List<Played> where(Predicate<Played> which) {
    return all.stream().filter(which).toList();
  }

  /** Markdown: the sums, a table by finder, a table by kind. */
  public String page() {
    List<String> lines = new ArrayList<>();
    List<Played> hidden = where(one -> one.scene().expected() == Expected.NOBODY);
    List<Played> chosen = where(one -> one.isChosenRight() || one.isChosenWrong());
    lines.add(
        "- %d scenes, %d of them as expected".formatted(all.size(), where(Played::isRight).size()));
    lines.add(
        "- false matches (a sheet of somebody else): **%d**".formatted(falseMatches().size()));
    lines.add(
        "- refusals and absences honoured: **%s** (%d of %d)"
            .formatted(
                percent(hidden.size() - leaks().size(), hidden.size()),
                hidden.size() - leaks().size(),
                hidden.size()));
    lines.add(
        "- sheets opened after the crew chose among candidates: %d of %d"
            .formatted(where(Played::isChosenRight).size(), chosen.size()));
    lines.add("");
    lines.add(
        row("finder", "scenes", "found", "at once", "first of candidates", "median candidates"));
    lines.add("|" + "---|".repeat(6));
    for (Finder finder : Finder.values()) {
      List<Played> some =
          where(one -> one.scene().finder() == finder && one.scene().expected() != Expected.NOBODY);
      lines.add(counted(finder.code(), some));
    }
    lines.add("");
    lines.add(
        row("scene", "scenes", "found", "at once", "first of candidates", "median candidates"));
    lines.add("|" + "---|".repeat(6));
    for (Kind kind : Kind.values()) {
      List<Played> some = where(one -> one.scene().kind() == kind);
      boolean sought = some.stream().anyMatch(one -> one.scene().expected() != Expected.NOBODY);
      lines.add(sought ? counted(kind.japanese(), some) : honoured(kind.japanese(), some));
    }
    return String.join("\n", lines);
  }

  private static String counted(String name, List<Played> some) {
    List<Played> hits = some.stream().filter(Played::isHit).toList();
    List<Played> listed = some.stream().filter(one -> one.candidates() > 0).toList();
    return row(
        name,
        String.valueOf(some.size()),
        percent(hits.size(), some.size()),
        percent(some.stream().filter(Played::opened).count(), some.size()),
        percent(hits.stream().filter(one -> one.place() == 1).count(), some.size()),
        listed.isEmpty() ? "–" : String.valueOf(median(listed)));
  }

  private static String honoured(String name, List<Played> some) {
    long leaks = some.stream().filter(Played::isLeak).count();
    return row(
        name,
        String.valueOf(some.size()),
        "honoured " + percent(some.size() - leaks, some.size()),
        "–",
        "–",
        "–");
  }

  private static int median(List<Played> listed) {
    List<Integer> counts = listed.stream().map(Played::candidates).sorted().toList();
    return counts.get(counts.size() / 2);
  }

  private static String percent(long part, long whole) {
    if (whole == 0) return "–";
    return String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
