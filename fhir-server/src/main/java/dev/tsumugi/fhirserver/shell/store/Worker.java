package dev.tsumugi.fhirserver.shell.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one thing again and again, with a rest in between that {@link #wake} ends: as
 * other nodes make work too, it looks from time to time.
 */
final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Rest of a step that may have left more to do. */
  static final Duration NONE = Duration.ZERO;

  /** What is done. */
  interface Step {
    /**
     * @return how long to rest before the next
     */
    Duration run();
  }

  /**
   * Rest as long as the step took, so that requests go on.
   *
   * @param begun {@link System#nanoTime} before it
   * @param longest rest
   */
  static Duration restAfter(long begun, Duration longest) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return took.compareTo(longest) < 0 ? took : longest;
  }

  private final Semaphore work = new Semaphore(0);
  private final Step step;
  private final Duration idle;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param idle rest after a step that failed
   */
  Worker(String name, Duration idle, Step step) {
    this.step = step;
    this.idle = idle;
    thread = new Thread(this::work, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void wake() {
    work.release();
  }

  private void work() {
    boolean failing = false;
    while (!closing) {
      Duration rest = idle;
      try {
        rest = step.run();
        failing = false;
      } catch (RuntimeException failure) {
        // The database may be away: it is tried again. Told once, by its kind: messages can quote
        // a row.
        if (!failing) {
          log.warn("{}: {}, tried again", thread.getName(), failure.getClass().getName());
          log.debug("why {} failed", thread.getName(), failure);
        }
        failing = true;
      }
      if (!rest.isZero()) await(rest);
    }
  }

  private void await(Duration rest) {
    try {
      boolean woken = work.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS);
      if (woken) work.drainPermits();
    } catch (InterruptedException stop) {
      closing = true;
    }
  }

  @Override
  public void close() {
    closing = true;
    wake();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
