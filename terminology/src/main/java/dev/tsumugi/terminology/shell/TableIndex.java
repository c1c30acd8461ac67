package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.Concept.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The numbers of a table's concepts by everything that they are asked for by; made as it loads. */
final class TableIndex {
  static final String INACTIVE = "i";
  static final String ABSTRACT = "a";
  static final String PARENT = "n";

  /** A key of a B-tree is at most a third of a page; what is longer is told apart by its hash. */
  private static final int LONGEST = 200;

  private final boolean caseSensitive;
  private final List<Concept> concepts;
  private final Map<String, Integer> ords = new HashMap<>();
  private final TextIndex words = new TextIndex();
  private final Map<String, Postings> keys = new HashMap<>();
  private final int[][] ancestors;

  TableIndex(List<Concept> concepts, boolean caseSensitive) {
    this.concepts = concepts;
    this.caseSensitive = caseSensitive;
    for (int ord = 0; ord < concepts.size(); ord++) {
      ords.put(codeKey(concepts.get(ord).code(), caseSensitive), ord);
    }
    ancestors = new int[concepts.size()][];
    for (int ord = 0; ord < concepts.size(); ord++) {
      properties(ord);
      words.add(ord, TextIndex.of(concepts.get(ord)));
    }
    hierarchy();
  }

  static String codeKey(String code, boolean caseSensitive) {
    return caseSensitive ? code : code.toLowerCase(Locale.ROOT);
  }

  static String below(String codeKey) {
    return "b" + codeKey;
  }

  static String children(String codeKey) {
    return "c" + codeKey;
  }

  static String exists(String property) {
    return "e" + property;
  }

  static String equal(String property, String value) {
    return equalPrefix(property) + shortened(value);
  }

  static String equalPrefix(String property) {
    return "p" + property + "\u0001";
  }

  /** True if the key stands for a value that it does not hold whole. */
  static boolean isShortened(String value) {
    return value.length() > LONGEST;
  }

  private static String shortened(String value) {
    if (!isShortened(value)) return value;
    return value.substring(0, LONGEST) + "\u0001" + Long.toHexString(Hash64.of(value));
  }

  /** Of a concept, itself among them, ascending; empty where the table has no hierarchy. */
  int[] ancestors(int ord) {
    int[] found = ancestors[ord];
    return found == null ? new int[0] : found;
  }

  /** Everything, as rows of the table. */
  Map<String, byte[]> rows() {
    Map<String, byte[]> rows = words.rows();
    keys.forEach((key, postings) -> rows.put(key, postings.packed()));
    return rows;
  }

  private void properties(int ord) {
    Concept concept = concepts.get(ord);
    if (concept.inactive()) put(INACTIVE, ord);
    if (concept.notSelectable()) put(ABSTRACT, ord);
    for (Property one : concept.properties()) {
      put(equal(one.code(), one.text()), ord);
      put(exists(one.code()), ord);
    }
  }

  private void put(String key, int ord) {
    keys.computeIfAbsent(key, ignored -> new Postings()).add(ord);
  }

  private void hierarchy() {
    Map<Integer, BitSet> below = new HashMap<>();
    Map<Integer, BitSet> children = new HashMap<>();
    if (concepts.stream().allMatch(concept -> concept.parents().isEmpty())) return;
    for (int ord = 0; ord < concepts.size(); ord++) {
      for (int above : above(ord)) {
        if (above != ord) below.computeIfAbsent(above, ignored -> new BitSet()).set(ord);
      }
      for (int parent : parents(ord)) {
        children.computeIfAbsent(parent, ignored -> new BitSet()).set(ord);
      }
    }
    below.forEach(
        (ord, set) -> {
          set.set(ord);
          keys.put(below(key(ord)), Postings.of(set));
        });
    BitSet parents = new BitSet();
    children.forEach(
        (ord, set) -> {
          parents.set(ord);
          keys.put(children(key(ord)), Postings.of(set));
        });
    keys.put(PARENT, Postings.of(parents));
  }

  private String key(int ord) {
    return codeKey(concepts.get(ord).code(), caseSensitive);
  }

  private List<Integer> parents(int ord) {
    List<Integer> parents = new ArrayList<>();
    for (String code : concepts.get(ord).parents()) {
      Integer parent = ords.get(codeKey(code, caseSensitive));
      if (parent != null) parents.add(parent);
    }
    return parents;
  }

  /** Walks up without recursion, so that no depth of a table is too deep. */
  private int[] above(int ord) {
    TreeSet<Integer> found = new TreeSet<>();
    List<Integer> open = new ArrayList<>(List.of(ord));
    while (!open.isEmpty()) {
      int at = open.remove(open.size() - 1);
      if (!found.add(at)) continue;
      if (at < ord && ancestors[at] != null) {
        Arrays.stream(ancestors[at]).forEach(found::add);
      } else {
        open.addAll(parents(at));
      }
    }
    ancestors[ord] = found.stream().mapToInt(Integer::intValue).toArray();
    return ancestors[ord];
  }
}
