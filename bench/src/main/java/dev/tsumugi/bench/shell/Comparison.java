package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Figures;
import dev.tsumugi.bench.Line;
import dev.tsumugi.bench.Measured;
import dev.tsumugi.bench.Operation;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.Turns;
import dev.tsumugi.bench.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Runs one workload on both targets, in turns, and makes its line of the table. */
final class Comparison {
  private static final int CHECKED = 25;
  // Below what the slower of the two can do, so that the rate and not the queue is measured.
  private static final double SHARE = 0.5;

  private final Options options;
  private final List<Target> targets;
  private final Set<Long> database;
  private final Processes processes;
  private final Consumer<String> say;

  /**
   * @param targets ours, then the peer
   * @param database PostgreSQL's processes; empty if they cannot be seen
   */
  Comparison(
      Options options,
      List<Target> targets,
      Set<Long> database,
      Processes processes,
      Consumer<String> say) {
    this.options = options;
    this.targets = targets;
    this.database = database;
    this.processes = processes;
    this.say = say;
  }

  /** The rounds of one target. */
  private static final class Rounds {
    final List<Double> perSecond = new ArrayList<>();
    final List<Double> cpuMillis = new ArrayList<>();
    final List<Double> firstByteMillis = new ArrayList<>();
    final List<Double> p50Millis = new ArrayList<>();
    final List<Double> p99Millis = new ArrayList<>();
    long operations;
    long repeats;

    Measured measured() {
      return new Measured(
          Figures.median(perSecond),
          Figures.median(cpuMillis),
          Figures.median(firstByteMillis),
          Figures.median(p50Millis),
          Figures.median(p99Millis),
          Figures.spread(cpuMillis));
    }
  }

  Line measure(Workload workload) {
    if (workload.operations().isEmpty()) {
      return new Line.Skipped(workload.title(), "these people's data hold nothing to ask for.");
    }
    if (workload.reading()) {
      Hidden hidden = hidden(workload.operations());
      if (hidden.rest().isEmpty()) return new Line.Skipped(workload.title(), hidden.told());
      if (!hidden.told().isEmpty()) {
        say.accept("  " + hidden.told());
        workload = workload.with(workload.title() + " (" + hidden.told() + ")", hidden.rest());
      }
      String different = difference(workload.operations());
      if (!different.isEmpty()) return new Line.Skipped(workload.title(), different);
    }
    List<Rounds> rounds = List.of(new Rounds(), new Rounds());
    List<Integer> turns = Turns.abba(options.rounds());
    if (options.warmup() > 0) {
      for (Target target : targets) closed(target, workload, options.warmup(), 0);
    }
    for (int turn = 0; turn < turns.size(); turn++) {
      int who = turns.get(turn);
      throughput(targets.get(who), workload, rounds.get(who), turn / 2 + 1);
    }
    double slower =
        rounds.stream()
            .mapToDouble(one -> Figures.median(one.perSecond).orElseThrow())
            .min()
            .orElseThrow();
    double rate = slower * SHARE;
    for (int turn = 0; turn < turns.size(); turn++) {
      int who = turns.get(turn);
      latency(targets.get(who), workload, rounds.get(who), rate, turn / 2 + 1);
    }
    String again = again(rounds);
    if (!again.isEmpty()) say.accept("  " + again);
    return new Line.Compared(
        workload.title() + again,
        workload.goal(),
        rounds.get(0).measured(),
        rounds.get(1).measured(),
        rate);
  }

  private String again(List<Rounds> rounds) {
    if (rounds.stream().allMatch(one -> one.repeats == 0)) return "";
    List<String> words = new ArrayList<>();
    for (int who = 0; who < rounds.size(); who++) {
      Rounds one = rounds.get(who);
      words.add("%s %d of %d".formatted(targets.get(who).name(), one.repeats, one.operations));
    }
    return " (sent again after 409 or 503: " + String.join(", ", words) + ")";
  }

  private Driver.Round closed(Target target, Workload workload, double seconds, long seed) {
    return Driver.closed(target, workload.operations(), workload.clients(), seconds, seed);
  }

  private void throughput(Target target, Workload workload, Rounds into, int round) {
    Set<Long> roots = new java.util.HashSet<>(database);
    roots.addAll(target.processes());
    boolean all = !database.isEmpty() && !target.processes().isEmpty();
    OptionalDouble before = all ? processes.cpuSeconds(roots) : OptionalDouble.empty();
    Driver.Round done = closed(target, workload, options.seconds(), round);
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
                workload.name(), target.name(), round, Figures.shown(done.perSecond()), cpu));
  }

  private void latency(Target target, Workload workload, Rounds into, double rate, int round) {
    Histogram latency =
        Driver.open(target, workload.operations(), rate, options.seconds(), 100L + round);
    into.p50Millis.add(latency.getValueAtPercentile(50) / 1e6);
    into.p99Millis.add(latency.getValueAtPercentile(99) / 1e6);
  }

  /**
   * @param rest what both show
   * @param told what was left out and why; empty if nothing was
   */
  private record Hidden(List<Operation> rest, String told) {}

  /** Leaves out single resources that one of the two does not show to its reader. */
  private Hidden hidden(List<Operation> operations) {
    List<Operation> rest = new ArrayList<>();
    Map<String, Integer> left = new TreeMap<>();
    try (Client ours = new Client(targets.get(0));
        Client theirs = new Client(targets.get(1))) {
      for (Operation operation : operations) {
        boolean single = operation.path().indexOf('?') < 0;
        if (!single || (shown(ours, operation) && shown(theirs, operation))) {
          rest.add(operation);
        } else {
          left.merge(operation.path().replaceFirst("/.*", ""), 1, Integer::sum);
        }
      }
    } catch (IOException failure) {
      throw new Failure("A connection could not be closed.", failure);
    }
    String told =
        left.isEmpty()
            ? ""
            : "without what one of the two does not show its reader, of %d: %s"
                .formatted(operations.size(), left);
    return new Hidden(rest, told);
  }

  private static boolean shown(Client client, Operation operation) {
    return !(client.find(operation) instanceof Client.Found.Refused refused)
        || refused.status() != 404;
  }

  /** Asks both a part of the questions; empty if both answer them, and find the same number. */
  private String difference(List<Operation> operations) {
    int step = Math.max(1, operations.size() / CHECKED);
    try (Client ours = new Client(targets.get(0));
        Client theirs = new Client(targets.get(1))) {
      for (int i = 0; i < operations.size(); i += step) {
        Client.Found a = ours.find(operations.get(i));
        Client.Found b = theirs.find(operations.get(i));
        if (a instanceof Client.Found.Refused refused) return refused(targets.get(0), refused);
        if (b instanceof Client.Found.Refused refused) return refused(targets.get(1), refused);
        if (!same(operations.get(i), a, b)) {
          return "the two find different things for `%s`: %s, %s."
              .formatted(operations.get(i).path(), hits(0, a), hits(1, b));
        }
      }
      return "";
    } catch (IOException failure) {
      throw new Failure("A connection could not be closed.", failure);
    }
  }

  /** Of a whole record one server calls a match what the other says comes along. */
  private static boolean same(Operation operation, Client.Found a, Client.Found b) {
    boolean whole = operation.path().contains("/$everything");
    if (whole && a instanceof Client.Found.Hits x && b instanceof Client.Found.Hits y) {
      return x.matches() + x.others() == y.matches() + y.others();
    }
    return a.equals(b);
  }

  private String hits(int who, Client.Found found) {
    return targets.get(who).name() + " " + found;
  }

  private static String refused(Target target, Client.Found.Refused refused) {
    return "%s does not offer it: status %d, \"%s\"."
        .formatted(target.name(), refused.status(), refused.why());
  }
}
