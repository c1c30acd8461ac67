package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.ConceptQuery;
import dev.tsumugi.terminology.ConceptQuery.Condition;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.SystemVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A loaded version of a code system. Every question becomes sets of concept numbers; only the page
 * that is shown is fetched.
 */
final class TableConcepts implements Concepts {
  private final SystemVersion about;
  private final int size;
  private final Tables tables;
  private final TableConditions conditions;

  TableConcepts(SystemVersion about, int size, Tables tables) {
    this.about = about;
    this.size = size;
    this.tables = tables;
    this.conditions = new TableConditions(tables, about, size);
  }

  @Override
  public SystemVersion about() {
    return about;
  }

  @Override
  public @Nullable Concept find(String code) {
    return tables.place(key(code)).map(place -> TableJson.concept(place.body())).orElse(null);
  }

  @Override
  public boolean subsumes(String ancestor, String code) {
    Optional<Tables.Place> below = tables.place(key(code));
    if (below.isEmpty()) return false;
    if (key(ancestor).equals(key(code))) return true;
    int[] ancestors = below.get().ancestors();
    if (ancestors.length == 0) return false;
    Optional<Tables.Place> above = tables.place(key(ancestor));
    return above.isPresent() && Arrays.stream(ancestors).anyMatch(o -> o == above.get().ord());
  }

  private String key(String code) {
    return TableIndex.codeKey(code, about.caseSensitive());
  }

  @Override
  public List<Concept> page(ConceptQuery query) {
    BitSet found = matching(query);
    int ord = found.nextSetBit(0);
    for (long passed = 0; passed < query.offset() && ord >= 0; passed++) {
      ord = found.nextSetBit(ord + 1);
    }
    int count = Math.min(query.count(), size);
    int[] ords = new int[count];
    int taken = 0;
    for (; taken < count && ord >= 0; taken++) {
      ords[taken] = ord;
      ord = found.nextSetBit(ord + 1);
    }
    if (taken == 0) return List.of();
    List<Concept> page = new ArrayList<>(taken);
    for (String body : tables.bodies(Arrays.copyOf(ords, taken))) {
      page.add(TableJson.concept(body));
    }
    return page;
  }

  @Override
  public long count(ConceptQuery query) {
    return matching(query).cardinality();
  }

  private BitSet matching(ConceptQuery query) {
    BitSet found = new BitSet(size);
    found.set(0, size);
    for (Condition condition : query.conditions()) {
      found.and(conditions.numbers(condition));
      if (found.isEmpty()) return found;
    }
    if (query.activeOnly()) {
      BitSet inactive = tables.postings(List.of(TableIndex.INACTIVE)).get(TableIndex.INACTIVE);
      if (inactive != null) found.andNot(inactive);
    }
    if (query.text() != null) restrict(found, TextIndex.asked(query.text()));
    return found;
  }

  private void restrict(BitSet found, List<String> words) {
    if (words.isEmpty()) return;
    Map<String, byte[]> rows = tables.packed(TextIndex.keys(words));
    for (String word : words) found.and(TextIndex.holding(word, rows));
  }

  /** A filter that tables cannot evaluate. */
  static Problem unsupported(Condition condition) {
    return Problem.of(
        Problem.Kind.NOT_SUPPORTED,
        "the filter "
            + condition.property()
            + " "
            + condition.op().code()
            + " "
            + condition.value()
            + " cannot be evaluated over a loaded table");
  }
}
