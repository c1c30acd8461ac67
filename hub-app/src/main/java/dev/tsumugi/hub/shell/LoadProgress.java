package dev.tsumugi.hub.shell;

import java.nio.file.Path;
import java.util.Locale;

/**
 * How far a load is: a bar that is drawn over on a terminal, plain lines elsewhere. The launcher
 * says which it is ({@code hub.terminal}), as newer Javas have a console without a terminal too.
 */
final class LoadProgress {
  private static final int WIDTH = 40;

  private final Console console;
  private final String what;
  private final boolean terminal = Boolean.getBoolean("hub.terminal");
  private final long started = System.nanoTime();
  private int all;
  private int tenths;

  LoadProgress(Console console) {
    this(console, "resources");
  }

  /**
   * @param what is loaded
   */
  LoadProgress(Console console, String what) {
    this.console = console;
    this.what = what;
  }

  synchronized void start(int resources) {
    all = resources;
    if (!terminal) console.say("Loading " + resources + " " + what + ".");
  }

  void show(int done, Path file) {
    show(done, "  " + file.getFileName());
  }

  void show(int done) {
    show(done, "");
  }

  private synchronized void show(int done, String beside) {
    if (all == 0) return;
    int now = (int) (10L * done / all);
    if (terminal) {
      int filled = (int) ((long) WIDTH * done / all);
      String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
      console.redraw(line("[" + bar + "] ", done) + beside);
    } else if (now > tenths) {
      tenths = now;
      console.say(line("", done));
    }
  }

  synchronized void end() {
    if (terminal) console.endRedraw();
  }

  private String line(String bar, int done) {
    double seconds = (System.nanoTime() - started) / 1e9;
    return String.format(
        Locale.ROOT,
        "%s%3d %% %d of %d, %.0f/s",
        bar,
        100L * done / all,
        done,
        all,
        done / seconds);
  }
}
