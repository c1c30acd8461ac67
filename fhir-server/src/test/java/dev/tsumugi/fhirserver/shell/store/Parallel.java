package dev.tsumugi.fhirserver.shell.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several at once. */
final class Parallel {
  private Parallel() {}

  static <T> List<T> run(int count, Callable<T> work) throws Exception {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) tasks.add(work);
    return run(tasks);
  }

  static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(tasks)) results.add(future.get());
      return results;
    } finally {
      pool.shutdown();
    }
  }
}
