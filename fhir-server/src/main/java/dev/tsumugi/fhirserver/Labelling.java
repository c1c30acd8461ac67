package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import java.util.List;

/** By what resources are labelled, and how far a change of it is. */
public interface Labelling {
  /** The sensitivity value sets in force. */
  List<Json.Obj> inForce();

  Progress progress();

  /**
   * How far.
   *
   * @param generation grows with every change, and once more when every row is labelled by it
   * @param done rows looked at, current ones and earlier versions
   * @param total rows to look at; -1 before they are counted
   */
  record Progress(long generation, State state, long done, long total) {
    /** By the hundred: hidden records are counted too. */
    private static final long ROUND = 100;

    /** What is going on. */
    public enum State {
      /** Rows that may be sensitive now are looked at; they are hidden as if they were. */
      RESTRICTING,
      /** Rows that may be so no longer are looked at; they are hidden as if they still were. */
      LIFTING,
      /** Every row is labelled by what is in force. */
      SETTLED
    }

    public long roundedDone() {
      return (done + ROUND - 1) / ROUND * ROUND;
    }

    public long roundedTotal() {
      return (total + ROUND - 1) / ROUND * ROUND;
    }
  }
}
