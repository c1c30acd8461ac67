package dev.tsumugi.bench.shell;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.scene.Villager;
import dev.tsumugi.testkit.scene.VillagerRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads a village over HTTP, as its custodian would: transactions of many people. */
final class VillageLoad {
  private static final int CLIENTS = 4;
  private static final int PEOPLE_AT_ONCE = 40;
  private static final int TOLD_EVERY = 10_000;

  private VillageLoad() {}

  /**
   * @param wholeEvery each so manyeth has a whole record, the others who they are and what they
   *     chose
   */
  static void load(Target target, List<Villager> people, int wholeEvery) {
    AtomicInteger next = new AtomicInteger();
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      work.add(
          () -> {
            client(target, people, wholeEvery, next);
            return true;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      for (Future<Boolean> one : threads.invokeAll(work)) one.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Failure known) throw known;
      throw new Failure("The village could not be loaded: " + failure.getCause(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure("The bench was interrupted.", interrupted);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void client(
      Target target, List<Villager> people, int wholeEvery, AtomicInteger next) throws IOException {
    try (Wire wire = target.asLoader()) {
      for (int from = next.getAndAdd(PEOPLE_AT_ONCE);
          from < people.size();
          from = next.getAndAdd(PEOPLE_AT_ONCE)) {
        List<Json.Obj> resources = new ArrayList<>();
        for (int i = from; i < Math.min(people.size(), from + PEOPLE_AT_ONCE); i++) {
          boolean whole = i % wholeEvery == 0;
          Villager one = people.get(i);
          resources.addAll(whole ? VillagerRecord.whole(one) : VillagerRecord.lean(one));
        }
        send(target, wire, VillagerRecord.transaction(resources));
        if (from / TOLD_EVERY != (from + PEOPLE_AT_ONCE) / TOLD_EVERY) {
          Ground.say("  " + (from + PEOPLE_AT_ONCE) + " of " + people.size());
        }
      }
    }
  }

  private static void send(Target target, Wire wire, Json.Obj transaction) throws IOException {
    for (int tried = 1; ; tried++) {
      Wire.Answer answer = wire.send("POST", target.target(""), transaction.toString());
      if (answer.succeeded()) return;
      // Two writers met, or the hub is busy.
      boolean again = answer.status() == 409 || answer.status() == 503;
      if (!again || tried == 20) throw Loader.refused(target, "the village", answer);
    }
  }
}
