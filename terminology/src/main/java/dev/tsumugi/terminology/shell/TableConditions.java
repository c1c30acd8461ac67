package dev.tsumugi.terminology.shell;

import dev.tsumugi.terminology.ConceptQuery.Condition;
import dev.tsumugi.terminology.SafeRegex;
import dev.tsumugi.terminology.SystemVersion;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** The filters of a value set over a loaded table, as sets of concept numbers. */
final class TableConditions {
  private final Tables tables;
  private final SystemVersion about;
  private final int size;

  TableConditions(Tables tables, SystemVersion about, int size) {
    this.tables = tables;
    this.about = about;
    this.size = size;
  }

  /** The numbers of the concepts for which it holds. */
  BitSet numbers(Condition condition) {
    return switch (condition.property()) {
      case "concept", "code" -> byCode(condition);
      case "parent" -> byParent(condition);
      case "inactive" -> byFlag(condition, TableIndex.INACTIVE);
      case "notSelectable" -> byFlag(condition, TableIndex.ABSTRACT);
      default -> byProperty(condition);
    };
  }

  private BitSet byCode(Condition condition) {
    String value = condition.value();
    return switch (condition.op()) {
      case EQUALS -> one(value);
      case IS_A -> below(value);
      case DESCENDENT_OF -> without(below(value), one(value));
      case IS_NOT_A -> not(below(value));
      case CHILD_OF -> posting(TableIndex.children(key(value)));
      case DESCENDENT_LEAF ->
          without(without(below(value), one(value)), posting(TableIndex.PARENT));
      case GENERALIZES -> above(value);
      case IN -> any(value);
      case NOT_IN -> not(any(value));
      case REGEX -> codesLike(condition);
      case EXISTS -> Boolean.parseBoolean(value) ? all() : new BitSet();
    };
  }

  private BitSet byParent(Condition condition) {
    return switch (condition.op()) {
      case EQUALS -> posting(TableIndex.children(key(condition.value())));
      case EXISTS -> {
        BitSet children = new BitSet();
        tables.postingsFrom(TableIndex.children("")).values().forEach(children::or);
        yield Boolean.parseBoolean(condition.value()) ? children : not(children);
      }
      default -> throw TableConcepts.unsupported(condition);
    };
  }

  private BitSet byFlag(Condition condition, String key) {
    return switch (condition.op()) {
      case EQUALS -> Boolean.parseBoolean(condition.value()) ? posting(key) : not(posting(key));
      default -> throw TableConcepts.unsupported(condition);
    };
  }

  private BitSet byProperty(Condition condition) {
    String property = condition.property();
    String value = condition.value();
    boolean known = about.properties().stream().anyMatch(one -> one.code().equals(property));
    if (!known) throw TableConcepts.unsupported(condition);
    return switch (condition.op()) {
      case EQUALS -> posting(TableIndex.equal(property, value));
      case IN -> equalToAny(property, value);
      case NOT_IN -> not(equalToAny(property, value));
      case EXISTS -> {
        BitSet with = posting(TableIndex.exists(property));
        yield Boolean.parseBoolean(value) ? with : not(with);
      }
      case REGEX -> valuesLike(condition);
      default -> throw TableConcepts.unsupported(condition);
    };
  }

  private BitSet equalToAny(String property, String values) {
    List<String> keys =
        codes(values).stream().map(value -> TableIndex.equal(property, value)).toList();
    BitSet found = new BitSet();
    tables.postings(keys).values().forEach(found::or);
    return found;
  }

  private BitSet valuesLike(Condition condition) {
    SafeRegex pattern = SafeRegex.of(condition.value());
    String prefix = TableIndex.equalPrefix(condition.property());
    BitSet found = new BitSet();
    for (Map.Entry<String, BitSet> one : tables.postingsFrom(prefix).entrySet()) {
      String value = one.getKey().substring(prefix.length());
      // Only the beginning of a very long value is in the key; a pattern may ask for the rest.
      if (value.indexOf('\u0001') >= 0) throw TableConcepts.unsupported(condition);
      if (pattern.matches(value)) found.or(one.getValue());
    }
    return found;
  }

  private BitSet codesLike(Condition condition) {
    // Codes are kept in small letters there, and a pattern is for the code as written.
    if (!about.caseSensitive()) throw TableConcepts.unsupported(condition);
    SafeRegex pattern = SafeRegex.of(condition.value());
    BitSet found = new BitSet();
    int ord = 0;
    for (String key : tables.keys()) {
      if (pattern.matches(key)) found.set(ord);
      ord++;
    }
    return found;
  }

  /** The concept and all below it; itself alone if it is a leaf, nothing if it is not known. */
  private BitSet below(String code) {
    BitSet found = posting(TableIndex.below(key(code)));
    return found.isEmpty() ? one(code) : found;
  }

  private BitSet above(String code) {
    BitSet found = new BitSet();
    tables
        .place(key(code))
        .ifPresent(
            place -> {
              found.set(place.ord());
              for (int ord : place.ancestors()) found.set(ord);
            });
    return found;
  }

  private BitSet one(String code) {
    BitSet found = new BitSet();
    tables.place(key(code)).ifPresent(place -> found.set(place.ord()));
    return found;
  }

  private BitSet any(String values) {
    BitSet found = new BitSet();
    for (String code : codes(values)) found.or(one(code));
    return found;
  }

  private static List<String> codes(String values) {
    return List.of(values.strip().split("\\s*,\\s*"));
  }

  private String key(String code) {
    return TableIndex.codeKey(code, about.caseSensitive());
  }

  private BitSet posting(String key) {
    BitSet found = tables.postings(List.of(key)).get(key);
    return found == null ? new BitSet() : found;
  }

  private BitSet all() {
    BitSet all = new BitSet(size);
    all.set(0, size);
    return all;
  }

  private BitSet not(BitSet set) {
    return without(all(), set);
  }

  private static BitSet without(BitSet set, BitSet unwanted) {
    BitSet rest = (BitSet) set.clone();
    rest.andNot(unwanted);
    return rest;
  }
}
