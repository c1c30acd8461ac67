package dev.tsumugi.acp.paper;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one address may ask what is open to everybody: so many at once, then one for each
 * interval. It keeps the last addresses alone, so that nobody can fill the memory with them.
 */
public final class RateLimit {
  private static final int ADDRESSES = 10_000;

  private final int burst;
  private final Duration interval;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  /**
   * @param left after the last question
   */
  private record Bucket(double left, Instant at) {}

  public RateLimit(int burst, Duration interval) {
    this.burst = burst;
    this.interval = interval;
  }

  /** Whether it may ask now; asking counts only if it may. */
  public synchronized boolean allows(String address, Instant now) {
    Bucket bucket = buckets.getOrDefault(address, new Bucket(burst, now));
    double gained = (double) Duration.between(bucket.at(), now).toMillis() / interval.toMillis();
    double left = Math.min(burst, bucket.left() + Math.max(0, gained));
    boolean may = left >= 1;
    buckets.put(address, new Bucket(may ? left - 1 : left, now));
    return may;
  }

  /** How long to wait, in whole seconds, when it does not allow. */
  public long seconds() {
    return Math.max(1, interval.toSeconds());
  }
}
