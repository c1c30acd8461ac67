package dev.tsumugi.bench;

/**
 * When each request of a fixed rate is due, whatever became of those before it. Latency counts from
 * there, not from the sending: a server that stalls delays what it should have been sent meanwhile,
 * and that waiting belongs to it (coordinated omission).
 *
 * @param startNanos a reading of the clock the caller goes by
 * @param rate requests a second
 */
public record OpenLoop(long startNanos, double rate) {
  private static final double SECOND = 1e9;

  public OpenLoop {
    if (!(rate > 0)) throw new IllegalArgumentException("the rate must be above 0, not " + rate);
  }

  /**
   * @param request counted from 0
   */
  public long dueNanos(long request) {
    return startNanos + (long) (request * (SECOND / rate));
  }

  /** How many fall due within so many seconds. */
  public long requests(double seconds) {
    return Math.max(1, (long) Math.floor(seconds * rate));
  }

  /**
   * @param answeredNanos by the clock of {@code startNanos}
   */
  public long latencyNanos(long request, long answeredNanos) {
    return Math.max(0, answeredNanos - dueNanos(request));
  }
}
