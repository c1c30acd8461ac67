package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Applies a patch to the locked row, and looks at what comes of it as at any other body. */
final class Patching {
  private final BodyRules rules;

  Patching(BodyRules rules) {
    this.rules = rules;
  }

  /** Throws {@code Problem}: what {@code JsonPatch} throws, or UNPROCESSABLE with element paths. */
  Json.Obj patched(Plan plan) {
    Json.Obj before = Json.parseObject(plan.existing.orElseThrow().stored().json());
    Json after;
    try {
      after = plan.content.patch().orElseThrow().apply(before);
    } catch (Problem problem) {
      throw plan.at(problem);
    }
    if (!(after instanceof Json.Obj body) || !sameName(before, body)) {
      throw plan.at(
          Problem.of(Problem.Kind.UNPROCESSABLE, "a patch may change neither resourceType nor id"));
    }
    List<Problem.Issue> issues = new ArrayList<>();
    for (Problem.Issue issue : rules.check(body)) {
      String path = plan.prefix.isEmpty() ? issue.path() : plan.prefix + "." + issue.path();
      issues.add(new Problem.Issue(path, issue.message()));
    }
    if (!issues.isEmpty()) throw Problem.all(Problem.Kind.UNPROCESSABLE, issues);
    return body;
  }

  private static boolean sameName(Json.Obj before, Json.Obj after) {
    return Objects.equals(before.get("resourceType"), after.get("resourceType"))
        && Objects.equals(before.get("id"), after.get("id"));
  }
}
