package dev.tsumugi.fhirserver.shell.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that learns every second which search parameters others have loaded, and steps along
 * the way over the rows as long as there is one to go.
 */
final class ReindexWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReindexWorker.class);
  private static final long LOOK_EVERY_MILLIS = 1_000;
  private static final long PATIENCE_SECONDS = 10;

  private final JdbcParameters parameters;
  private final Reindex reindex;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "reindex");

  ReindexWorker(JdbcParameters parameters, Reindex reindex) {
    this.parameters = parameters;
    this.reindex = reindex;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void work() {
    boolean failing = false;
    long pause = 0;
    try {
      while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
        try {
          pause = look();
          failing = false;
        } catch (RuntimeException failure) {
          pause = LOOK_EVERY_MILLIS;
          // Its message may quote a row; told once, as it comes again every second.
          if (!failing) log.warn("no reindexing for now: {}", failure.getClass().getName());
          if (!failing) log.debug("why no reindexing", failure);
          failing = true;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns how long to wait, in milliseconds: as long as the step took, so that requests go on.
   */
  private long look() {
    long begun = System.nanoTime();
    parameters.refresh();
    boolean due = parameters.current().entries().stream().anyMatch(JdbcParameters::isUnderWay);
    if (!due || !reindex.step()) return LOOK_EVERY_MILLIS;
    return Math.min(LOOK_EVERY_MILLIS, (System.nanoTime() - begun) / 1_000_000);
  }

  @Override
  public void close() {
    closing.countDown();
    if (!thread.isAlive()) return;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
