package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.PairPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Writes one section of the page on rules and size, with what one must know to judge it. */
final class PairReport {
  private static final String PREAMBLE =
      """
      # Benchmarks: rules and size

      Written by `./hub bench rules` and `./hub bench size`, a section each;
      [bench/README.md](../bench/README.md) says how they measure. What stands under
      "What holds it back" is written by hand and stays.
      """;

  private final Options options;
  private final String postgres;
  private final double busy;

  /**
   * @param busy load average before the run
   */
  PairReport(Options options, String postgres, double busy) {
    this.options = options;
    this.postgres = postgres;
    this.busy = busy;
  }

  void write(Path file, String title, String about, String table) {
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
    - %s, %d cores, %s; load average before the run %.2f; load generator on the same cores
    - Java %s, PostgreSQL %s, durable; tokens, consent and journal on; each hub with -Xmx256m
    - %d rounds of %d s in ABBA order at full speed (CPU, operations/s), as many at a fixed rate, half of
      what the slower can do (p50, p99); %d s of warm-up a workload; medians; Synthea 3.3.0, seed %d, %d years

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
            options.history(),
            table);
  }
}
