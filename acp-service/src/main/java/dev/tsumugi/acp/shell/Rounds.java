package dev.tsumugi.acp.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this module does without being asked, by the hub's clock: invitations that nobody answered
 * lapse, mail that waits is sent. Whichever node does it, it is done once.
 */
final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Invitations invitations;
  private final Outbox outbox;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "acp-rounds");
            made.setDaemon(true);
            return made;
          });

  Rounds(Invitations invitations, Outbox outbox, Clock clock) {
    this.invitations = invitations;
    this.outbox = outbox;
    this.clock = clock;
  }

  void start() {
    thread.scheduleWithFixedDelay(
        this::round, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      step(clock.instant());
    } catch (RuntimeException failure) {
      // The database may be away: it is tried again. By its kind: messages can quote a row.
      LOG.warn("a round failed, it is tried again: {}", failure.getClass().getName());
    }
  }

  /** One round, as of {@code now}. */
  void step(Instant now) {
    while (invitations.lapse(now) > 0) continue;
    while (outbox.step(now).isPresent()) continue;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
