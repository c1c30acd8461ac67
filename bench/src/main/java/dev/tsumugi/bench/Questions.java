package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Questions whose answers are equally large, however many people there are. */
public final class Questions {
  private static final int PAGE = 20;
  private static final int PAGES = 200;
  private static final int PREFIXES = 100;

  private Questions() {}

  /** Twenty people on one page, any twenty: as many policies as one page can ask for. */
  public static List<Operation> pages(List<Person> people, long seed) {
    Random random = new Random(seed);
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < PAGES; i++) {
      List<String> names = new ArrayList<>();
      for (Person person : people) names.add("{" + person.id() + "}");
      java.util.Collections.shuffle(names, random);
      List<String> some = names.subList(0, Math.min(PAGE, names.size()));
      operations.add(Operation.get("Patient?_id=" + String.join(",", some) + "&_count=" + PAGE));
    }
    return operations;
  }

  /**
   * The prefixes of names with twenty hits or little more, by pages of twenty. Where the people
   * alone have no prefix of twenty, both are what they have: copies must not get a larger page.
   *
   * @param copies how often each of the people is there
   */
  public static List<Operation> prefixes(List<Person> people, int copies) {
    Map<String, Integer> hits = hits(people);
    int most = hits.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int page = Math.min(PAGE, most);
    return hits.entrySet().stream()
        .filter(prefix -> prefix.getValue() * copies >= page)
        .sorted(Comparator.comparingInt(Map.Entry::getValue))
        .limit(PREFIXES)
        .map(prefix -> Operation.get("Patient?name=" + prefix.getKey() + "&_count=" + page))
        .toList();
  }

  /** Every prefix of a name, and how many people have such a name. */
  static Map<String, Integer> hits(List<Person> people) {
    Map<String, Integer> hits = new TreeMap<>();
    for (Person person : people) {
      Set<String> own = new HashSet<>();
      for (String name : person.names()) {
        String word = name.toLowerCase(Locale.ROOT);
        // Up to what a search would fold: an accent, an apostrophe, a digit.
        int letters = 0;
        while (letters < word.length() && isLetter(word.charAt(letters))) letters++;
        for (int length = 1; length <= letters; length++) own.add(word.substring(0, length));
      }
      for (String prefix : own) hits.merge(prefix, 1, Integer::sum);
    }
    return hits;
  }

  private static boolean isLetter(char letter) {
    return letter >= 'a' && letter <= 'z';
  }
}
