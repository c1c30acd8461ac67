package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;

/**
 * The strict check every written resource passes: known elements, JSON types, cardinalities, choice
 * types, primitive values, extensions, contained resources, reference syntax, narrative, required
 * bindings. Invariants, profiles and reference targets are not looked at. Safe for concurrent use.
 */
public final class Validator {
  /** No more issues than this are told at once. */
  public static final int MOST_ISSUES = 20;

  private final Structures structures;

  public Validator(R4 r4) {
    this.structures = r4.structures();
  }

  /**
   * Everything wrong with {@code resource}; empty if it is good R4. Paths are FHIRPath, messages
   * never hold a value.
   */
  public List<Problem.Issue> check(Json.Obj resource) {
    Check check = new Check(structures);
    check.root(resource);
    return check.issues();
  }
}
