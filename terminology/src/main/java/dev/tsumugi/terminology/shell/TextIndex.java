package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Folding;
import dev.tsumugi.terminology.Concept;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How concepts are found by text. Japanese has no spaces to find words by, so every two
 * neighbouring characters are indexed with their places: a word is there where its pairs stand one
 * behind the other. The words of all concepts count as one text, a line for each wording.
 */
final class TextIndex {
  /** Where the words of each concept begin. */
  static final String STARTS = "s";

  private final Map<Integer, Postings> single = new HashMap<>();
  private final Map<Integer, Postings> pairs = new HashMap<>();
  private final Postings starts = new Postings();
  private int at;

  /** Code, display and designations, folded as string searches are, a line each. */
  static String of(Concept concept) {
    Set<String> lines = new LinkedHashSet<>();
    lines.add(Folding.fold(concept.code()));
    if (concept.display() != null) lines.add(Folding.fold(concept.display()));
    for (Concept.Designation one : concept.designations()) lines.add(Folding.fold(one.value()));
    return String.join("\n", lines) + "\n";
  }

  /** The words of a question, folded; each must be found. */
  static List<String> asked(String text) {
    List<String> words = new ArrayList<>();
    for (String word : List.of(Folding.fold(text).split(" "))) {
      if (!word.isEmpty()) words.add(word);
    }
    return words;
  }

  /** Takes the next concept's words. */
  void add(int ord, String words) {
    starts.add(at);
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (parts(c)) continue;
      single.computeIfAbsent((int) c, ignored -> new Postings()).add(ord);
      if (i + 1 < words.length() && !parts(words.charAt(i + 1))) {
        pairs.computeIfAbsent(pair(words, i), ignored -> new Postings()).add(at + i);
      }
    }
    at += words.length();
  }

  private static boolean parts(char c) {
    return c == ' ' || c == '\n';
  }

  private static int pair(String word, int at) {
    return word.charAt(at) << 16 | word.charAt(at + 1);
  }

  /** Everything, as rows of the table. */
  Map<String, byte[]> rows() {
    Map<String, byte[]> rows = new HashMap<>();
    rows.put(STARTS, starts.packed());
    single.forEach((c, postings) -> rows.put(singleKey((char) (int) c), postings.packed()));
    pairs.forEach((pair, postings) -> rows.put(pairKey(pair), postings.packed()));
    return rows;
  }

  private static String singleKey(char c) {
    return "w" + printable(c);
  }

  private static String pairKey(int pair) {
    return "t" + printable((char) (pair >>> 16)) + printable((char) pair);
  }

  /** Half of a surrogate pair is no text for PostgreSQL; a private letter in its place is. */
  private static String printable(char c) {
    return Character.isSurrogate(c) ? "\uE000" + Integer.toHexString(c) : String.valueOf(c);
  }

  /** The rows that are needed to find these words. */
  static Set<String> keys(List<String> words) {
    Set<String> keys = new LinkedHashSet<>();
    for (String word : words) {
      if (word.length() == 1) keys.add(singleKey(word.charAt(0)));
      for (int place : places(word)) keys.add(pairKey(pair(word, place)));
      if (word.length() > 1) keys.add(STARTS);
    }
    return keys;
  }

  /** Every second pair, and the last, cover a word. */
  private static List<Integer> places(String word) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i + 1 < word.length(); i += 2) places.add(i);
    if (word.length() > 1 && word.length() % 2 == 1) places.add(word.length() - 2);
    return places;
  }

  /**
   * The concepts that hold a word.
   *
   * @param rows those of {@link #keys} that are in the table
   */
  static BitSet holding(String word, Map<String, byte[]> rows) {
    if (word.length() == 1) return Postings.set(row(rows, singleKey(word.charAt(0))));
    int[] found = {};
    for (int place : places(word)) {
      int[] next = Postings.numbers(row(rows, pairKey(pair(word, place))));
      found = place == 0 ? next : following(found, next, place);
      if (found.length == 0) return new BitSet();
    }
    return concepts(found, Postings.numbers(row(rows, STARTS)));
  }

  private static byte[] row(Map<String, byte[]> rows, String key) {
    return rows.getOrDefault(key, new byte[0]);
  }

  /** Of {@code places}, those that something of {@code next} follows at this distance. */
  private static int[] following(int[] places, int[] next, int distance) {
    int[] both = new int[Math.min(places.length, next.length)];
    int count = 0;
    int j = 0;
    for (int place : places) {
      while (j < next.length && next[j] < place + distance) j++;
      if (j == next.length) break;
      if (next[j] == place + distance) both[count++] = place;
    }
    return Arrays.copyOf(both, count);
  }

  private static BitSet concepts(int[] places, int[] starts) {
    BitSet concepts = new BitSet(starts.length);
    int ord = 0;
    for (int place : places) {
      while (ord + 1 < starts.length && starts[ord + 1] <= place) ord++;
      concepts.set(ord);
    }
    return concepts;
  }
}
