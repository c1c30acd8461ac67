package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param seconds of each round
 * @param warmup seconds before a workload's first round, on each server
 * @param history years of each person's life that are kept; longer makes larger records
 * @param only names of workloads; empty for all
 * @param bases FHIR bases that already run, in place of ours and the peer, as {@code NAME=URL}
 * @param database JDBC address of a PostgreSQL in place of the embedded one
 */
public record Options(
    int people,
    long seed,
    int history,
    int rounds,
    int seconds,
    int warmup,
    int port,
    Set<String> only,
    List<Base> bases,
    Optional<String> database,
    String report) {

  /** A FHIR base that somebody else runs. */
  public record Base(String name, String url) {}

  /** The options, or in their place the sentence that says what is wrong. */
  public sealed interface Parsed {
    record Good(Options options) implements Parsed {}

    record Wrong(String why) implements Parsed {}
  }

  public static Parsed parse(List<String> words) {
    Draft draft = new Draft();
    for (int i = 0; i < words.size(); i += 2) {
      String name = words.get(i);
      if (i + 1 == words.size()) return new Parsed.Wrong(name + " needs a value.");
      String wrong = draft.take(name, words.get(i + 1));
      if (!wrong.isEmpty()) return new Parsed.Wrong(wrong);
    }
    return new Parsed.Good(draft.options());
  }

  private static final class Draft {
    private int people = 100;
    private int seed = 42;
    private int history = 5;
    private int rounds = 3;
    private int seconds = 10;
    private int warmup = 10;
    private int port = 18_310;
    private Set<String> only = Set.of();
    private final List<Base> bases = new ArrayList<>();
    private Optional<String> database = Optional.empty();
    private String report = "docs/benchmarks.md";

    /** Empty if all is well. */
    String take(String name, String value) {
      try {
        switch (name) {
          case "--people" -> people = number(value, 1, 100_000);
          case "--seed" -> seed = number(value, 0, Integer.MAX_VALUE);
          case "--history" -> history = number(value, 1, 100);
          case "--rounds" -> rounds = number(value, 1, 100);
          case "--seconds" -> seconds = number(value, 1, 3_600);
          case "--warmup" -> warmup = number(value, 0, 3_600);
          case "--port" -> port = number(value, 1, 65_532);
          case "--only" -> only = Set.of(value.split(","));
          case "--db" -> database = Optional.of(value);
          case "--report" -> report = value;
          case "--base" -> {
            int equals = value.indexOf('=');
            if (equals < 1 || bases.size() == 2) return "--base takes NAME=URL, at most twice.";
            bases.add(new Base(value.substring(0, equals), value.substring(equals + 1)));
          }
          default -> {
            return "There is no option " + name + "; ./hub bench --help lists them.";
          }
        }
        return "";
      } catch (IllegalArgumentException wrong) {
        return name + " does not take \"" + value + "\".";
      }
    }

    private static int number(String text, int least, int most) {
      int number = Integer.parseInt(text);
      if (number < least || number > most) throw new IllegalArgumentException(text);
      return number;
    }

    Options options() {
      return new Options(
          people,
          seed,
          history,
          rounds,
          seconds,
          warmup,
          port,
          only,
          List.copyOf(bases),
          database,
          report);
    }
  }

  public boolean wants(String name) {
    return only.isEmpty() || only.contains(name);
  }
}
