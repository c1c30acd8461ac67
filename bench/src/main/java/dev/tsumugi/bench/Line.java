package dev.tsumugi.bench;

import java.util.OptionalDouble;

/** One line of the table. */
public sealed interface Line {
  String workload();

  /**
   * A workload that both answered alike.
   *
   * @param rate of the latency figures, requests a second
   */
  record Compared(String workload, String goal, Measured ours, Measured theirs, double rate)
      implements Line {}

  /**
   * A single figure of each.
   *
   * @param more whether a larger figure is the better one
   */
  record Single(
      String workload,
      String goal,
      String unit,
      OptionalDouble ours,
      OptionalDouble theirs,
      boolean more)
      implements Line {}

  /** Not measured, and why. */
  record Skipped(String workload, String why) implements Line {}
}
