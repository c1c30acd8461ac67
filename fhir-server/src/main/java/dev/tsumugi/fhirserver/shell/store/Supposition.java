package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.Rule;
import dev.tsumugi.fhirserver.AccessDecisions.Question;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A policy as it would be: a Consent compiled as on its commit, beside what stands or in place of
 * it.
 *
 * @param gone Consents that are left out
 * @param faults of the Consent, if it cannot be understood
 */
record Supposition(
    Set<Ref> gone, Optional<Rule> rule, Optional<String> unreadable, List<String> faults) {
  /** The id of a Consent that has none yet. */
  static final String UNSAVED = "unsaved";

  static Supposition of(Question question) {
    Set<Ref> gone = new HashSet<>();
    question.supposed().without().ifPresent(gone::add);
    Optional<Rule> rule = Optional.empty();
    Optional<String> unreadable = Optional.empty();
    List<String> faults = List.of();
    if (question.supposed().consent().isPresent()) {
      Json.Obj consent = question.supposed().consent().get().without("meta");
      if (!consent.has("id")) consent = consent.with("id", Json.text(UNSAVED));
      String name = "Consent/" + consent.text("id");
      Ref.parse(name).ifPresent(gone::add);
      Compiled compiled = ConsentCompiler.compile(consent);
      if (compiled instanceof Compiled.Active active) rule = Optional.of(active.rule());
      if (compiled instanceof Compiled.Unreadable lost) {
        unreadable = Optional.of(name);
        faults = lost.why();
      }
    }
    return new Supposition(gone, rule, unreadable, faults);
  }

  boolean isNothing() {
    return gone.isEmpty();
  }

  Compartment in(Compartment stored) {
    List<Rule> rules = new ArrayList<>();
    for (Rule one : stored.policy().rules()) if (!isGone(one.consent())) rules.add(one);
    rule.ifPresent(rules::add);
    List<String> lost = new ArrayList<>();
    for (String one : stored.policy().unreadable()) if (!isGone(one)) lost.add(one);
    unreadable.ifPresent(lost::add);
    return new Compartment(
        stored.patient(),
        new Policy(rules, lost),
        stored.ties(),
        stored.born(),
        stored.died(),
        stored.neighbours());
  }

  /**
   * @param consent with or without its version
   */
  private boolean isGone(String consent) {
    return Ref.parse(consent).map(gone::contains).orElse(false);
  }
}
