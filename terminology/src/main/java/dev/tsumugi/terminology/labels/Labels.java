package dev.tsumugi.terminology.labels;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sensitivity value sets in force, compiled: which labels follow from a code, and from all
 * codes of a resource. Pure and immutable.
 *
 * <p>A code of a system that no set speaks of reveals nothing. Where a set hangs on content that is
 * not known here, it cannot be told whether a code of that system is meant: that is an answer of
 * its own, and counts as restricted.
 */
public final class Labels {
  /** The bit of "cannot be told". */
  private static final long UNCERTAIN = 1L << 63;

  private final Map<String, Json.Obj> sources;
  private final List<String> labels = new ArrayList<>();
  private final Map<String, SystemMatcher> included = new HashMap<>();
  private final Map<String, SystemMatcher> excluded = new HashMap<>();

  private Labels(Map<String, Json.Obj> sources) {
    this.sources = Map.copyOf(sources);
  }

  /**
   * @param valueSets each as {@link SensitivitySet#of} takes them, one a label
   */
  public static Labels of(Collection<Json.Obj> valueSets, Hierarchy hierarchy) {
    Map<String, Json.Obj> sources = new TreeMap<>();
    Map<String, SensitivitySet> sets = new TreeMap<>();
    for (Json.Obj valueSet : valueSets) {
      SensitivitySet set = SensitivitySet.read(valueSet, hierarchy);
      sources.put(set.label(), valueSet);
      sets.put(set.label(), set);
    }
    Labels labels = new Labels(sources);
    for (SensitivitySet set : sets.values()) labels.add(set);
    return labels;
  }

  private void add(SensitivitySet set) {
    long bit = 1L << labels.size();
    labels.add(set.label());
    for (SensitivitySet.Part part : set.includes()) {
      boolean untold = part instanceof SensitivitySet.Part.Untold;
      matcher(included, part.system()).add(part, untold ? UNCERTAIN : bit);
    }
    for (SensitivitySet.Part part : set.excludes()) {
      // What may be meant by an exception that cannot be told stays in.
      if (part instanceof SensitivitySet.Part.Untold) continue;
      matcher(excluded, part.system()).add(part, bit);
    }
  }

  private static SystemMatcher matcher(Map<String, SystemMatcher> matchers, String system) {
    return matchers.computeIfAbsent(system, s -> new SystemMatcher());
  }

  /** The value sets, by label. */
  public Map<String, Json.Obj> valueSets() {
    return sources;
  }

  /**
   * What follows from some codes.
   *
   * @param sensitivity v3-ActCode codes, sorted
   * @param uncertain whether it cannot be told of one of them
   */
  public record Revealed(Set<String> sensitivity, boolean uncertain) {
    public static final Revealed NOTHING = new Revealed(Set.of(), false);
  }

  /** What one code reveals. */
  public Revealed of(Coding coding) {
    return revealed(bits(coding));
  }

  /** What these codes reveal together. */
  public Revealed of(Collection<Coding> codings) {
    long bits = 0;
    for (Coding coding : codings) bits |= bits(coding);
    return revealed(bits);
  }

  private long bits(Coding coding) {
    SystemMatcher in = included.get(coding.system());
    if (in == null) return 0;
    long bits = in.bits(coding.code());
    if (bits == 0) return 0;
    SystemMatcher out = excluded.get(coding.system());
    return out == null ? bits : bits & ~out.bits(coding.code());
  }

  private Revealed revealed(long bits) {
    if (bits == 0) return Revealed.NOTHING;
    Set<String> found = new TreeSet<>();
    for (int i = 0; i < labels.size(); i++) if ((bits & (1L << i)) != 0) found.add(labels.get(i));
    return new Revealed(found, (bits & UNCERTAIN) != 0);
  }

  private static final String UNITS = "http://unitsofmeasure.org";

  /**
   * Every code with a system in a resource, wherever it stands: in codes, reasons, values,
   * components, categories, answers, extensions, contained resources, entries of a Bundle. Units
   * are no codes of that kind.
   */
  public static Set<Coding> codings(Json resource) {
    Set<Coding> found = new LinkedHashSet<>();
    collect(resource, found);
    return found;
  }

  private static void collect(Json value, Set<Coding> found) {
    if (value instanceof Json.Arr array) {
      for (Json item : array.items()) collect(item, found);
      return;
    }
    if (!(value instanceof Json.Obj object)) return;
    String system = null;
    String code = null;
    for (int i = 0; i < object.size(); i++) {
      Json member = object.value(i);
      if (member instanceof Json.Text text) {
        String name = object.name(i);
        if (name.equals("system")) system = text.value();
        else if (name.equals("code")) code = text.value();
      } else {
        collect(member, found);
      }
    }
    if (system != null && code != null && !system.equals(UNITS)) {
      found.add(new Coding(system, code));
    }
  }
}
