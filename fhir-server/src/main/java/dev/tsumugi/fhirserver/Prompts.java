package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What in a record is a cause to ask its patient for something, as a module knows it. The store
 * shows it rows that changed, and writes the Task that it answers: once for each cause, whichever
 * node looks.
 */
public interface Prompts {
  /** Types whose changes may be a cause, once each. */
  Set<String> sudden();

  /** The type that is a cause when a version of it is a year old. */
  String yearly();

  /**
   * @param cause names it among those of the patient
   */
  record Prompt(String cause, Json.Obj task) {}

  /**
   * What is asked for because of a row that changed, or that is a year old.
   *
   * @param beside the patient's rows of the type {@link #yearly}
   * @return empty if it is no cause
   */
  Optional<Prompt> of(Ref patient, Json.Obj changed, List<Json.Obj> beside, Instant now);
}
