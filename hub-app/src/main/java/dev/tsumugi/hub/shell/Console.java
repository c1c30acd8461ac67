package dev.tsumugi.hub.shell;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person at the keyboard reads; each line goes to the log as well. */
final class Console {
  private final PrintStream out;
  private final PrintStream error;

  Console(PrintStream out, PrintStream error) {
    this.out = out;
    this.error = error;
  }

  void say(String line) {
    log().info("{}", line);
    out.println(line);
    out.flush();
  }

  /** Does one step and prints its outcome with the time it took: {@code [ 2.4 s] … ready}. */
  void step(Supplier<String> work) {
    long start = System.nanoTime();
    String outcome = work.get();
    say(timed(Duration.ofNanos(System.nanoTime() - start), outcome));
  }

  /** A sentence about something that went wrong. */
  void warn(String sentence) {
    log().warn("{}", sentence);
    error.println(sentence);
    error.flush();
  }

  void fail(Failure failure) {
    log().error("{}{}", failure.sentence(), causes(failure));
    error.println("hub: " + failure.sentence());
    error.flush();
  }

  /** What led to a failure of a start or a command: types and messages, the deepest last. */
  private static String causes(Failure failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      text.append(" <- ")
          .append(cause.getClass().getName())
          .append(": ")
          .append(cause.getMessage());
    }
    return text.toString();
  }

  /** Text that is drawn over by the next; for progress on a terminal. */
  void redraw(String text) {
    out.print("\r" + text + "\u001b[K");
    out.flush();
  }

  void endRedraw() {
    out.println();
  }

  /** Not a constant: the first logger opens the log, and {@link LogFile} must come before it. */
  private static Logger log() {
    return LoggerFactory.getLogger(Console.class);
  }

  static String timed(Duration took, String outcome) {
    return String.format(Locale.ROOT, "[%5.1f s] %s", took.toMillis() / 1000.0, outcome);
  }
}
