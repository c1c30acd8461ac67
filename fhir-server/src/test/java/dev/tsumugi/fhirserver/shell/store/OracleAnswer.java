package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Problem;
import java.util.concurrent.Callable;

/** An answer in one word: what was thrown, or what came. */
final class OracleAnswer {
  private OracleAnswer() {}

  static String of(Callable<?> call) {
    try {
      return String.valueOf(call.call());
    } catch (Problem problem) {
      return problem.kind().name();
    } catch (Exception other) {
      throw new AssertionError(other);
    }
  }
}
