package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Options;
import java.util.List;

/** {@code ./hub bench}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    if (words.equals(List.of(PlainServlet.COMMAND))) {
      PlainServlet.serve(System.getenv());
      return;
    }
    if (!words.isEmpty() && words.get(0).equals("emergency")) {
      emergency(words.subList(1, words.size()));
      return;
    }
    if (!words.isEmpty() && words.get(0).equals("searches")) {
      searches(words.subList(1, words.size()));
      return;
    }
    if (!words.isEmpty() && List.of("rules", "size", "consents").contains(words.get(0))) {
      pair(words.get(0), words.subList(1, words.size()));
      return;
    }
    if (words.isEmpty() || !words.get(0).equals("records")) {
      System.err.println(
          "hub bench: there are ./hub bench records, emergency, searches, rules, consents and size;"
              + " --help tells more.");
      System.exit(2);
    }
    Options.Parsed parsed = Options.parse(words.subList(1, words.size()));
    if (parsed instanceof Options.Parsed.Wrong wrong) {
      System.err.println("hub bench: " + wrong.why());
      System.exit(2);
    } else if (parsed instanceof Options.Parsed.Good good) {
      try {
        RecordsBench.run(good.options());
        System.exit(0);
      } catch (Failure failure) {
        System.err.println("hub bench: " + failure.getMessage());
        System.exit(1);
      }
    }
  }

  private static void pair(String what, List<String> words) {
    try {
      Options options = PairOptions.parse(words);
      switch (what) {
        case "rules" -> RulesBench.run(options);
        case "consents" -> ConsentsBench.run(options);
        default -> SizeBench.run(options);
      }
      System.exit(0);
    } catch (Failure failure) {
      System.err.println("hub bench: " + failure.getMessage());
      System.exit(1);
    }
  }

  private static void emergency(List<String> words) {
    try {
      boolean safe = EmergencyBench.run(EmergencyOptions.parse(words));
      if (!safe) System.err.println("hub bench: a scene showed what it may not.");
      System.exit(safe ? 0 : 1);
    } catch (Failure failure) {
      System.err.println("hub bench: " + failure.getMessage());
      System.exit(1);
    }
  }

  private static void searches(List<String> words) {
    try {
      boolean explained = SearchesBench.run(SearchesOptions.parse(words));
      if (!explained) {
        System.err.println("hub bench: some differences have no reason in search-differences.txt.");
      }
      System.exit(explained ? 0 : 1);
    } catch (Failure failure) {
      System.err.println("hub bench: " + failure.getMessage());
      System.exit(1);
    }
  }
}
