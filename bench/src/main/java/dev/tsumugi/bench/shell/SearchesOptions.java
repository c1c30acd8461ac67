package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code ./hub bench searches} is asked for.
 *
 * @param indexMissing whether the peer keeps an index of missing values, as the measured one does
 *     not
 */
record SearchesOptions(Options options, boolean indexMissing) {
  private static final List<String> USUAL =
      List.of("--people", "12", "--history", "10", "--report", "docs/search-differences.md");

  static SearchesOptions parse(List<String> words) {
    List<String> rest = new ArrayList<>(USUAL);
    boolean indexMissing = true;
    for (int i = 0; i < words.size(); i += 2) {
      String value = i + 1 < words.size() ? words.get(i + 1) : "";
      if (!words.get(i).equals("--index-missing")) {
        rest.addAll(words.subList(i, Math.min(i + 2, words.size())));
      } else if (value.equals("on") || value.equals("off")) {
        indexMissing = value.equals("on");
      } else {
        throw new Failure("--index-missing is on or off.");
      }
    }
    Options.Parsed parsed = Options.parse(rest);
    if (parsed instanceof Options.Parsed.Good good) {
      return new SearchesOptions(good.options(), indexMissing);
    }
    throw new Failure(((Options.Parsed.Wrong) parsed).why());
  }
}
