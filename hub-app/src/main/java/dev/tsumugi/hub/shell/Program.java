package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a short-lived program to its end. */
final class Program {
  private Program() {}

  /**
   * @param output what it wrote, standard error included
   */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }

    /** The last line that says anything; programs put the reason there. */
    String lastLine() {
      List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }
  }

  /**
   * @throws IOException if the program is not there or may not be run
   */
  static Result run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // PGDATA, PGPORT and the like of the person at the keyboard are meant for another server.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command.get(0), e);
    }
  }

  /** True if the program is there and ends well. */
  static boolean works(String... command) {
    try {
      return run(List.of(command)).succeeded();
    } catch (IOException absent) {
      return false;
    }
  }
}
