package dev.tsumugi.hub.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What follows a command's name: {@code --option VALUE}, {@code --flag}, and words.
 *
 * @param words what is neither option nor value of one
 */
record Arguments(Map<String, String> options, Set<String> flags, List<String> words) {
  Arguments {
    options = Map.copyOf(options);
    flags = Set.copyOf(flags);
    words = List.copyOf(words);
  }

  /**
   * @throws Failure USAGE for an option that is not known or lacks its value
   */
  static Arguments parse(List<String> given, Set<String> options, Set<String> flags) {
    Map<String, String> values = new HashMap<>();
    Set<String> set = new HashSet<>();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String word = given.get(i);
      int equals = word.indexOf('=');
      String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
      if (!word.startsWith("--")) {
        words.add(word);
      } else if (flags.contains(word)) {
        set.add(word);
      } else if (!options.contains(name)) {
        throw Failure.usage("There is no option " + name + "; see ./hub help.");
      } else if (equals > 0) {
        values.put(name, word.substring(equals + 1));
      } else if (i + 1 < given.size()) {
        values.put(name, given.get(++i));
      } else {
        throw Failure.usage("The option " + name + " needs a value.");
      }
    }
    return new Arguments(values, set, words);
  }

  /** The one word a command takes; {@code what} names it in the refusal. */
  String onlyWord(String command, String what) {
    if (words.size() == 1) return words.get(0);
    throw Failure.usage("./hub " + command + " takes one argument: " + what + ".");
  }
}
