package dev.tsumugi.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalDouble;

/** Medians. One disturbed round of three does not move them. */
public final class Figures {
  private Figures() {}

  /** Of an even number the mean of the middle two; empty of none. */
  public static OptionalDouble median(Collection<Double> values) {
    if (values.isEmpty()) return OptionalDouble.empty();
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  /** Three significant digits, without exponents: {@code 0.241}, {@code 13.1}, {@code 3020}. */
  public static String shown(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(java.util.Locale.ROOT, "%." + decimals + "f", value);
  }

  /** How far the values lie apart, relative to their median; 0 of fewer than two. */
  public static double spread(Collection<Double> values) {
    if (values.size() < 2) return 0;
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return (sorted[sorted.length - 1] - sorted[0]) / median(values).orElseThrow();
  }
}
