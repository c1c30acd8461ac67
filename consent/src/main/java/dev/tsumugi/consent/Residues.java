package dev.tsumugi.consent;

import dev.tsumugi.consent.Residue.All;
import dev.tsumugi.consent.Residue.Any;
import dev.tsumugi.consent.Residue.Is;
import dev.tsumugi.consent.Residue.Marked;
import dev.tsumugi.consent.Residue.Not;
import dev.tsumugi.consent.Residue.Tokened;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Puts residues together; what is certain without looking at a row falls away on the spot. */
final class Residues {
  private Residues() {}

  static boolean isAlways(Residue residue) {
    return residue instanceof All all && all.parts().isEmpty();
  }

  static boolean isNever(Residue residue) {
    return residue instanceof Any any && any.parts().isEmpty();
  }

  static Residue constant(boolean holds) {
    return holds ? Residue.ALWAYS : Residue.NEVER;
  }

  static Residue not(Residue part) {
    if (isAlways(part)) return Residue.NEVER;
    if (isNever(part)) return Residue.ALWAYS;
    return part instanceof Not twice ? twice.part() : new Not(part);
  }

  static Residue all(Residue... parts) {
    return all(List.of(parts));
  }

  static Residue all(List<Residue> parts) {
    List<Residue> open = new ArrayList<>(parts.size());
    for (Residue part : parts) {
      if (isNever(part)) return Residue.NEVER;
      if (part instanceof All inner) open.addAll(inner.parts());
      else open.add(part);
    }
    if (open.isEmpty()) return Residue.ALWAYS;
    return open.size() == 1 ? open.get(0) : new All(open);
  }

  static Residue any(Residue... parts) {
    return any(List.of(parts));
  }

  /** Marks, tokens and single resources become one question each: a query asks it in one go. */
  static Residue any(List<Residue> parts) {
    List<Residue> open = new ArrayList<>(parts.size());
    TreeSet<Long> marks = new TreeSet<>();
    TreeSet<Long> tokens = new TreeSet<>();
    Set<Ref> refs = new HashSet<>();
    for (Residue part : parts) {
      if (isAlways(part)) return Residue.ALWAYS;
      List<Residue> inners = part instanceof Any inner ? inner.parts() : List.of(part);
      for (Residue inner : inners) {
        if (inner instanceof Marked marked) marks.addAll(marked.marks());
        else if (inner instanceof Tokened tokened) tokens.addAll(tokened.tokens());
        else if (inner instanceof Is is) refs.addAll(is.refs());
        else open.add(inner);
      }
    }
    if (!marks.isEmpty()) open.add(marked(marks));
    if (!tokens.isEmpty()) open.add(new Tokened(Collections.unmodifiableSortedSet(tokens)));
    if (!refs.isEmpty()) open.add(new Is(refs));
    if (open.isEmpty()) return Residue.NEVER;
    return open.size() == 1 ? open.get(0) : new Any(open);
  }

  static Residue marked(SortedSet<Long> marks) {
    return new Marked(Collections.unmodifiableSortedSet(new TreeSet<>(marks)));
  }

  static Residue marked(long mark) {
    return marked(new TreeSet<>(Set.of(mark)));
  }

  /** How many questions the tree asks, each as often as it stands in it; stops above the limit. */
  static int weight(Residue residue, int limit) {
    if (limit < 0) return 1;
    if (residue instanceof Not not) return weight(not.part(), limit);
    if (residue instanceof Marked marked) return marked.marks().size();
    if (residue instanceof Tokened tokened) return tokened.tokens().size();
    if (residue instanceof Is is) return is.refs().size();
    if (residue instanceof All all) return weight(all.parts(), limit);
    return residue instanceof Any any ? weight(any.parts(), limit) : 1;
  }

  private static int weight(List<Residue> parts, int limit) {
    int sum = 0;
    for (Residue part : parts) {
      sum += weight(part, limit - sum);
      if (sum > limit) break;
    }
    return sum;
  }
}
