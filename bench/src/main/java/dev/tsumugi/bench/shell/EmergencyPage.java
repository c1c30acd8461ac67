package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Figures;
import dev.tsumugi.bench.Measured;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.PairPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/** {@code docs/benchmarks-emergency.md}, a section a part. */
final class EmergencyPage {
  private static final String PREAMBLE =
      """
      # Benchmarks: the emergency look-up

      Written by `./hub bench emergency`, a section a part; [bench/README.md](../bench/README.md) says how it
      measures. What stands under "What holds it back" is written by hand and stays.
      """;

  private static final double SHARE = 0.5;
  private static final double MOST_P99 = 3;
  private static final double FLAT = 1.3;

  private final Options options;
  private final String postgres;
  private final double busy;
  private final Path file;

  /**
   * @param busy load average before the run
   */
  EmergencyPage(Options options, String postgres, double busy, Path file) {
    this.options = options;
    this.postgres = postgres;
    this.busy = busy;
    this.file = file;
  }

  /**
   * At a third of what the hub can do.
   *
   * @param rate requests a second
   */
  record Third(double rate, OptionalDouble p50, OptionalDouble p99) {
    static final Third NONE = new Third(0, OptionalDouble.empty(), OptionalDouble.empty());

    static Third of(double rate, List<Double> p50, List<Double> p99) {
      return new Third(rate, Figures.median(p50), Figures.median(p99));
    }
  }

  /** The hub, and what it is measured against, in turns. */
  record Beside(String title, InTurns.Outcome outcome, Third third) {
    Measured ours() {
      return outcome.first().measured();
    }

    Measured theirs() {
      return outcome.second().measured();
    }
  }

  void speed(List<Beside> lines, int asked, int residents, Collection<byte[]> bodies) {
    List<String> rows = new ArrayList<>();
    rows.add(
        row(
            "look-up",
            "look-ups/s",
            "plain servlet/s",
            "**share**",
            "goal",
            "CPU ms: look-up",
            "plain servlet",
            "at a third, /s",
            "p50 / p99 ms",
            "goal"));
    rows.add("|" + "---|".repeat(10));
    for (Beside line : lines) {
      OptionalDouble share = ratio(line.ours().perSecond(), line.theirs().perSecond());
      rows.add(
          row(
              line.title(),
              shown(line.ours().perSecond()),
              shown(line.theirs().perSecond()),
              "**" + shown(share) + "**",
              "≥ 0.50 " + reached(share.orElse(0) >= SHARE),
              shown(line.ours().cpuMillis()),
              shown(line.theirs().cpuMillis()),
              Figures.shown(line.third().rate()),
              shown(line.third().p50()) + " / " + shown(line.third().p99()),
              "p99 ≤ 3 ms " + reached(line.third().p99().orElse(99) <= MOST_P99)));
    }
    long size = bodies.stream().mapToLong(body -> body.length).sum() / Math.max(1, bodies.size());
    String about =
        """
        A look-up over HTTP with token, consent and durable journal, which answers a whole sheet; and the same
        bytes from one row by a plain servlet without any of these, on the same Tomcat, pool and PostgreSQL. The
        clients share the machine with both.

        - %d people of %,d asked for in turn, %,d bytes an answer
        """
            .formatted(asked, residents, size);
    write("Speed", about, String.join("\n", rows));
  }

  void peer(Beside line) {
    OptionalDouble ratio = ratio(line.ours().perSecond(), line.theirs().perSecond());
    OptionalDouble cpu = ratio(line.theirs().cpuMillis(), line.ours().cpuMillis());
    List<String> rows = new ArrayList<>();
    rows.add(
        row(
            "look-up",
            "look-ups/s",
            "HAPI JPA reads/s",
            "**ratio**",
            "goal",
            "CPU ms: look-up",
            "HAPI JPA",
            "**ratio**"));
    rows.add("|" + "---|".repeat(8));
    rows.add(
        row(
            line.title(),
            shown(line.ours().perSecond()),
            shown(line.theirs().perSecond()),
            "**" + shown(ratio) + "**",
            "≥ 8 " + reached(ratio.orElse(0) >= 8),
            shown(line.ours().cpuMillis()),
            shown(line.theirs().cpuMillis()),
            "**" + shown(cpu) + "**"));
    String about =
        """
        The hub's guarded look-up, and a HAPI JPA server's open read (no token, no consent, no journal; -Xmx2g, pool of
        8) of a stored Bundle that holds the same answer.
        """;
    write("HAPI JPA", about, String.join("\n", rows));
  }

  void size(List<Beside> lines, int few, int many) {
    List<String> rows = new ArrayList<>();
    rows.add(
        row(
            "look-up",
            "p50 ms: %,d".formatted(few),
            "%,d".formatted(many),
            "**ratio**",
            "goal",
            "p99 ms: %,d".formatted(few),
            "%,d".formatted(many),
            "CPU ms: %,d".formatted(few),
            "%,d".formatted(many),
            "at rate/s"));
    rows.add("|" + "---|".repeat(10));
    for (Beside line : lines) {
      OptionalDouble ratio = ratio(line.theirs().p50Millis(), line.ours().p50Millis());
      rows.add(
          row(
              line.title(),
              shown(line.ours().p50Millis()),
              shown(line.theirs().p50Millis()),
              "**" + shown(ratio) + "**",
              "≤ 1.30 " + reached(ratio.orElse(99) <= FLAT),
              shown(line.ours().p99Millis()),
              shown(line.theirs().p99Millis()),
              shown(line.ours().cpuMillis()),
              shown(line.theirs().cpuMillis()),
              Figures.shown(line.outcome().rate())));
    }
    String about =
        """
        The same look-ups on a hub with %,d residents and on one with %,d. In the larger one every resident has an
        identity and a choice, and as many as in the smaller one a whole record; these are asked for.
        """
            .formatted(few, many);
    write("Size", about, String.join("\n", rows));
  }

  void write(String title, String about, String table) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) Files.createDirectories(folder);
      String page = Files.exists(file) ? Files.readString(file) : "";
      Files.writeString(file, PairPage.with(page, PREAMBLE, title, text(about, table)));
    } catch (IOException failure) {
      throw new Failure("The report cannot be written: " + failure.getMessage(), failure);
    }
    System.out.println(table);
    Ground.say("Written to " + file + ".");
  }

  private String text(String about, String table) throws IOException {
    return """
    %s
    - %s, %d cores, %s; load average before the run %.2f
    - Java %s, PostgreSQL %s, durable; each server with -Xmx256m; %d rounds of %d s in ABBA order after %d s of
      warm-up; medians; seed %d

    %s
    """
        .formatted(
            about.strip(),
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Report.machine(),
            busy,
            System.getProperty("java.version"),
            postgres,
            options.rounds(),
            options.seconds(),
            options.warmup(),
            options.seed(),
            table);
  }

  private static String reached(boolean yes) {
    return yes ? "(yes)" : "(**no**)";
  }

  private static OptionalDouble ratio(OptionalDouble above, OptionalDouble below) {
    if (above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(above.getAsDouble() / below.getAsDouble());
  }

  private static String shown(OptionalDouble value) {
    return value.isEmpty() ? "–" : Figures.shown(value.getAsDouble());
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
