package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Options;
import java.util.List;

/** {@code ./hub bench}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    if (words.isEmpty() || !words.get(0).equals("records")) {
      System.err.println("hub bench: there is only ./hub bench records; --help tells its options.");
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
}
