package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Figures;
import dev.tsumugi.bench.Measured;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.Turns;
import dev.tsumugi.bench.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;

/** Puts two under load, one at a time and in turns, and takes the medians of their rounds. */
final class InTurns {
  // Below what the slower of the two can do, so that the rate and not the queue is measured.
  private static final double SHARE = 0.5;

  private final Options options;
  private final Set<Long> database;
  private final Processes processes;
  private final Consumer<String> say;
  private final double share;

  /**
   * @param database PostgreSQL's processes; empty if they cannot be seen
   */
  InTurns(Options options, Set<Long> database, Processes processes, Consumer<String> say) {
    this(options, database, processes, say, SHARE);
  }

  /**
   * @param share of what the slower of the two can do, at which latencies are measured
   */
  InTurns(
      Options options,
      Set<Long> database,
      Processes processes,
      Consumer<String> say,
      double share) {
    this.share = share;
    this.options = options;
    this.database = database;
    this.processes = processes;
    this.say = say;
  }

  /**
   * Somebody who is measured, and what is asked of them.
   *
   * @param ready done before each round, for a round of so many seconds
   */
  record Contender(Target target, Workload workload, IntConsumer ready) {
    Contender(Target target, Workload workload) {
      this(target, workload, seconds -> {});
    }
  }

  /**
   * @param operations of the rounds at full speed
   * @param repeats how many of them had to be sent again
   */
  record Result(Measured measured, long operations, long repeats) {}

  /**
   * @param rate of the latency figures, requests a second
   */
  record Outcome(Result first, Result second, double rate) {}

  /** The rounds of one contender. */
  private static final class Rounds {
    final List<Double> perSecond = new ArrayList<>();
    final List<Double> cpuMillis = new ArrayList<>();
    final List<Double> firstByteMillis = new ArrayList<>();
    final List<Double> p50Millis = new ArrayList<>();
    final List<Double> p99Millis = new ArrayList<>();
    long operations;
    long repeats;

    Result result() {
      Measured measured =
          new Measured(
              Figures.median(perSecond),
              Figures.median(cpuMillis),
              Figures.median(firstByteMillis),
              Figures.median(p50Millis),
              Figures.median(p99Millis),
              Figures.spread(cpuMillis));
      return new Result(measured, operations, repeats);
    }
  }

  Outcome run(Contender first, Contender second) {
    List<Contender> both = List.of(first, second);
    List<Rounds> rounds = List.of(new Rounds(), new Rounds());
    List<Integer> turns = Turns.abba(options.rounds());
    if (options.warmup() > 0) {
      for (Contender one : both) warm(one, options.warmup());
    }
    for (int turn = 0; turn < turns.size(); turn++) {
      int who = turns.get(turn);
      throughput(both.get(who), rounds.get(who), turn / 2 + 1);
    }
    double slower =
        rounds.stream()
            .mapToDouble(one -> Figures.median(one.perSecond).orElseThrow())
            .min()
            .orElseThrow();
    double rate = slower * share;
    for (int turn = 0; turn < turns.size(); turn++) {
      int who = turns.get(turn);
      latency(both.get(who), rounds.get(who), rate, turn / 2 + 1);
    }
    return new Outcome(rounds.get(0).result(), rounds.get(1).result(), rate);
  }

  private static void warm(Contender one, int seconds) {
    Workload workload = one.workload();
    one.ready().accept(seconds);
    Driver.closed(one.target(), workload.operations(), workload.clients(), seconds, 0);
  }

  private void throughput(Contender one, Rounds into, int round) {
    Set<Long> roots = new HashSet<>(database);
    roots.addAll(one.target().processes());
    boolean all = !database.isEmpty() && !one.target().processes().isEmpty();
    one.ready().accept(options.seconds());
    OptionalDouble before = all ? processes.cpuSeconds(roots) : OptionalDouble.empty();
    Driver.Round done =
        Driver.closed(
            one.target(),
            one.workload().operations(),
            one.workload().clients(),
            options.seconds(),
            round);
    OptionalDouble after = all ? processes.cpuSeconds(roots) : OptionalDouble.empty();
    into.perSecond.add(done.perSecond());
    into.operations += done.operations();
    into.repeats += done.repeats();
    into.firstByteMillis.add(done.firstByte().getValueAtPercentile(50) / 1e6);
    String cpu = "";
    if (before.isPresent() && after.isPresent()) {
      double millis = (after.getAsDouble() - before.getAsDouble()) * 1e3 / done.operations();
      into.cpuMillis.add(millis);
      cpu = ", " + Figures.shown(millis) + " ms of CPU each";
    }
    say.accept(
        "  %s, %s, round %d: %s/s%s"
            .formatted(
                one.workload().name(),
                one.target().name(),
                round,
                Figures.shown(done.perSecond()),
                cpu));
  }

  private void latency(Contender one, Rounds into, double rate, int round) {
    one.ready().accept(options.seconds());
    Histogram latency =
        Driver.open(
            one.target(), one.workload().operations(), rate, options.seconds(), 100L + round);
    into.p50Millis.add(latency.getValueAtPercentile(50) / 1e6);
    into.p99Millis.add(latency.getValueAtPercentile(99) / 1e6);
  }
}
