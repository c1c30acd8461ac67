package dev.tsumugi.consent;

import dev.tsumugi.consent.Provision.Effect;
import dev.tsumugi.kernel.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A permit nested in a permit would add nothing, were it bound to what the outer one reaches. R4
 * calls an exception "an addition or removal of access permissions", and IHE PCF writes so: all see
 * normal data, and within that one sees restricted data too, or another purpose reaches further. So
 * an inner permit's own purposes and labels stand in place of the outer one's; everything else of
 * the outer one binds it on.
 */
final class Additions {
  /** Refusals stand once in every addition; more copies are more than anybody writes. */
  static final int MOST_COPIES = 200;

  private Additions() {}

  static boolean isAddition(Provision inner, Provision outer) {
    boolean purposes = !inner.purposes().isEmpty() && !outer.purposes().isEmpty();
    boolean labels = inner.data().hasLabels() && outer.data().hasLabels();
    return inner.effect() == Effect.PERMIT
        && outer.effect() == Effect.PERMIT
        && (purposes || labels);
  }

  static int copies(Provision outer) {
    long additions = outer.exceptions().stream().filter(e -> isAddition(e, outer)).count();
    return Math.toIntExact(additions * refusals(outer).size());
  }

  private static List<Provision> refusals(Provision outer) {
    return outer.exceptions().stream().filter(e -> e.effect() == Effect.DENY).toList();
  }

  /** The same with its additions beside what they add to, under what binds both. */
  static Provision spread(Provision outer) {
    List<Provision> beside = new ArrayList<>();
    List<Provision> inside = new ArrayList<>();
    for (Provision inner : outer.exceptions()) {
      if (isAddition(inner, outer)) beside.add(spread(inner, outer));
      else inside.add(inner);
    }
    if (beside.isEmpty()) return outer;
    DataMatch data = outer.data();
    beside.add(
        new Provision(
            Effect.PERMIT,
            Period.ALWAYS,
            Set.of(),
            outer.purposes(),
            Set.of(),
            data.labelsAlone(),
            inside));
    return new Provision(
        Effect.SILENT,
        outer.period(),
        outer.actors(),
        Set.of(),
        outer.actions(),
        data.labelledAs(DataMatch.ANY),
        beside);
  }

  private static Provision spread(Provision inner, Provision outer) {
    List<Provision> exceptions = new ArrayList<>(inner.exceptions());
    exceptions.addAll(refusals(outer));
    return new Provision(
        Effect.PERMIT,
        inner.period(),
        inner.actors(),
        inner.purposes().isEmpty() ? outer.purposes() : inner.purposes(),
        inner.actions(),
        inner.data().hasLabels() ? inner.data() : inner.data().labelledAs(outer.data()),
        exceptions);
  }
}
