package dev.tsumugi.hub.shell;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after a running PostgreSQL: one that dies is started again on its port, and the hub's
 * connections come back by themselves. One that dies again and again is given up, as then a disk or
 * a setting is broken and each start makes it worse.
 */
final class PostgresWatch implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int MOST_STARTS = 5;
  private static final Duration COUNTED_FOR = Duration.ofMinutes(10);

  private final PostgresServer server;
  private final Consumer<String> say;
  private final Consumer<Failure> giveUp;
  private final Deque<Long> starts = new ArrayDeque<>();
  private String failed = "";
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "postgres-watch");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param say gets a sentence about each death and each return
   * @param giveUp called at most once
   */
  PostgresWatch(PostgresServer server, Consumer<String> say, Consumer<Failure> giveUp) {
    this.server = server;
    this.say = say;
    this.giveUp = giveUp;
    // Otherwise a look that waits would start the server again after close.
    watch.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    lookAfter(LOOK_EVERY);
  }

  /** From here on a server that ends is left alone. Waits for a start under way. */
  @Override
  public void close() {
    watch.shutdown();
    try {
      if (!watch.awaitTermination(2, TimeUnit.MINUTES)) watch.shutdownNow();
    } catch (InterruptedException e) {
      watch.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void lookAfter(Duration pause) {
    if (watch.isShutdown()) return;
    try {
      watch.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.RejectedExecutionException closedMeanwhile) {
      // Closing is the one reason, and it wants no further look.
      return;
    }
  }

  private void look() {
    if (server.isAlive()) {
      failed = "";
      lookAfter(LOOK_EVERY);
      return;
    }
    int again = countStart();
    if (again > MOST_STARTS) {
      giveUp.accept(
          new Failure(
              failed.isEmpty()
                  ? "PostgreSQL died " + again + " times in a short while; the hub stops."
                  : "PostgreSQL died and does not come back; the hub stops. " + failed));
      return;
    }
    String what = failed.isEmpty() ? "PostgreSQL died; starting it again" : "Trying again";
    say.accept(what + " (" + again + " of " + MOST_STARTS + ").");
    try {
      server.startAgain();
      say.accept("PostgreSQL is back on port " + server.port() + ".");
      lookAfter(LOOK_EVERY);
    } catch (Failure failure) {
      failed = failure.sentence();
      say.accept(failed);
      // 1, 2, 4, 8 seconds: what the dead server left behind may need a moment to go.
      lookAfter(Duration.ofSeconds(1L << (again - 1)));
    }
  }

  private int countStart() {
    long now = System.nanoTime();
    starts.removeIf(start -> now - start > COUNTED_FOR.toNanos());
    starts.add(now);
    return starts.size();
  }
}
