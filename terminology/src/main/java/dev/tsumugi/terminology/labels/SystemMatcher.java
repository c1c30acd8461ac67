package dev.tsumugi.terminology.labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the codes of one system reveal, as bits. A code costs one look-up, and one more for each
 * length of prefix; only where a set says a regular expression, that is tried too.
 */
final class SystemMatcher {
  private final Map<String, Long> codes = new HashMap<>();
  private final Map<String, Long> prefixes = new HashMap<>();
  private final List<Test> tests = new ArrayList<>();
  private int[] lengths = {};
  private long all;

  private record Test(Predicate<String> filter, long bits) {}

  void add(SensitivitySet.Part part, long bits) {
    if (part instanceof SensitivitySet.Part.All) all |= bits;
    if (part instanceof SensitivitySet.Part.Untold) all |= bits;
    if (part instanceof SensitivitySet.Part.Codes listed) {
      for (String code : listed.codes()) codes.merge(code, bits, (a, b) -> a | b);
    }
    if (part instanceof SensitivitySet.Part.Prefixes some) {
      for (String prefix : some.prefixes()) prefixes.merge(prefix, bits, (a, b) -> a | b);
      lengths = prefixes.keySet().stream().mapToInt(String::length).distinct().toArray();
    }
    if (part instanceof SensitivitySet.Part.Filtered filtered) {
      tests.add(new Test(filtered.filter(), bits));
    }
  }

  long bits(String code) {
    long bits = all | codes.getOrDefault(code, 0L);
    for (int length : lengths) {
      if (length > code.length()) continue;
      bits |= prefixes.getOrDefault(code.substring(0, length), 0L);
    }
    for (Test test : tests) if (test.filter().test(code)) bits |= test.bits();
    return bits;
  }
}
