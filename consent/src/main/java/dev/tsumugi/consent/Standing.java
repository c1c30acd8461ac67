package dev.tsumugi.consent;

import static dev.tsumugi.consent.LiveProvision.DENY;
import static dev.tsumugi.consent.LiveProvision.NAMED;
import static dev.tsumugi.consent.LiveProvision.PERMIT;

import dev.tsumugi.consent.Decision.Deny;
import dev.tsumugi.consent.Decision.Permit;
import dev.tsumugi.consent.Decision.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one requester stands to one compartment: what the relation and the directive layer need, made
 * once and asked for every facet.
 */
final class Standing {
  /** Which rules can be told apart by a bit; patients with more are answered without memory. */
  private static final int REMEMBERED_RULES = 64;

  private static final int REMEMBERED_ANSWERS = 64;

  private final Compartment compartment;
  private final boolean self;
  private final boolean launch;
  private final boolean care;
  private final Set<Tie.Power> powers = EnumSet.noneOf(Tie.Power.class);
  private final LiveProvision[] rules;
  private final String[] consents;
  private final @Nullable Deny unreadable;
  private @Nullable Answer answers;
  private int answerCount;

  /** A decision made before, by the rules that spoke for it. */
  private record Answer(long rules, Decision decision, @Nullable Answer next) {}

  Standing(
      Requester requester,
      Set<String> keys,
      Instant at,
      Compartment compartment,
      LiveRules.Memory memory) {
    this.compartment = compartment;
    this.self = requester.actor().filter(compartment.patient()::equals).isPresent();
    this.launch = requester.patient().filter(compartment.patient()::equals).isPresent();

    String person = requester.actor().map(Object::toString).orElse("");
    boolean cares = false;
    for (Tie tie : compartment.ties()) {
      if (!tie.period().contains(at)) continue;
      switch (tie.kind()) {
        case CARE -> cares |= keys.contains(tie.actor());
        case PROXY -> {
          if (tie.actor().equals(person)) powers.addAll(tie.powers());
        }
      }
    }
    this.care = cares;

    LiveRules live = memory.of(compartment.policy(), requester, keys, at);
    this.rules = live.rules();
    this.consents = live.consents();
    List<String> lost = compartment.policy().unreadable();
    this.unreadable =
        lost.isEmpty()
            ? null
            : new Deny(Reason.CONSENT_UNREADABLE, Reason.CONSENT_UNREADABLE.layer(), lost);
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

  boolean hasCareTie() {
    return care;
  }

  boolean hasPower(Tie.Power power) {
    return powers.contains(power);
  }

  /** Whether a consent that permits this names the requester: agreement is a relation too. */
  boolean isNamed(Action action, Facet facet) {
    for (LiveProvision rule : rules) {
      if ((rule.speak(action, facet) & (PERMIT | NAMED)) == (PERMIT | NAMED)) return true;
    }
    return false;
  }

  /**
   * The relation and the directive layer, for somebody who stands on no other basis.
   *
   * @param related whether there is a relation beside being named in a consent
   */
  Decision directive(Action action, Facet facet, boolean related) {
    long denying = 0;
    long permitting = 0;
    boolean denied = false;
    boolean permitted = false;
    boolean named = false;
    for (int i = 0; i < rules.length; i++) {
      int spoken = rules[i].speak(action, facet);
      if ((spoken & DENY) != 0) {
        denied = true;
        denying |= 1L << i;
      } else if ((spoken & PERMIT) != 0) {
        permitted = true;
        named |= (spoken & NAMED) != 0;
        permitting |= 1L << i;
      }
    }
    if (!related && !named) return Answers.deny(Reason.NO_RELATION);
    // A stated refusal beats every permit; what we cannot read may be one.
    if (denied) return answer(denying, DENY, action, facet);
    if (unreadable != null) return unreadable;
    if (permitted) return answer(permitting, PERMIT, action, facet);
    return Answers.deny(Reason.NO_DIRECTIVE_COVERS);
  }

  private Decision answer(long speakers, int effect, Action action, Facet facet) {
    boolean memorable = rules.length <= REMEMBERED_RULES;
    for (Answer known = answers; memorable && known != null; known = known.next()) {
      boolean permits = known.decision().permitted();
      if (known.rules() == speakers && permits == (effect == PERMIT)) return known.decision();
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < rules.length; i++) {
      if ((rules[i].speak(action, facet) & effect) != 0) ids.add(consents[i]);
    }
    Decision decision =
        effect == PERMIT
            ? new Permit(Decision.Basis.DIRECTIVE, ids)
            : new Deny(Reason.DIRECTIVE_DENIES, Decision.Layer.DIRECTIVE, ids);
    if (memorable && answerCount < REMEMBERED_ANSWERS) {
      answers = new Answer(speakers, decision, answers);
      answerCount++;
    }
    return decision;
  }
}
