package dev.tsumugi.hub.shell;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which processes one hub's server runs as, so that those of a killed hub can be ended later. First
 * line the hub, then the script and its Java; each as process id and start time in milliseconds. A
 * process id alone is soon another's.
 */
record KeycloakPidFile(Path file) {
  // The kernel counts starts in ticks after a boot time that it knows to the second.
  private static final Duration SAME_START = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofSeconds(15);

  void write(ProcessHandle hub, List<ProcessHandle> server) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(line(hub));
    server.forEach(process -> lines.add(line(process)));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, lines);
    Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Ends what an earlier, killed hub left running here.
   *
   * @return how many processes that were
   * @throws Failure if that hub still lives
   */
  int endStale() throws IOException {
    if (!Files.exists(file)) return 0;
    List<String> lines = Files.readAllLines(file);
    Optional<ProcessHandle> hub = lines.isEmpty() ? Optional.empty() : living(lines.get(0));
    if (hub.isPresent() && hub.get().pid() != ProcessHandle.current().pid()) {
      throw new Failure(
          "Another hub (process "
              + hub.get().pid()
              + ") runs on "
              + file.getParent()
              + ": stop it first, or set HUB_DATA to another folder.");
    }
    List<ProcessHandle> left =
        lines.stream().skip(1).map(KeycloakPidFile::living).flatMap(Optional::stream).toList();
    end(left, GRACE);
    delete();
    return left.size();
  }

  /** Asks all to end, and kills what has not after {@code grace}. */
  static void end(List<ProcessHandle> processes, Duration grace) {
    processes.forEach(ProcessHandle::destroy);
    if (awaitEnd(processes, grace)) return;
    processes.forEach(ProcessHandle::destroyForcibly);
    if (!awaitEnd(processes, grace)) {
      throw new Failure("Keycloak (processes " + pids(processes) + ") cannot be ended.");
    }
  }

  private static boolean awaitEnd(List<ProcessHandle> processes, Duration grace) {
    long deadline = System.nanoTime() + grace.toNanos();
    for (ProcessHandle process : processes) {
      while (runs(process)) {
        if (System.nanoTime() > deadline) return false;
        try {
          process.onExit().get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          continue; // look again: a process nobody buries never exits for onExit
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return true;
  }

  /** Alive in earnest: a dead process whose parent does not ask for it has no command any more. */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static Optional<ProcessHandle> living(String line) {
    String[] parts = line.split(" ");
    if (parts.length != 2) return Optional.empty(); // cut short by a full disk: nobody's number
    Instant started = Instant.ofEpochMilli(Long.parseLong(parts[1]));
    return ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(KeycloakPidFile::runs)
        .filter(process -> startedAt(process, started));
  }

  private static boolean startedAt(ProcessHandle process, Instant started) {
    return process
        .info()
        .startInstant()
        .map(then -> Duration.between(then, started).abs().compareTo(SAME_START) <= 0)
        .orElse(false);
  }

  private static String line(ProcessHandle process) {
    Instant started = process.info().startInstant().orElse(Instant.EPOCH);
    return process.pid() + " " + started.toEpochMilli();
  }

  private static String pids(List<ProcessHandle> processes) {
    return String.join(", ", processes.stream().map(p -> Long.toString(p.pid())).toList());
  }
}
