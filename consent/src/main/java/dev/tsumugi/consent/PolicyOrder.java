package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Period;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * One order for what R4 leaves unordered. What two residents can have in common (the shape) comes
 * first, their own names and dates last: so equal choices stand in equal order.
 */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
final class PolicyOrder {
  static final Comparator<ActorMatch> ACTORS =
      Comparator.comparingInt(PolicyOrder::shape)
          .thenComparing(actor -> actor.key().orElse(""), Comparator.naturalOrder());

  static final Comparator<RowMatch.Named> RESOURCES =
      Comparator.comparing(RowMatch.Named::meaning).thenComparing(RowMatch.Named::ref);

  static final Comparator<Coding> CODES =
      Comparator.comparing(Coding::system).thenComparing(Coding::code);

  private static final Comparator<Provision> SHAPES =
      Comparator.<Provision>comparingInt(p -> p.effect().ordinal())
          .thenComparingInt(p -> bits(p.purposes()))
          .thenComparingInt(p -> bits(p.actions()))
          .thenComparingInt(p -> bits(p.data().classes()))
          .thenComparingInt(p -> p.data().ceiling().map(Enum::ordinal).orElse(-1))
          .thenComparing(p -> p.data().sensitivity(), PolicyOrder::byWords)
          .thenComparing(p -> p.data().types(), PolicyOrder::byWords)
          .thenComparing(p -> p.data().rows(), PolicyOrder::byRowShapes)
          .thenComparing(p -> p.period().equals(Period.ALWAYS))
          .thenComparing(PolicyOrder::byActorShapes)
          .thenComparing((a, b) -> each(a.exceptions(), b.exceptions(), PolicyOrder::byShape));

  private static final Comparator<Provision> VALUES =
      Comparator.comparing(Provision::period, PolicyOrder::byPeriod)
          .thenComparing((a, b) -> each(actors(a), actors(b), ACTORS))
          .thenComparing(p -> p.data().rows(), PolicyOrder::byRowValues)
          .thenComparing((a, b) -> each(a.exceptions(), b.exceptions(), PolicyOrder::byValues));

  static final Comparator<Provision> PROVISIONS = SHAPES.thenComparing(VALUES);

  static final Comparator<Rule> RULES =
      Comparator.comparing(Rule::root, SHAPES)
          .thenComparing(r -> r.period().equals(Period.ALWAYS))
          .thenComparing(Rule::root, VALUES)
          .thenComparing(Rule::period, PolicyOrder::byPeriod)
          .thenComparing(Rule::consent);

  private PolicyOrder() {}

  static List<Coding> codes(RowMatch rows) {
    return rows.codes().stream().sorted(CODES).toList();
  }

  static List<RowMatch.Named> resources(RowMatch rows) {
    return rows.resources().stream().sorted(RESOURCES).toList();
  }

  static List<ActorMatch> actors(Provision provision) {
    if (provision.actors().isEmpty()) return List.of();
    return provision.actors().stream().sorted(ACTORS).toList();
  }

  // The comparators call themselves for nested provisions; a constant cannot name itself.
  private static int byShape(Provision a, Provision b) {
    return SHAPES.compare(a, b);
  }

  private static int byValues(Provision a, Provision b) {
    return VALUES.compare(a, b);
  }

  private static int byActorShapes(Provision a, Provision b) {
    return each(actors(a), actors(b), Comparator.comparingInt(PolicyOrder::shape));
  }

  private static int shape(ActorMatch actor) {
    int role = actor.role().map(r -> r.ordinal() + 1).orElse(0);
    int relation = actor.relation().map(r -> r.ordinal() + 1).orElse(0);
    return (role * 8 + relation) * 2 + (actor.key().isPresent() ? 1 : 0);
  }

  private static int byRowShapes(RowMatch a, RowMatch b) {
    if (a.equals(b)) return 0;
    int codes = each(codes(a), codes(b), CODES);
    if (codes != 0) return codes;
    int period = Boolean.compare(a.period().isPresent(), b.period().isPresent());
    if (period != 0) return period;
    return each(resources(a), resources(b), Comparator.comparing(RowMatch.Named::meaning));
  }

  private static int byRowValues(RowMatch a, RowMatch b) {
    if (a.equals(b)) return 0;
    Period always = Period.ALWAYS;
    int period = byPeriod(a.period().orElse(always), b.period().orElse(always));
    return period != 0 ? period : each(resources(a), resources(b), RESOURCES);
  }

  private static int byPeriod(Period a, Period b) {
    int from = a.from().compareTo(b.from());
    return from != 0 ? from : a.until().compareTo(b.until());
  }

  private static int byWords(Collection<String> a, Collection<String> b) {
    return each(
        a.stream().sorted().toList(), b.stream().sorted().toList(), Comparator.naturalOrder());
  }

  private static <T> int each(List<T> a, List<T> b, Comparator<T> order) {
    if (a.size() != b.size()) return Integer.compare(a.size(), b.size());
    for (int i = 0; i < a.size(); i++) {
      int at = order.compare(a.get(i), b.get(i));
      if (at != 0) return at;
    }
    return 0;
  }

  private static int bits(Collection<? extends Enum<?>> values) {
    int bits = 0;
    for (Enum<?> value : values) bits |= 1 << value.ordinal();
    return bits;
  }
}
