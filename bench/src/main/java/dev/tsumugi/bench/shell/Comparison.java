package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Line;
import dev.tsumugi.bench.Operation;
import dev.tsumugi.bench.Options;
import dev.tsumugi.bench.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs one workload on both targets, in turns, and makes its line of the table. */
final class Comparison {
  private static final int CHECKED = 25;

  private final List<Target> targets;
  private final InTurns turns;
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
    this.targets = targets;
    this.turns = new InTurns(options, database, processes, say);
    this.say = say;
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
    InTurns.Outcome outcome =
        turns.run(
            new InTurns.Contender(targets.get(0), workload),
            new InTurns.Contender(targets.get(1), workload));
    String again = again(outcome);
    if (!again.isEmpty()) say.accept("  " + again);
    return new Line.Compared(
        workload.title() + again,
        workload.goal(),
        outcome.first().measured(),
        outcome.second().measured(),
        outcome.rate());
  }

  private String again(InTurns.Outcome outcome) {
    List<InTurns.Result> results = List.of(outcome.first(), outcome.second());
    if (results.stream().allMatch(one -> one.repeats() == 0)) return "";
    List<String> words = new ArrayList<>();
    for (int who = 0; who < results.size(); who++) {
      InTurns.Result one = results.get(who);
      words.add("%s %d of %d".formatted(targets.get(who).name(), one.repeats(), one.operations()));
    }
    return " (sent again after 409 or 503: " + String.join(", ", words) + ")";
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
