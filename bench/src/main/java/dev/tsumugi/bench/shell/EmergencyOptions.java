package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code ./hub bench emergency} is asked for.
 *
 * @param residents of the hub that is measured
 * @param many residents of the hub it is compared with
 * @param scenes to be played
 * @param indexed people in the match index
 * @param peer whether a HAPI JPA server takes part
 */
record EmergencyOptions(
    Options options, int residents, int many, int scenes, int indexed, boolean peer) {
  private static final List<String> USUAL =
      List.of(
          "--rounds", "4",
          "--seconds", "5",
          "--warmup", "8",
          "--report", "docs/benchmarks-emergency.md");

  static EmergencyOptions parse(List<String> words) {
    List<String> rest = new ArrayList<>(USUAL);
    int residents = 1_000;
    int many = 100_000;
    int scenes = 500;
    int indexed = 1_000_000;
    boolean peer = false;
    for (int i = 0; i < words.size(); i += 2) {
      String name = words.get(i);
      String value = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (name) {
        case "--residents" -> residents = number(name, value);
        case "--many" -> many = number(name, value);
        case "--scenes" -> scenes = number(name, value);
        case "--indexed" -> indexed = number(name, value);
        case "--peer" -> peer = value.equals("on");
        default -> rest.addAll(words.subList(i, Math.min(i + 2, words.size())));
      }
    }
    Options.Parsed parsed = Options.parse(rest);
    if (parsed instanceof Options.Parsed.Good good) {
      return new EmergencyOptions(good.options(), residents, many, scenes, indexed, peer);
    }
    throw new Failure(((Options.Parsed.Wrong) parsed).why());
  }

  private static int number(String name, String value) {
    if (value.matches("[1-9][0-9]{0,7}")) return Integer.parseInt(value);
    throw new Failure(name + " takes a number of people, not \"" + value + "\".");
  }

  boolean wants(String part) {
    return options.wants(part);
  }
}
