package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Line;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** {@code docs/benchmarks.md}: the table, and what one must know to judge it. */
final class Report {
  private static final int FULL_PEOPLE = 100;
  private static final int FULL_ROUNDS = 3;
  private static final int FULL_SECONDS = 10;

  private final Options options;
  private final List<Line> lines;
  private final List<Person> people;
  private final String postgres;
  private final boolean cpu;
  private final double busy;

  Report(
      Options options,
      List<Line> lines,
      List<Person> people,
      String postgres,
      boolean cpu,
      double busy) {
    this.options = options;
    this.lines = lines;
    this.people = people;
    this.postgres = postgres;
    this.cpu = cpu;
    this.busy = busy;
  }

  void write(Path file, String table) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) Files.createDirectories(folder);
    Files.writeString(file, text(table));
  }

  private String text(String table) throws IOException {
    boolean small =
        options.people() < FULL_PEOPLE
            || options.rounds() < FULL_ROUNDS
            || options.seconds() < FULL_SECONDS;
    boolean partly = lines.stream().anyMatch(line -> line instanceof Line.Skipped);
    int resources = people.stream().mapToInt(person -> person.refs().size()).sum();
    return """
    # Benchmarks

    Written by `./hub bench records`; [bench/README.md](../bench/README.md) says how it measures.
    %s%s%s
    - %s, %d cores, %s; load average before the run %.2f
    - Java %s, PostgreSQL %s with fsync, full_page_writes and synchronous_commit on, the same for both
    %s
    - %d people, %,d resources (Synthea 3.3.0, seed %d, %d years); %d rounds of %d s in ABBA order after
      %d s of warm-up; medians
    - load generator on the same cores; a ratio is the peer's cost divided by ours

    %s
    """
        .formatted(
            small ? "**A small trial run: the figures show the order of magnitude only.**\n" : "",
            partly ? "Not every workload is in this run; the list at the end says which.\n" : "",
            cpu ? "" : "No CPU figures: they are read from /proc, which this system has not.\n",
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            machine(),
            busy,
            System.getProperty("java.version"),
            postgres.isEmpty() ? "of others" : postgres,
            measured(),
            people.size(),
            resources,
            options.seed(),
            options.history(),
            options.rounds(),
            options.seconds(),
            options.warmup(),
            table);
  }

  private String measured() {
    String ours =
        "- ours: bearer tokens (RS256), one Consent for each person, durable journal; -Xmx256m";
    String peer =
        "- HAPI JPA 8.8.0: open, without tokens, consent or journal; pool of 8, synchronous searches;"
            + " -Xmx2g";
    List<String> lines = new ArrayList<>();
    if (options.bases().size() < 2) lines.add(ours);
    if (options.bases().isEmpty()) lines.add(peer);
    for (Options.Base base : options.bases()) {
      lines.add("- " + base.name() + ": at " + base.url() + ", as it was found");
    }
    return String.join("\n", lines);
  }

  static String machine() throws IOException {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!Files.isReadable(cpuinfo)) return system;
    for (String line : Files.readAllLines(cpuinfo)) {
      if (line.startsWith("model name")) {
        return line.substring(line.indexOf(':') + 1).strip() + ", " + system;
      }
    }
    return system;
  }
}
