package dev.tsumugi.consent;

import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provision that speaks of this requester, purpose and time; only the data and the action are
 * still open. It asks bits and allocates nothing, for it runs once a facet.
 */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
final class LiveProvision {
  /** Answers of {@link #speak}: nothing, or one of the next two, and some of the others. */
  static final int NOTHING = 0;

  static final int PERMIT = 1;
  static final int DENY = 2;

  /** A provision on the way names the requester by reference. */
  static final int NAMED = 4;

  /** A provision on the way names those who act for the patient. */
  static final int OF_PROXIES = 8;

  /** A provision on the way states that the glass is broken as its purpose. */
  static final int OF_GLASS = 16;

  /** It depends on the row: what {@link #say} tells counts, and nothing else of this answer. */
  static final int OPEN = 32;

  private static final LiveProvision[] NONE = {};

  private final int effect;
  private final int marks;
  private final int actions;
  private final boolean anyData;
  private final Set<String> types;
  private final int classes;
  private final boolean anyLabel;
  private final int lowest;
  private final int highest;
  private final long sensitivity;
  private final @Nullable RowMatch rows;
  private final Map<Ref, Set<Ref>> neighbours;
  private final LiveProvision[] exceptions;

  private LiveProvision(
      Provision provision, int marks, Map<Ref, Set<Ref>> neighbours, LiveProvision[] exceptions) {
    this.effect =
        switch (provision.effect()) {
          case PERMIT -> PERMIT;
          case DENY -> DENY;
          case SILENT -> NOTHING;
        };
    this.marks = marks;
    int bits = 0;
    for (Action action : provision.actions()) bits |= action.bit();
    this.actions = bits == 0 ? -1 : bits;

    DataMatch data = provision.data();
    this.types = data.types();
    this.classes = DataClass.bits(data.classes());
    this.anyData = types.isEmpty() && data.classes().isEmpty();

    // A permit reaches up to its level, R4's high-water mark; a refusal from its level on.
    this.anyLabel = data.ceiling().isEmpty() && data.sensitivity().isEmpty();
    int level = data.ceiling().map(Enum::ordinal).orElse(-1);
    this.lowest = level < 0 ? Integer.MAX_VALUE : effect == DENY ? level : 0;
    this.highest = effect == DENY ? Integer.MAX_VALUE : level;
    // What an unknown label means cannot be told: a refusal reaches it, a permit does not.
    this.sensitivity =
        ((Sensitivities) data.sensitivity()).maskWithDescendants()
            | (effect == DENY ? Sensitivities.UNKNOWN : 0);
    this.rows = data.rows().isAny() ? null : data.rows();
    this.neighbours = neighbours;
    this.exceptions = exceptions;
  }

  /** Null if it does not speak of this requester at the moment. */
  static @Nullable LiveProvision of(
      Provision provision, Asker asker, Moment at, Map<Ref, Set<Ref>> neighbours) {
    if (!at.isIn(provision.period())) return null;
    if (!asker.purpose().withinAny(provision.purposes())) return null;

    boolean matches = provision.actors().isEmpty();
    int marks = provision.purposes().contains(Purpose.BTG) ? OF_GLASS : 0;
    for (ActorMatch actor : provision.actors()) {
      if (!actor.matches(asker)) continue;
      matches = true;
      if (actor.key().isPresent()) marks |= NAMED;
      if (actor.relation().filter(Relation.PROXY::equals).isPresent()) marks |= OF_PROXIES;
    }
    if (!matches) return null;

    if (provision.exceptions().isEmpty()) {
      return new LiveProvision(provision, marks, neighbours, NONE);
    }
    List<LiveProvision> exceptions = new ArrayList<>();
    for (Provision exception : provision.exceptions()) {
      LiveProvision live = of(exception, asker, at, neighbours);
      if (live != null) exceptions.add(live);
    }
    return new LiveProvision(provision, marks, neighbours, exceptions.toArray(NONE));
  }

  /**
   * What this provision says of the facet: its matching exceptions if it has any, where one that
   * denies beats all that permit; else itself.
   */
  int speak(Action action, Facet facet) {
    if (!matches(action, facet)) return NOTHING;

    int denials = 0;
    int permits = 0;
    int open = rows == null ? 0 : OPEN;
    for (LiveProvision exception : exceptions) {
      int answer = exception.speak(action, facet);
      open |= answer & OPEN;
      if ((answer & DENY) != 0) denials |= answer;
      else if ((answer & PERMIT) != 0) permits |= answer;
    }
    int spoken = denials != 0 ? denials : permits != 0 ? permits : effect;
    return spoken | marks | open;
  }

  /**
   * What this provision says of single rows of the facet.
   *
   * @param refusing marks, one of which a refusal needs on its way to count as stated
   * @param permitting marks, one of which a permit needs on its way to count as stated
   */
  Saying say(Action action, Facet facet, int refusing, int permitting) {
    if (!matches(action, facet)) return Saying.NOTHING;

    List<Saying> inner = new ArrayList<>(exceptions.length);
    for (LiveProvision exception : exceptions) {
      inner.add(exception.say(action, facet, refusing, permitting));
    }
    Residue denied = Residues.any(inner.stream().map(Saying::denies).toList());
    Residue permitted = Residues.any(inner.stream().map(Saying::permits).toList());
    boolean refusal = effect == DENY;
    Residue certain = rows == null ? Residue.ALWAYS : rows.certain(refusal, facet, neighbours);
    Residue possible = rows == null ? Residue.ALWAYS : rows.possible(refusal, facet, neighbours);

    Residue denies =
        Residues.all(
            possible, effect == DENY ? Residues.any(denied, Residues.not(permitted)) : denied);
    Residue permits =
        Residues.all(certain, Residues.not(denied), effect == PERMIT ? Residue.ALWAYS : permitted);
    Residue refuses =
        (marks & refusing) != 0
            ? denies
            : Residues.all(possible, Residues.any(inner.stream().map(Saying::refuses).toList()));
    Residue grants =
        (marks & permitting) != 0
            ? permits
            : Residues.all(
                certain,
                Residues.not(denied),
                Residues.any(inner.stream().map(Saying::grants).toList()));
    return new Saying(denies, permits, refuses, grants);
  }

  /**
   * What one provision says of single rows.
   *
   * @param refuses where a denial of it is stated as strongly as was asked for
   * @param grants where a permit of it is stated as strongly as was asked for
   */
  record Saying(Residue denies, Residue permits, Residue refuses, Residue grants) {
    static final Saying NOTHING =
        new Saying(Residue.NEVER, Residue.NEVER, Residue.NEVER, Residue.NEVER);
  }

  private boolean matches(Action action, Facet facet) {
    return (actions & action.bit()) != 0
        && (anyData || (classes & facet.dataClass().bit()) != 0 || types.contains(facet.type()))
        && (anyLabel
            || isWithin(facet.confidentiality().ordinal())
            || (sensitivity & facet.sensitivityMask()) != 0);
  }

  private boolean isWithin(int level) {
    return lowest <= level && level <= highest;
  }
}
