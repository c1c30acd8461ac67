package dev.tsumugi.bench.shell;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A FHIR server as a process of its own, which the bench can start again. */
final class Server implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String name;
  private final URI base;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private @Nullable Process process;

  Server(String name, URI base, List<String> command, Map<String, String> environment, Path log) {
    this.name = name;
    this.base = base;
    this.command = command;
    this.environment = environment;
    this.log = log;
  }

  URI base() {
    return base;
  }

  long pid() {
    Process running = process;
    if (running == null) throw new IllegalStateException(name + " does not run");
    return running.pid();
  }

  /** Starts it and waits for its first answer to a FHIR request; seconds from start to there. */
  double start() {
    return start(Map.of());
  }

  /**
   * @param more of the environment, for this start only
   */
  double start(Map<String, String> more) {
    long began = System.nanoTime();
    ProcessBuilder builder = new ProcessBuilder(command);
    // A setting meant for the operator's own hub is none for this one.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("HUB_"));
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process started = builder.start();
      process = started;
      while (!answers()) {
        if (!started.isAlive()) throw new Failure(name + " does not start; see " + log + ".");
        if (System.nanoTime() - began > PATIENCE_NANOS) {
          throw new Failure(name + " does not answer within five minutes; see " + log + ".");
        }
        LockSupport.parkNanos(BETWEEN_NANOS);
      }
    } catch (IOException failure) {
      throw new Failure(name + " cannot be started: " + failure.getMessage(), failure);
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private boolean answers() {
    try (Wire wire = new Wire(base, () -> "")) {
      return wire.send("GET", base.getPath() + "/metadata", "").succeeded();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    Process running = process;
    if (running == null) return;
    running.destroy();
    try {
      if (!running.waitFor(30, TimeUnit.SECONDS)) running.destroyForcibly().waitFor();
    } catch (InterruptedException interrupted) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    process = null;
  }
}
