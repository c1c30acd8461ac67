package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.OpenLoop;
import dev.tsumugi.bench.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Puts one target under load. */
final class Driver {
  private static final long LONGEST_NANOS = 600_000_000_000L;
  private static final int DIGITS = 3;
  // Enough that a slow answer holds up no request that falls due meanwhile.
  private static final int CONNECTIONS = 16;

  private Driver() {}

  /**
   * @param seconds from the first request to the last answer
   * @param repeats writes that had to be sent again, as they met another
   */
  record Round(long operations, double seconds, Histogram firstByte, long repeats) {
    double perSecond() {
      return operations / seconds;
    }
  }

  /** As many clients as asked for, each sending again as soon as it is answered. */
  static Round closed(
      Target target, List<Operation> operations, int clients, double seconds, long seed) {
    Histogram firstByte = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
    AtomicLong done = new AtomicLong();
    AtomicLong repeats = new AtomicLong();
    long began = System.nanoTime();
    long end = began + (long) (seconds * 1e9);
    together(
        clients,
        client -> {
          SplittableRandom random = new SplittableRandom(seed * 1_000 + client);
          try (Client one = new Client(target)) {
            do {
              Operation operation = operations.get(random.nextInt(operations.size()));
              firstByte.recordValue(Math.min(LONGEST_NANOS, one.run(operation)));
              done.incrementAndGet();
            } while (System.nanoTime() < end);
            repeats.addAndGet(one.repeats());
          }
        });
    return new Round(done.get(), (System.nanoTime() - began) / 1e9, firstByte, repeats.get());
  }

  /** At a fixed rate, whatever the answers do; latencies in nanoseconds from when each was due. */
  static Histogram open(
      Target target, List<Operation> operations, double rate, double seconds, long seed) {
    Histogram latency = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
    OpenLoop schedule = new OpenLoop(System.nanoTime(), rate);
    long requests = schedule.requests(seconds);
    AtomicLong next = new AtomicLong();
    together(
        CONNECTIONS,
        client -> {
          SplittableRandom random = new SplittableRandom(seed * 1_000 + client);
          try (Client one = new Client(target)) {
            for (long i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
              long wait = schedule.dueNanos(i) - System.nanoTime();
              while (wait > 0) {
                LockSupport.parkNanos(wait);
                wait = schedule.dueNanos(i) - System.nanoTime();
              }
              one.run(operations.get(random.nextInt(operations.size())));
              long late = schedule.latencyNanos(i, System.nanoTime());
              latency.recordValue(Math.min(LONGEST_NANOS, late));
            }
          }
        });
    return latency;
  }

  private interface Work {
    void run(int client) throws IOException;
  }

  private static void together(int clients, Work work) {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      all.add(
          () -> {
            work.run(client);
            return true;
          });
    }
    try {
      for (Future<Boolean> one : threads.invokeAll(all)) one.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Failure known) throw known;
      throw new Failure("A client of the bench failed: " + failure.getCause(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure("The bench was interrupted.", interrupted);
    } finally {
      threads.shutdownNow();
    }
  }
}
