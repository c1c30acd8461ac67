package dev.tsumugi.ems;

import dev.tsumugi.kernel.Problem;
import java.time.Duration;

/** Where figures of look-ups go; they tell of nobody. */
public interface LookUpFigures {
  /**
   * One was answered.
   *
   * @param finder {@code card identifier person incident confirm}
   * @param outcome {@code found candidates unknown}
   * @param incident whether it was made for a known run
   */
  void answered(String finder, String outcome, boolean incident, Duration took);

  /** One was refused: by its limits ({@code TOO_MANY}), for its input, its sign-on. */
  void refused(Problem.Kind why);

  /** What a tablet measured from the scan to the sheet on its screen. */
  void scanToSheet(Duration took);
}
