package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.r4.LoadedParameter;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.Validator;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.List;

/** What a body holds to, whether it came whole or out of a patch. */
record BodyRules(R4 r4, Validator validator, HookRules hooks) {
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
