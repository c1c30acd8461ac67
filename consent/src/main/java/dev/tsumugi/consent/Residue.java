package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * What a decision on a facet leaves open: a boolean tree over what stands in the single row. The
 * store applies it as a condition of its query or, to a row it holds, by {@link #holds}; the two
 * must agree on every row. It is two-valued: a row that tells no date or no code is neither within
 * a period nor marked, and that is no less certain than anything else.
 */
public sealed interface Residue {
  Residue ALWAYS = new All(List.of());
  Residue NEVER = new Any(List.of());

  boolean holds(RowFacts row);

  record All(List<Residue> parts) implements Residue {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(RowFacts row) {
      for (Residue part : parts) if (!part.holds(row)) return false;
      return true;
    }
  }

  record Any(List<Residue> parts) implements Residue {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(RowFacts row) {
      for (Residue part : parts) if (part.holds(row)) return true;
      return false;
    }
  }

  record Not(Residue part) implements Residue {
    @Override
    public boolean holds(RowFacts row) {
      return !part.holds(row);
    }
  }

  /** The row tells its time, and all of it lies in the period. */
  record Within(Period period) implements Residue {
    @Override
    public boolean holds(RowFacts row) {
      return row.when().isPresent() && period.contains(row.when().get());
    }
  }

  /** The row's time overlaps the period, or it tells none. */
  record MayOverlap(Period period) implements Residue {
    @Override
    public boolean holds(RowFacts row) {
      return row.when().isEmpty() || period.overlaps(row.when().get());
    }
  }

  /** The row has at least one of these marks. */
  record Marked(SortedSet<Long> marks) implements Residue {
    @Override
    public boolean holds(RowFacts row) {
      for (long mark : marks) if (row.isMarked(mark)) return true;
      return false;
    }
  }

  /** The row has at least one of these tokens, by which a search finds it. */
  record Tokened(SortedSet<Long> tokens) implements Residue {
    @Override
    public boolean holds(RowFacts row) {
      for (long token : tokens) if (row.hasToken(token)) return true;
      return false;
    }
  }

  /** The row is one of these. */
  record Is(Set<Ref> refs) implements Residue {
    public Is {
      refs = Set.copyOf(refs);
    }

    @Override
    public boolean holds(RowFacts row) {
      return refs.contains(row.ref());
    }
  }
}
