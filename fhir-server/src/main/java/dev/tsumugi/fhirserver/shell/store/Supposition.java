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
import java.util.Set;

/**
 * A policy as it would be: Consents compiled as on their commit, beside what stands or in place of
 * it.
 *
 * @param gone Consents that are left out
 * @param unreadable names of the supposed ones that cannot be understood
 * @param faults of these, one line each
 */
record Supposition(Set<Ref> gone, List<Rule> rules, List<String> unreadable, List<String> faults) {
  /** The id of a Consent that has none yet; of several, a number follows. */
  static final String UNSAVED = "unsaved";

  static Supposition of(Question question) {
    Supposition supposition = of(question.supposed().consent().stream().toList());
    question.supposed().without().ifPresent(supposition.gone()::add);
    return supposition;
  }

  static Supposition of(List<Json.Obj> consents) {
    Supposition all =
        new Supposition(new HashSet<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < consents.size(); i++) {
      all.take(consents.get(i), i == 0 ? UNSAVED : UNSAVED + "-" + (i + 1));
    }
    return all;
  }

  private void take(Json.Obj written, String unsaved) {
    Json.Obj consent = written.without("meta");
    if (!consent.has("id")) consent = consent.with("id", Json.text(unsaved));
    String name = "Consent/" + consent.text("id");
    Ref.parse(name).ifPresent(gone::add);
    Compiled compiled = ConsentCompiler.compile(consent);
    if (compiled instanceof Compiled.Active active) rules.add(active.rule());
    if (compiled instanceof Compiled.Unreadable lost) {
      unreadable.add(name);
      faults.addAll(lost.why());
    }
  }

  boolean isNothing() {
    return gone.isEmpty();
  }

  Compartment in(Compartment stored) {
    List<Rule> standing = new ArrayList<>();
    for (Rule one : stored.policy().rules()) if (!isGone(one.consent())) standing.add(one);
    standing.addAll(rules);
    List<String> lost = new ArrayList<>();
    for (String one : stored.policy().unreadable()) if (!isGone(one)) lost.add(one);
    lost.addAll(unreadable);
    return new Compartment(
        stored.patient(),
        new Policy(standing, lost),
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
