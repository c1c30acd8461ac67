package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code kc.sh} on this Java, in a clean environment, printing into one log. One process at a
 * time; {@link #end} may come from another thread, as a hub can be stopped while it starts.
 */
final class KeycloakCommand {
  // Measured: 573 MB after thousands of tokens, against 733 MB with Keycloak's own settings.
  private static final Map<String, String> MEMORY =
      Map.of(
          "JAVA_OPTS_KC_HEAP",
          "-Xms64m -Xmx256m",
          "JAVA_OPTS_APPEND",
          "-XX:-UseG1GC -XX:+UseSerialGC -XX:MaxMetaspaceSize=192m -XX:ReservedCodeCacheSize=96m"
              + " -Xss512k -XX:MaxDirectMemorySize=64m",
          "MALLOC_ARENA_MAX",
          "2");

  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Path home;
  private final KeycloakLog log;
  private final KeycloakPidFile pidFile;
  private @Nullable Process current;
  private final Set<ProcessHandle> family = new LinkedHashSet<>();
  private boolean ended;

  KeycloakCommand(Path home, KeycloakLog log, KeycloakPidFile pidFile) {
    this.home = home;
    this.log = log;
    this.pidFile = pidFile;
  }

  /** Runs to the end; fails with the last meaningful line if that end is not a good one. */
  void run(List<String> arguments) throws IOException {
    Process process = launch(arguments, Map.of());
    try {
      if (process.waitFor() != 0) {
        throw new Failure("Keycloak's " + arguments.get(0) + " failed: " + log.lastWords() + ".");
      }
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
      throw new Failure("Keycloak's " + arguments.get(0) + " was interrupted.", e);
    }
  }

  /** Starts and returns. Secrets go by {@code environment}: arguments are for all to see. */
  synchronized Process launch(List<String> arguments, Map<String, String> environment)
      throws IOException {
    if (ended) throw new Failure("Keycloak is not started, as the hub is stopping.");
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString()));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
    Map<String, String> env = builder.environment();
    // What somebody set for another Keycloak must not change ours.
    env.keySet().removeIf(KeycloakCommand::belongsToAnother);
    env.put("JAVA_HOME", System.getProperty("java.home"));
    env.putAll(MEMORY);
    env.putAll(environment);
    Process process = builder.start();
    current = process;
    pidFile.write(ProcessHandle.current(), family(process));
    process.getOutputStream().close();
    return process;
  }

  /** Notes the processes as they are now: the script's Java appears a moment after it. */
  synchronized void note() throws IOException {
    if (current != null && !ended) pidFile.write(ProcessHandle.current(), family(current));
  }

  /** Runs {@code action} when the current process ends before {@link #end} is called. */
  synchronized void onDeath(Runnable action) {
    if (current == null) return;
    var unused =
        current
            .onExit()
            .thenRun(
                () -> {
                  if (!isEnded()) action.run();
                });
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  /** Ends what runs, gently at first, and lets nothing start any more; may be called again. */
  synchronized void end() {
    ended = true;
    if (current == null) return;
    KeycloakPidFile.end(family(current), GRACE);
    current = null;
    try {
      pidFile.delete();
    } catch (IOException e) {
      throw new Failure("Keycloak ended, but " + pidFile.file() + " stays behind.", e);
    }
  }

  /**
   * The script and all below it: it waits for its Java instead of becoming it. What was seen once
   * is kept, for a script that is killed leaves its Java to nobody.
   */
  private List<ProcessHandle> family(Process process) {
    family.add(process.toHandle());
    process.descendants().forEach(family::add);
    family.removeIf(member -> !member.isAlive());
    return List.copyOf(family);
  }

  private static boolean belongsToAnother(String variable) {
    return variable.startsWith("KC_")
        || variable.startsWith("QUARKUS_")
        || variable.startsWith("JAVA_")
        || variable.equals("JAVA")
        || variable.startsWith("DEBUG")
        || variable.equals("PRINT_ENV");
  }
}
