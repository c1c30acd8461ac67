package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Options;
import java.util.ArrayList;
import java.util.List;

/** What {@code ./hub bench rules} and {@code ./hub bench size} are asked for. */
final class PairOptions {
  private static final List<String> USUAL =
      List.of(
          "--people", "24",
          "--history", "2",
          "--rounds", "4",
          "--seconds", "3",
          "--warmup", "4",
          "--report", "docs/benchmarks-rules-and-size.md");

  private PairOptions() {}

  static Options parse(List<String> words) {
    List<String> all = new ArrayList<>(USUAL);
    all.addAll(words);
    Options.Parsed parsed = Options.parse(all);
    if (parsed instanceof Options.Parsed.Wrong wrong) throw new Failure(wrong.why());
    Options options = ((Options.Parsed.Good) parsed).options();
    if (!options.bases().isEmpty()) throw new Failure("--base is for ./hub bench records only.");
    return options;
  }
}
