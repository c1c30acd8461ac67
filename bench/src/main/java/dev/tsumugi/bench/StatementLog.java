package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations of one statement, as PostgreSQL's own log tells them with log_min_duration_statement 0. */
public final class StatementLog {
  private static final Pattern DURATION =
      Pattern.compile("duration: ([0-9.]+) ms  (?:execute|statement)[^:]*: (.*)");

  private StatementLog() {}

  /**
   * Milliseconds, in the order of the log.
   *
   * @param part that tells the statement from all others
   */
  public static List<Double> durations(List<String> log, String part) {
    List<Double> durations = new ArrayList<>();
    for (String line : log) {
      Matcher told = DURATION.matcher(line);
      if (told.find() && told.group(2).contains(part)) {
        durations.add(Double.parseDouble(told.group(1)));
      }
    }
    return durations;
  }

  /**
   * @param share 0.99 for what 99 of 100 are not above
   */
  public static double percentile(List<Double> values, double share) {
    if (values.isEmpty()) throw new IllegalArgumentException("of nothing");
    List<Double> sorted = values.stream().sorted().toList();
    int at = (int) Math.ceil(sorted.size() * share) - 1;
    return sorted.get(Math.max(0, at));
  }
}
