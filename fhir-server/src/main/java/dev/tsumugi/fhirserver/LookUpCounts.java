package dev.tsumugi.fhirserver;

import java.time.Instant;
import java.util.Map;

/**
 * How often somebody looked for people within one hour of the clock, on all nodes together. What a
 * crash of the database loses of it are the last moments.
 */
public interface LookUpCounts {
  /**
   * Counts, and tells how many it is now in this hour.
   *
   * @param more how many more for each name; 0 to be told only
   */
  Map<String, Integer> count(Map<String, Integer> more, Instant at);
}
