package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Problem;
import java.util.List;

/** Where no terminology is at hand. */
final class NoCodeSets implements CodeSets {
  @Override
  public List<Coding> in(String valueSet) {
    throw refused();
  }

  @Override
  public List<Coding> below(Coding code) {
    throw refused();
  }

  @Override
  public List<Coding> above(Coding code) {
    throw refused();
  }

  private static Problem refused() {
    return Problem.of(Problem.Kind.NOT_SUPPORTED, "there is no terminology here to search by");
  }
}
