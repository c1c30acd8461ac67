package dev.tsumugi.consent;

import dev.tsumugi.consent.Tie.Authority;
import dev.tsumugi.consent.Tie.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * How one requester stands to one compartment: what the relation and the directive layer need, made
 * once and asked for every facet.
 */
final class Standing {
  /** How long permits hold after a death, to close the care. */
  private static final Duration CLOSING = Duration.ofDays(30);

  private final Compartment compartment;
  private final boolean self;
  private final boolean launch;
  private final boolean dead;
  private final boolean closed;
  private final boolean minor;
  private final Keys keys;
  private boolean care;
  private boolean glass;
  private boolean guarded;
  private final Set<Power> powers = EnumSet.noneOf(Power.class);
  private boolean edits;
  private boolean readsAsParentOnly = true;
  private final LiveRules rules;

  Standing(
      Requester requester,
      Keys ofRequester,
      boolean onDuty,
      Instant at,
      Compartment compartment,
      Policy city,
      RulesMemory memory) {
    this.compartment = compartment;
    this.self = requester.actor().filter(compartment.patient()::equals).isPresent();
    this.launch = requester.patient().filter(compartment.patient()::equals).isPresent();
    this.dead = compartment.died().filter(died -> !at.isBefore(died)).isPresent();
    this.closed = dead && !at.isBefore(compartment.died().orElseThrow().plus(CLOSING));
    // Of whom no birth is known counts as an adult: nobody is a parent's to read for ever.
    this.minor = compartment.born().filter(born -> at.isBefore(Majority.of(born))).isPresent();
    this.keys = ofRequester.withTeams(compartment.ties(), at);

    String person = requester.actor().map(Object::toString).orElse("");
    for (Tie tie : compartment.ties()) if (tie.period().contains(at)) weigh(tie, person);
    int relations =
        (powers.isEmpty() ? 0 : Relation.PROXY.bit())
            | (care ? Relation.CARE.bit() : 0)
            | (onDuty ? Relation.DUTY.bit() : 0);
    Asker asker = new Asker(requester.role(), requester.purpose(), keys, relations);
    this.rules = memory.of(compartment.policy(), city, asker, at, compartment.neighbours());
  }

  private void weigh(Tie tie, String person) {
    boolean parent = tie.authority().filter(Authority.PARENT::equals).isPresent();
    switch (tie.kind()) {
      case CARE -> care |= keys.contains(tie.actor());
      case GLASS -> glass |= tie.actor().equals(person);
      case PROXY -> {
        guarded |= tie.authority().filter(Authority.GUARDIAN::equals).isPresent();
        boolean ended = (parent && !minor) || (dead && !tie.powers().contains(Power.BEYOND_DEATH));
        if (ended || !tie.actor().equals(person)) return;
        powers.addAll(tie.powers());
        if (!tie.powers().contains(Power.READ)) return;
        readsAsParentOnly &= parent;
        // An agent speaks about care; the record is for others to write.
        edits |= tie.authority().filter(Authority.AGENT::equals).isEmpty();
      }
    }
  }

  // Comparing contents would cost more than it saves.
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Compartment other) {
    return compartment == other;
  }

  boolean isCity() {
    return compartment.isCity();
  }

  boolean isSelf() {
    return self;
  }

  /** Whether {@code patient/} scopes reach it. */
  boolean isLaunchPatient() {
    return launch;
  }

  boolean isDead() {
    return dead;
  }

  /** Dead for so long that no permit holds any more. */
  boolean isClosed() {
    return closed;
  }

  boolean hasCareTie() {
    return care;
  }

  boolean hasBrokenGlass() {
    return glass;
  }

  /** Whether all is known that Consents may name the requester by. */
  boolean isWhole() {
    return keys.isComplete();
  }

  boolean hasPower(Power power) {
    return powers.contains(power);
  }

  /** Whether a proxy may write what is neither wish nor consent. */
  boolean edits() {
    return edits;
  }

  /** Whether what a minor keeps from their parents is kept from this proxy. */
  boolean isParentOfMinor() {
    return minor && readsAsParentOnly;
  }

  /** Whether a consent that permits this names the requester: agreement is a relation too. */
  boolean isNamed(Action action, Facet facet) {
    return rules.name(action, facet);
  }

  /** Whether nobody decides for the patient by law: of age, and without a guardian. */
  boolean decidesAlone() {
    return !minor && !guarded;
  }

  Decision underBrokenGlass(Action action, Facet facet) {
    return rules.answer(
        decidesAlone() ? Question.GLASS : Question.GLASS_UNREFUSABLE, action, facet);
  }

  /** What the Consents say to somebody who stands on a basis of their own, or on none. */
  Decision ask(Question question, Action action, Facet facet) {
    return rules.answer(question, action, facet);
  }
}
