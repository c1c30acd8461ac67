package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Line;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.Person;
import dev.tsumugi.bench.ResultTable;
import dev.tsumugi.bench.Workload;
import dev.tsumugi.bench.Workloads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** {@code ./hub bench records}: servers up, people in, every workload in turns, one table out. */
final class RecordsBench {
  private static final String ON_REQUEST = "not asked for in this run.";

  private final Options options;
  private final Ground ground;
  private final Processes processes = new Processes();
  private final List<Line> lines = new ArrayList<>();

  private RecordsBench(Options options, Ground ground) {
    this.options = options;
    this.ground = ground;
  }

  static void run(Options options) {
    try (Ground ground = new Ground(options, "run")) {
      new RecordsBench(options, ground).run();
    } catch (IOException failure) {
      throw new Failure("A file of the bench cannot be used: " + failure.getMessage(), failure);
    }
  }

  private void run() throws IOException {
    double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    People people = ground.people();
    List<Person> known = Ground.known(people);
    boolean own = options.bases().size() < 2;
    BenchDatabase database = own ? ground.database() : null;
    List<Target> targets = targets(database);
    load(targets, people);
    if (database != null) {
      for (String name : List.of(HubServer.DATABASE, PeerServer.DATABASE)) {
        if (name.equals(HubServer.DATABASE) || options.bases().isEmpty()) {
          database.superuser(name, "vacuum analyze");
        }
      }
    }
    memory(targets);
    restart(targets);
    Set<Long> postgres = database == null ? Set.of() : database.processes();
    Comparison comparison = new Comparison(options, targets, postgres, processes, Ground::say);
    for (Workload workload : Workloads.of(known, options.seed())) {
      Ground.say(workload.title());
      lines.add(
          options.wants(workload.name())
              ? measured(comparison, workload)
              : new Line.Skipped(workload.title(), ON_REQUEST));
      if (lines.get(lines.size() - 1) instanceof Line.Skipped skipped)
        Ground.say("  " + skipped.why());
    }
    String table = ResultTable.markdown(targets.get(0).name(), targets.get(1).name(), lines);
    String version = database == null ? "" : database.value("show server_version");
    Report report = new Report(options, lines, known, version, processes.readable(), busy);
    Path file = ground.report();
    report.write(file, table);
    System.out.println(table);
    Ground.say("Written to " + file + ".");
  }

  /** One workload that breaks off must not take the others' figures with it. */
  private static Line measured(Comparison comparison, Workload workload) {
    try {
      return comparison.measure(workload);
    } catch (Failure failure) {
      return new Line.Skipped(workload.title(), "it broke off: " + failure.getMessage());
    }
  }

  private List<Target> targets(@org.jspecify.annotations.Nullable BenchDatabase database) {
    List<Target> targets = new ArrayList<>();
    if (database != null) {
      targets.add(hub(database));
      if (options.bases().isEmpty()) targets.add(peer(database));
    }
    for (Options.Base base : options.bases()) {
      String variable = "BENCH_TOKEN_" + base.name().toUpperCase(Locale.ROOT);
      String token = System.getenv().getOrDefault(variable, "");
      targets.add(new Target(base.name(), URI.create(base.url()), () -> token, () -> token, null));
    }
    return targets;
  }

  private Target hub(BenchDatabase database) {
    Ground.Hub hub = ground.hub(database, ground.issuer(), HubServer.DATABASE, 0);
    single("start, empty database", "≤ 1/5", hub.seconds(), true);
    return hub.part("Tsumugi");
  }

  private Target peer(BenchDatabase database) {
    Server peer = ground.peer(database);
    single("start, empty database", "≤ 1/5", peer.start(PeerServer.FIRST), false);
    return Ground.open(peer);
  }

  /** Keeps a start's seconds; the two come one after the other and make one line. */
  private void single(String what, String goal, double seconds, boolean ours) {
    Ground.say("  first answer after " + dev.tsumugi.bench.Figures.shown(seconds) + " s");
    OptionalDouble figure = OptionalDouble.of(seconds);
    if (ours) {
      lines.add(
          new Line.Single(
              what + ", to the first answer", goal, "s", figure, OptionalDouble.empty(), false));
      return;
    }
    Line.Single first = (Line.Single) lines.remove(lines.size() - 1);
    lines.add(new Line.Single(first.workload(), goal, "s", first.ours(), figure, false));
  }

  /** Half of the people by one client, the rest by four. */
  private void load(List<Target> targets, People people) {
    int half = (people.people().size() + 1) / 2;
    List<Path> first = people.people().subList(0, half);
    List<Path> second = people.people().subList(half, people.people().size());
    List<OptionalDouble> one = new ArrayList<>();
    List<OptionalDouble> four = new ArrayList<>();
    for (Target target : targets) {
      Ground.say("Loading into " + target.name() + " …");
      Loader.load(target, people.places());
      one.add(loaded(Loader.load(target, first, 1), 1));
      four.add(
          second.isEmpty() ? OptionalDouble.empty() : loaded(Loader.load(target, second, 4), 4));
    }
    String unit = "resources/s";
    lines.add(new Line.Single("load, one client", "≥ 10 ×", unit, one.get(0), one.get(1), true));
    lines.add(
        new Line.Single("load, four clients", "≥ 10 ×", unit, four.get(0), four.get(1), true));
  }

  private static OptionalDouble loaded(Loader.Loaded loaded, int clients) {
    Ground.say(
        "  %d resources, %d client(s): %.0f/s"
            .formatted(loaded.resources(), clients, loaded.perSecond()));
    return OptionalDouble.of(loaded.perSecond());
  }

  private void memory(List<Target> targets) {
    List<OptionalDouble> megabytes = new ArrayList<>();
    for (Target target : targets) {
      Server server = target.server();
      megabytes.add(
          server == null ? OptionalDouble.empty() : processes.residentMegabytes(server.pid()));
    }
    lines.add(
        new Line.Single(
            "memory after the load (resident, PostgreSQL apart)",
            "≤ 1/3",
            "MB",
            megabytes.get(0),
            megabytes.get(1),
            false));
  }

  private void restart(List<Target> targets) {
    if (!options.wants("start")) return;
    List<OptionalDouble> seconds = new ArrayList<>();
    for (Target target : targets) {
      Server server = target.server();
      if (server == null) {
        seconds.add(OptionalDouble.empty());
        continue;
      }
      Ground.say("Starting " + target.name() + " again …");
      server.close();
      seconds.add(OptionalDouble.of(server.start()));
    }
    lines.add(
        new Line.Single(
            "start, loaded database, to the first answer",
            "≤ 1/5",
            "s",
            seconds.get(0),
            seconds.get(1),
            false));
  }
}
