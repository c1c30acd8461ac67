package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Problem;
import java.util.List;

/**
 * A request that cannot be answered, thrown from deep inside an expansion and caught by {@link
 * Operations}, where it becomes an {@link Answer}. Never seen outside this package.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Issue issue;

  Refusal(int status, Issue issue) {
    super(issue.text(), null, false, false);
    this.status = status;
    this.issue = issue;
  }

  int status() {
    return status;
  }

  Issue issue() {
    return issue;
  }

  Answer answer() {
    return new Answer(status, Issue.outcome(List.of(issue)));
  }

  /** What an implementation of {@link Concepts} threw, in the words of the ecosystem. */
  static Refusal of(Problem problem) {
    String type = problem.kind() == Problem.Kind.NOT_SUPPORTED ? "vs-invalid" : "";
    return new Refusal(
        problem.kind() == Problem.Kind.TOO_LARGE ? 422 : problem.kind().status(),
        new Issue(
            "error",
            problem.kind().issueCode(),
            type,
            "",
            problem.issues().get(0).message(),
            problem.issues().get(0).path()));
  }

  static Refusal invalid(String text) {
    return new Refusal(400, new Issue("error", "invalid", "", "", text, ""));
  }

  static Refusal notSupported(String text) {
    return new Refusal(400, new Issue("error", "not-supported", "", "", text, ""));
  }
}
