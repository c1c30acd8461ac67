package dev.tsumugi.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provision that speaks of this requester, purpose and time; only the data and the action are
 * still open. It asks bits and allocates nothing, for it runs once a facet.
 */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
final class LiveProvision {
  /** Answers of {@link #speak}: nothing, or one of the next two, with or without the third. */
  static final int NOTHING = 0;

  static final int PERMIT = 1;
  static final int DENY = 2;

  /** A matching provision on the way names the requester by reference. */
  static final int NAMED = 4;

  private static final LiveProvision[] NONE = {};

  private final int effect;
  private final int named;
  private final int actions;
  private final boolean anyData;
  private final Set<String> types;
  private final int classes;
  private final boolean anyLabel;
  private final int ceiling;
  private final long sensitivity;
  private final LiveProvision[] exceptions;

  private LiveProvision(Provision provision, boolean named, LiveProvision[] exceptions) {
    this.effect =
        switch (provision.effect()) {
          case PERMIT -> PERMIT;
          case DENY -> DENY;
          case SILENT -> NOTHING;
        };
    this.named = named ? NAMED : 0;
    int bits = 0;
    for (Action action : provision.actions()) bits |= action.bit();
    this.actions = bits == 0 ? -1 : bits;

    DataMatch data = provision.data();
    this.types = data.types();
    this.classes = DataClass.bits(data.classes());
    this.anyData = types.isEmpty() && data.classes().isEmpty();

    // R4 reads a confidentiality label as a high-water mark. A refusal of R that left V open would
    // be absurd, so on a refusal it does not narrow.
    boolean unlabelled = data.ceiling().isEmpty() && data.sensitivity().isEmpty();
    this.anyLabel = unlabelled || (effect == DENY && data.ceiling().isPresent());
    this.ceiling = data.ceiling().map(Enum::ordinal).orElse(-1);
    // What an unknown label means cannot be told: a refusal reaches it, a permit does not.
    this.sensitivity =
        ((Sensitivities) data.sensitivity()).maskWithDescendants()
            | (effect == DENY ? Sensitivities.UNKNOWN : 0);
    this.exceptions = exceptions;
  }

  /** Null if it does not speak of this requester at the moment. */
  static @Nullable LiveProvision of(
      Provision provision, Role role, Set<String> keys, Purpose purpose, Moment at) {
    if (!at.isIn(provision.period())) return null;
    if (!purpose.withinAny(provision.purposes())) return null;

    boolean matches = provision.actors().isEmpty();
    boolean named = false;
    for (ActorMatch actor : provision.actors()) {
      if (!actor.matches(role, keys)) continue;
      matches = true;
      named |= actor.key().isPresent();
    }
    if (!matches) return null;

    if (provision.exceptions().isEmpty()) return new LiveProvision(provision, named, NONE);
    List<LiveProvision> exceptions = new ArrayList<>();
    for (Provision exception : provision.exceptions()) {
      LiveProvision live = of(exception, role, keys, purpose, at);
      if (live != null) exceptions.add(live);
    }
    return new LiveProvision(provision, named, exceptions.toArray(NONE));
  }

  /**
   * What this provision says of the facet: its matching exceptions if it has any, where one that
   * denies beats all that permit; else itself.
   */
  int speak(Action action, Facet facet) {
    if (!matches(action, facet)) return NOTHING;

    int spoken = NOTHING;
    for (LiveProvision exception : exceptions) {
      int answer = exception.speak(action, facet);
      if ((answer & DENY) != 0) return DENY | named;
      if ((answer & PERMIT) != 0) spoken |= answer;
    }
    return (spoken == NOTHING ? effect : spoken) | named;
  }

  private boolean matches(Action action, Facet facet) {
    return (actions & action.bit()) != 0
        && (anyData || (classes & facet.dataClass().bit()) != 0 || types.contains(facet.type()))
        && (anyLabel
            || facet.confidentiality().ordinal() <= ceiling
            || (sensitivity & facet.sensitivityMask()) != 0);
  }
}
