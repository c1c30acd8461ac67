package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.SyntheaBundle;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads transactions into one server, and learns the ids it gives. */
final class Loader {
  private static final Pattern LOCATION =
      Pattern.compile("([A-Z][A-Za-z]+)/([^/]+)(/_history/.*)?$");

  private Loader() {}

  /**
   * @param seconds of sending and waiting; of one client the parsing of answers is not in it
   */
  record Loaded(int resources, double seconds) {
    double perSecond() {
      return resources / seconds;
    }
  }

  static Loaded load(Target target, Json.Obj transaction) {
    try (Wire wire = target.asLoader()) {
      long began = System.nanoTime();
      Wire.Answer answer = wire.send("POST", target.target(""), text(Json.bytes(transaction)));
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Loaded(learn(target, transaction, answer, "places"), seconds);
    } catch (IOException failure) {
      throw broken(target, failure);
    }
  }

  /** Loads each file once, so many at a time. */
  static Loaded load(Target target, List<Path> files, int clients) {
    Queue<Path> waiting = new ConcurrentLinkedQueue<>(files);
    List<Callable<List<Loaded>>> work = new ArrayList<>();
    for (int i = 0; i < clients; i++) work.add(() -> client(target, waiting));
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      int resources = 0;
      double longest = 0;
      for (Future<List<Loaded>> client : threads.invokeAll(work)) {
        double own = 0;
        for (Loaded one : client.get()) {
          resources += one.resources();
          own += one.seconds();
        }
        longest = Math.max(longest, own);
      }
      return new Loaded(resources, longest);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Failure known) throw known;
      throw new Failure("The load into " + target.name() + " failed.", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure("The load was interrupted.", interrupted);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Loaded> client(Target target, Queue<Path> waiting) {
    List<Loaded> done = new ArrayList<>();
    try (Wire wire = target.asLoader()) {
      for (Path file = waiting.poll(); file != null; file = waiting.poll()) {
        byte[] body = Files.readAllBytes(file);
        Json.Obj transaction = Json.parseObject(body);
        long began = System.nanoTime();
        Wire.Answer answer = wire.send("POST", target.target(""), text(body));
        double seconds = (System.nanoTime() - began) / 1e9;
        int count = learn(target, transaction, answer, String.valueOf(file.getFileName()));
        done.add(new Loaded(count, seconds));
      }
    } catch (IOException failure) {
      throw broken(target, failure);
    }
    return done;
  }

  private static int learn(Target target, Json.Obj transaction, Wire.Answer answer, String what) {
    if (!answer.succeeded()) throw refused(target, what, answer);
    List<String> names = SyntheaBundle.names(transaction);
    List<Json.Obj> entries = Json.parseObject(answer.body()).objects("entry");
    if (entries.size() != names.size()) {
      throw new Failure(
          target.name() + " answered " + entries.size() + " of " + names.size() + " entries.");
    }
    for (int i = 0; i < entries.size(); i++) {
      Json.Obj response = entries.get(i).obj("response");
      String location = response == null ? null : response.text("location");
      if (location == null || names.get(i).isEmpty()) continue;
      Matcher parts = LOCATION.matcher(location);
      if (parts.find()) target.learn(names.get(i), parts.group(2));
    }
    return entries.size();
  }

  static Failure refused(Target target, String what, Wire.Answer answer) {
    String text = answer.text();
    return new Failure(
        target.name()
            + " refuses "
            + what
            + " ("
            + answer.status()
            + "): "
            + text.substring(0, Math.min(600, text.length())));
  }

  private static Failure broken(Target target, IOException failure) {
    return new Failure(target.name() + " broke off: " + failure.getMessage(), failure);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
