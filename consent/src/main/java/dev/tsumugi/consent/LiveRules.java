package dev.tsumugi.consent;

import static dev.tsumugi.consent.LiveProvision.DENY;
import static dev.tsumugi.consent.LiveProvision.NAMED;
import static dev.tsumugi.consent.LiveProvision.OPEN;
import static dev.tsumugi.consent.LiveProvision.PERMIT;

import dev.tsumugi.consent.Decision.Deny;
import dev.tsumugi.consent.Decision.Permit;
import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.consent.LiveProvision.Saying;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules that speak of a requester, the patient's and the city's, and what they answered.
 * Answers are kept by facet: they are the same as long as the rules are.
 */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
final class LiveRules {
  /** A tree larger than this is not asked: the rows stay hidden. */
  static final int MOST_QUESTIONS = 20_000;

  private static final int MOST_KEPT = 1_000;
  private static final int ACTIONS = Action.values().length;
  private static final int ANSWERS = ACTIONS * Question.values().length;

  private final LiveProvision[] rules;
  private final String[] consents;
  private final @Nullable Deny unreadable;
  private final boolean chosen;
  private final Period holds;
  private final ConcurrentHashMap<Facet, @Nullable Decision[]> answers = new ConcurrentHashMap<>();

  private LiveRules(
      List<LiveProvision> rules,
      List<String> consents,
      List<String> unreadable,
      boolean chosen,
      Period holds) {
    this.rules = rules.toArray(LiveProvision[]::new);
    this.consents = consents.toArray(String[]::new);
    this.unreadable = unreadable.isEmpty() ? null : deny(Reason.CONSENT_UNREADABLE, unreadable);
    this.chosen = chosen;
    this.holds = holds;
  }

  static LiveRules of(
      Policy own, Policy city, Asker asker, Instant at, Map<Ref, Set<Ref>> neighbours) {
    Moment moment = new Moment(at);
    List<LiveProvision> live = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Policy policy : List.of(own, city)) {
      unreadable.addAll(policy.unreadable());
      for (Rule rule : policy.rules()) {
        if (!moment.isIn(rule.period())) continue;
        LiveProvision root = LiveProvision.of(rule.root(), asker, moment, neighbours);
        if (root == null) continue;
        live.add(root);
        ids.add(rule.consent());
      }
    }
    return new LiveRules(live, ids, unreadable, !own.rules().isEmpty(), moment.same());
  }

  /** When these are the rules: no period begins or ends inside. */
  Period holds() {
    return holds;
  }

  /** How many answers are kept. */
  int kept() {
    return answers.size();
  }

  /** Whether a consent that permits this on every row names the requester. */
  boolean name(Action action, Facet facet) {
    for (LiveProvision rule : rules) {
      int said = rule.speak(action, facet);
      if ((said & OPEN) != 0) {
        if (Residues.isAlways(rule.say(action, facet, 0, NAMED).grants())) return true;
      } else if ((said & (PERMIT | NAMED)) == (PERMIT | NAMED)) {
        return true;
      }
    }
    return false;
  }

  Decision answer(Question question, Action action, Facet facet) {
    int place = question.ordinal() * ACTIONS + action.ordinal();
    @Nullable Decision[] kept = answers.get(facet);
    Decision known = kept == null ? null : kept[place];
    if (known != null) return known;

    Decision fresh = decide(question, action, facet);
    if (kept == null && answers.size() < MOST_KEPT) {
      kept = answers.computeIfAbsent(facet, f -> new @Nullable Decision[ANSWERS]);
    }
    // Threads that come at the same time write the same.
    if (kept != null) kept[place] = fresh;
    return fresh;
  }

  private Decision decide(Question question, Action action, Facet facet) {
    boolean denied = false;
    boolean permitted = false;
    for (LiveProvision rule : rules) {
      int said = rule.speak(action, facet);
      if ((said & OPEN) != 0) return openly(question, action, facet);
      if ((said & DENY) != 0) denied |= question.refusedBy(said);
      else if ((said & PERMIT) != 0) permitted |= question.grantedBy(said);
    }
    if (question == Question.UNRELATED && !permitted) return Answers.deny(Reason.NO_RELATION);
    // A stated refusal beats every permit; what we cannot read may be one.
    if (denied) return deny(Reason.DIRECTIVE_DENIES, refusing(question, action, facet));
    if (unreadable != null && question.heedsTheUnreadable()) return unreadable;
    if (!question.needsPermit(chosen)) return Answers.permit(question.basis());
    if (permitted) return new Permit(question.basis(), permitting(action, facet));
    return Answers.deny(Reason.NO_DIRECTIVE_COVERS);
  }

  private List<String> refusing(Question question, Action action, Facet facet) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < rules.length; i++) {
      int said = rules[i].speak(action, facet);
      if ((said & DENY) != 0 && question.refusedBy(said)) ids.add(consents[i]);
    }
    return ids;
  }

  private List<String> permitting(Action action, Facet facet) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < rules.length; i++) {
      int said = rules[i].speak(action, facet);
      if ((said & (DENY | PERMIT)) == PERMIT) ids.add(consents[i]);
    }
    return ids;
  }

  /** The same where some rule looks at single rows. */
  private Decision openly(Question question, Action action, Facet facet) {
    List<Residue> denials = new ArrayList<>();
    List<Residue> grants = new ArrayList<>();
    List<String> denying = new ArrayList<>();
    List<String> permitting = new ArrayList<>();
    for (int i = 0; i < rules.length; i++) {
      Saying said = rules[i].say(action, facet, question.refusing(), question.permitting());
      Residue denial = question.refusing() == 0 ? said.denies() : said.refuses();
      denials.add(denial);
      grants.add(question.permitting() == 0 ? said.permits() : said.grants());
      if (!Residues.isNever(denial)) denying.add(consents[i]);
      if (!Residues.isNever(said.permits())) permitting.add(consents[i]);
    }
    boolean needsPermit = question.needsPermit(chosen);
    Residue denied = Residues.any(denials);
    Residue permitted = needsPermit ? Residues.any(grants) : Residue.ALWAYS;

    boolean unrelated = question == Question.UNRELATED;
    if (unrelated && Residues.isNever(permitted)) return Answers.deny(Reason.NO_RELATION);
    Deny deny =
        denying.isEmpty()
            ? new Deny(unrelated ? Reason.NO_RELATION : Reason.NO_DIRECTIVE_COVERS)
            : deny(Reason.DIRECTIVE_DENIES, denying);
    if (Residues.isAlways(denied)) return deny;
    if (unreadable != null && question.heedsTheUnreadable()) return unreadable;

    Residue shown = Residues.all(Residues.not(denied), permitted);
    Permit permit = new Permit(question.basis(), needsPermit ? permitting : List.of());
    if (Residues.isNever(shown)) return deny;
    if (Residues.isAlways(shown)) return permit;
    if (Residues.weight(shown, MOST_QUESTIONS) > MOST_QUESTIONS) {
      denying.addAll(permitting);
      return deny(Reason.CONSENT_UNREADABLE, denying.stream().distinct().toList());
    }
    return new Decision.Depends(permit, deny, shown);
  }

  private static Deny deny(Reason reason, List<String> consents) {
    return new Deny(reason, reason.layer(), consents);
  }
}
