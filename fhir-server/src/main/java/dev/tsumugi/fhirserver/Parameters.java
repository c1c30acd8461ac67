package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.ParametersInForce.Progress;
import java.util.Optional;

/** The search parameters, which change while the server runs. */
public interface Parameters {
  /** Costs nothing; another instance is given exactly when something has changed. */
  ParametersInForce now();

  /**
   * How far the parameter is that {@code SearchParameter/id} states, as the database has it at this
   * moment; empty if it states none that is searched.
   */
  Optional<Progress> progress(String id);

  /** The codes that modifiers stand for. */
  default CodeSets codeSets() {
    return CodeSets.NONE;
  }
}
