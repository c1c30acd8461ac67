package dev.tsumugi.fhirserver.shell.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one thing again and again: at once after {@link #wake}, else from time to
 * time, as other nodes make work too.
 */
final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Semaphore work = new Semaphore(0);
  private final BooleanSupplier step;
  private final Duration idle;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param step true if there may be more to do
   */
  Worker(String name, Duration idle, BooleanSupplier step) {
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
    while (!closing) {
      boolean more = false;
      try {
        more = step.getAsBoolean();
      } catch (RuntimeException failure) {
        // The database may be away: it is tried again, and messages can quote a row.
        log.warn("{}: {}, tried again", thread.getName(), failure.getClass().getName());
      }
      if (!more) await();
    }
  }

  private void await() {
    try {
      boolean woken = work.tryAcquire(idle.toMillis(), TimeUnit.MILLISECONDS);
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
