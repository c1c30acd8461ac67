package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.ChangeRule;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.r4.LoadedParameter;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.Validator;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a body holds to, whether it came whole or out of a patch.
 *
 * @param changes what modules say to new rows and to changes of those that stand
 */
record BodyRules(R4 r4, Validator validator, HookRules hooks, List<ChangeRule> changes) {
  BodyRules {
    changes = List.copyOf(changes);
  }

  /** After the gate: what a rule says tells what stands there. */
  void demandChange(Requester by, Plan plan) {
    if (plan.leaves()) return;
    for (ChangeRule rule : changes) {
      if (!rule.types().contains(plan.ref.type())) continue;
      Optional<Json.Obj> before = plan.existing.map(row -> Json.parseObject(row.stored().json()));
      Optional<Problem> refused = rule.refusal(by, before, plan.draft.map(Draft::json));
      if (refused.isPresent()) throw plan.at(refused.get());
    }
  }

  /** What is wrong, by element path; empty if it may be written. */
  List<Problem.Issue> check(Json.Obj body) {
    List<Problem.Issue> found = new ArrayList<>(validator.check(body));
    boolean hook = "Subscription".equals(body.text("resourceType"));
    if (found.isEmpty() && hook) found.addAll(hooks.check(body));
    if (found.isEmpty() && ParameterWrites.TYPE.equals(body.text("resourceType"))) {
      found.addAll(LoadedParameter.refusals(r4, body));
    }
    return found;
  }
}
