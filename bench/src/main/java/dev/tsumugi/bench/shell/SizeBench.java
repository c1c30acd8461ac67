package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Line;
import dev.tsumugi.bench.Operation;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.PairPage;
import dev.tsumugi.bench.Person;
import dev.tsumugi.bench.Questions;
import dev.tsumugi.bench.Workload;
import dev.tsumugi.bench.Workloads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ./hub bench size}: two hubs, each on a database of its own, one with twenty times the
 * other's people. Each is asked over all it holds.
 */
final class SizeBench {
  private static final int TIMES = 20;
  private static final double LIMIT = 1.3;
  private static final int CLIENTS = 4;
  private static final int CHECKED = 25;
  private static final Set<String> MEASURED = Set.of("read", "sorted", "write");

  private final Options options;
  private final List<Person> known;
  private final Target small;
  private final List<Target> copies = new ArrayList<>();

  private SizeBench(Options options, List<Person> known, Ground.Hub one, Ground.Hub many) {
    this.options = options;
    this.known = known;
    this.small = one.part(known.size() + " people");
    for (int i = 0; i < TIMES; i++) copies.add(many.part(known.size() * TIMES + " people"));
  }

  static void run(Options options) {
    double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    try (Ground ground = new Ground(options, "size")) {
      People people = ground.people();
      List<Person> known = Ground.known(people);
      BenchDatabase database = ground.database();
      Issuer issuer = ground.issuer();
      Ground.Hub one = ground.hub(database, issuer, HubServer.DATABASE, 0);
      Ground.Hub many = ground.hub(database, issuer, HubServer.DATABASE + "_many", 1);
      SizeBench bench = new SizeBench(options, known, one, many);
      bench.load(people);
      for (Ground.Hub hub : List.of(one, many)) Ground.settle(database, hub);
      List<Line> lines = bench.measured(database);
      String table =
          PairPage.table(bench.small.name(), bench.copies.get(0).name(), lines, LIMIT, false);
      new PairReport(options, database.value("show server_version"), busy)
          .write(ground.report(), "Size", bench.about(database, one, many), table);
    }
  }

  /** A copy is the same transaction sent again: the hub gives it ids of its own. */
  private void load(People people) {
    Ground.say("Loading the people once, and " + TIMES + " times …");
    Loader.load(small, people.places());
    Loader.load(small, people.people(), CLIENTS);
    Loader.load(copies.get(0), people.places());
    for (Target copy : copies) Loader.load(copy, people.people(), CLIENTS);
  }

  private List<Line> measured(BenchDatabase database) {
    InTurns turns = new InTurns(options, database.processes(), new Processes(), Ground::say);
    List<Line> lines = new ArrayList<>();
    for (Workload workload : workloads()) {
      Ground.say(workload.title());
      Workload many =
          workload.name().equals("prefix")
              ? workload.with(workload.title(), Questions.prefixes(known, TIMES))
              : everywhere(workload);
      InTurns.Outcome outcome =
          turns.run(
              new InTurns.Contender(small, workload), new InTurns.Contender(copies.get(0), many));
      lines.add(
          new Line.Compared(
              workload.title(),
              workload.goal(),
              outcome.first().measured(),
              outcome.second().measured(),
              outcome.rate()));
    }
    return lines;
  }

  private List<Workload> workloads() {
    List<Workload> all = new ArrayList<>();
    for (Workload workload : Workloads.of(known, options.seed())) {
      if (MEASURED.contains(workload.name())) all.add(workload);
    }
    all.replaceAll(one -> one.name().equals("read") ? one.with(one.title(), seen(one)) : one);
    // Last but the writes, which add rows.
    Workload prefix =
        new Workload(
            "prefix", "Patient?name=…, 20 hits", "", CLIENTS, true, Questions.prefixes(known, 1));
    all.add(all.size() - 1, prefix);
    all.removeIf(workload -> !options.wants(workload.name()));
    return all;
  }

  /** The reads without those types that a physician is never shown. */
  private List<Operation> seen(Workload reads) {
    Map<String, Boolean> shown = new HashMap<>();
    List<Operation> rest = new ArrayList<>();
    try (Client client = new Client(small)) {
      for (Operation operation : reads.operations()) {
        String type = operation.path().replaceFirst("/.*", "");
        if (shown.computeIfAbsent(
            type, any -> client.find(operation) instanceof Client.Found.Hits)) {
          rest.add(operation);
        }
      }
    } catch (IOException failure) {
      throw new Failure("A connection could not be closed.", failure);
    }
    Set<String> hidden = new HashSet<>(shown.keySet());
    hidden.removeIf(type -> Boolean.TRUE.equals(shown.get(type)));
    if (!hidden.isEmpty()) Ground.say("  without what a physician is not shown: " + hidden);
    return rest;
  }

  /**
   * The operations for each copy of the people; what a copy answers must be what the first does.
   */
  private Workload everywhere(Workload workload) {
    List<Operation> all = new ArrayList<>();
    for (Target copy : copies) {
      for (Operation operation : workload.operations()) all.add(operation.on(copy::id));
    }
    if (workload.reading()) {
      try (Client ours = new Client(small);
          Client theirs = new Client(copies.get(0))) {
        int step = Math.max(1, all.size() / CHECKED);
        for (int i = 0; i < all.size(); i += step) {
          Operation asked = workload.operations().get(i % workload.operations().size());
          Client.Found few = ours.find(asked);
          Client.Found many = theirs.find(all.get(i));
          if (!few.equals(many)) {
            throw new Failure("%s finds %s, its copy %s.".formatted(asked.path(), few, many));
          }
        }
      } catch (IOException failure) {
        throw new Failure("A connection could not be closed.", failure);
      }
    }
    return workload.with(workload.title(), all);
  }

  private String about(BenchDatabase database, Ground.Hub one, Ground.Hub many) {
    return """
    Two hubs on one PostgreSQL server, a database each; one with %d times the people of the other. Each is
    asked over all that it holds, and the answers are equally large.

    - %d people, %,d resources, %s; and %d people, %,d resources, %s: copies of the same people with ids of
      their own (so each name is there %d times)
    """
        .formatted(
            TIMES,
            known.size(),
            resources(),
            size(database, one),
            known.size() * TIMES,
            resources() * TIMES,
            size(database, many),
            TIMES);
  }

  private int resources() {
    return known.stream().mapToInt(person -> person.refs().size()).sum();
  }

  private static String size(BenchDatabase database, Ground.Hub hub) {
    return database.value("select pg_size_pretty(pg_database_size('" + hub.database() + "'))");
  }
}
