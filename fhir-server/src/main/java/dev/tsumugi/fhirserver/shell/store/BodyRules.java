package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.r4.Validator;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.List;

/** What a body holds to, whether it came whole or out of a patch. */
record BodyRules(Validator validator, HookRules hooks) {
  /** What is wrong, by element path; empty if it may be written. */
  List<Problem.Issue> check(Json.Obj body) {
    List<Problem.Issue> found = new ArrayList<>(validator.check(body));
    boolean hook = "Subscription".equals(body.text("resourceType"));
    if (found.isEmpty() && hook) found.addAll(hooks.check(body));
    return found;
  }
}
