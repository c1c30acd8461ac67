package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a provision says about single rows, which a facet cannot hold. The parts must all match; the
 * codes are alternatives, as are the resources; what is not stated does not narrow.
 *
 * <p>A row may leave open whether it matches: one without a date, a code, an author. So there are
 * two answers. A permit needs the certain one, for a refusal the possible one is enough.
 *
 * <p>Who somebody is has no time, no code and no author by its nature, so none is missing there: a
 * permit for some time reaches the identity of whom it is about, and a refusal of a time, a code or
 * an author does not take it away.
 *
 * @param codes what the data are about (R4 {@code provision.code})
 * @param period the clinical time of the data ({@code provision.dataPeriod})
 */
public record RowMatch(Set<Coding> codes, Optional<Period> period, Set<Named> resources) {
  static final RowMatch ANY = new RowMatch(Set.of(), Optional.empty(), Set.of());

  /** How a provision means the resource that it names ({@code provision.data.meaning}). */
  public enum Meaning {
    /** It alone. */
    INSTANCE,
    /** It, what refers to it, and what it refers to. */
    RELATED,
    /** It, and what refers to it. */
    DEPENDENTS,
    /** What this person or organisation is the author of. */
    AUTHOREDBY
  }

  /** One {@code provision.data}. */
  public record Named(Meaning meaning, Ref ref) {}

  public RowMatch {
    codes = Set.copyOf(codes);
    resources = Set.copyOf(resources);
  }

  boolean isAny() {
    return codes.isEmpty() && period.isEmpty() && resources.isEmpty();
  }

  /**
   * @param refuses whether the provision does, itself
   * @param neighbours see {@link Compartment#neighbours}
   */
  Residue certain(boolean refuses, Facet facet, Map<Ref, Set<Ref>> neighbours) {
    List<Residue> parts = new ArrayList<>();
    period.ifPresent(
        stretch ->
            parts.add(isIdentity(facet) ? ofIdentity(refuses) : new Residue.Within(stretch)));
    if (!codes.isEmpty()) parts.add(coded());
    if (!resources.isEmpty()) {
      parts.add(Residues.any(each(named -> certain(named, facet, neighbours))));
    }
    return Residues.all(parts);
  }

  /** As {@link #certain}. */
  Residue possible(boolean refuses, Facet facet, Map<Ref, Set<Ref>> neighbours) {
    List<Residue> parts = new ArrayList<>();
    period.ifPresent(
        stretch ->
            parts.add(isIdentity(facet) ? ofIdentity(refuses) : new Residue.MayOverlap(stretch)));
    if (!codes.isEmpty()) {
      parts.add(isIdentity(facet) ? coded() : Residues.any(coded(), lacks(Marks.CODED)));
    }
    if (!resources.isEmpty()) {
      parts.add(Residues.any(each(named -> possible(named, facet, neighbours))));
    }
    return Residues.all(parts);
  }

  private static boolean isIdentity(Facet facet) {
    return facet.type().equals("Patient");
  }

  private static Residue ofIdentity(boolean refuses) {
    return refuses ? Residue.NEVER : Residue.ALWAYS;
  }

  /** The most questions that one answer of {@link #possible} asks. */
  int weight() {
    return codes.size() + 3 * resources.size() + 2;
  }

  private List<Residue> each(Function<Named, Residue> read) {
    return resources.stream().sorted(PolicyOrder.RESOURCES).map(read).toList();
  }

  private Residue coded() {
    TreeSet<Long> marks = new TreeSet<>();
    for (Coding code : codes) marks.add(Marks.code(code));
    return Residues.marked(marks);
  }

  private static Residue lacks(long mark) {
    return Residues.not(Residues.marked(mark));
  }

  private static Residue certain(Named named, Facet facet, Map<Ref, Set<Ref>> neighbours) {
    Ref ref = named.ref();
    return switch (named.meaning()) {
      case INSTANCE -> is(Set.of(ref), facet);
      case DEPENDENTS -> Residues.any(is(Set.of(ref), facet), refersTo(ref));
      case RELATED ->
          Residues.any(
              is(Set.of(ref), facet),
              refersTo(ref),
              is(neighbours.getOrDefault(ref, Set.of()), facet));
      case AUTHOREDBY ->
          facet.recorder().equals(ref.toString())
              ? Residue.ALWAYS
              : Residues.marked(Marks.author(ref));
    };
  }

  private static Residue possible(Named named, Facet facet, Map<Ref, Set<Ref>> neighbours) {
    Residue certain = certain(named, facet, neighbours);
    return switch (named.meaning()) {
      case INSTANCE, DEPENDENTS -> certain;
      // What it refers to was not looked up, so it may be anything.
      case RELATED -> neighbours.containsKey(named.ref()) ? certain : Residue.ALWAYS;
      case AUTHOREDBY -> isIdentity(facet) ? certain : Residues.any(certain, lacks(Marks.SIGNED));
    };
  }

  private static Residue refersTo(Ref ref) {
    return Residues.marked(Marks.reference(ref));
  }

  /** A row is of its facet's type. */
  private static Residue is(Set<Ref> refs, Facet facet) {
    Set<Ref> ofType = new HashSet<>();
    for (Ref ref : refs) if (ref.type().equals(facet.type())) ofType.add(ref);
    return ofType.isEmpty() ? Residue.NEVER : new Residue.Is(ofType);
  }
}
