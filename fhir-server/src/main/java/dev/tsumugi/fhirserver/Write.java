package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;
import java.util.OptionalInt;

/** One change asked of the store. A commit holds one or more; all of them happen, or none. */
public sealed interface Write {
  /**
   * @param alias the name by which other writes of the commit refer to this one ({@code
   *     urn:uuid:…}); empty if none
   * @param unless a search; if it finds one resource nothing is created, if several 412 (<a
   *     href="https://hl7.org/fhir/R4/http.html#ccreate">conditional create</a>)
   */
  record Create(String type, Json.Obj body, String alias, Optional<Query> unless)
      implements Write {}

  /**
   * @param ifMatch the version it must stand at, looked at after the gate
   */
  record Update(Ref ref, Json.Obj body, String alias, OptionalInt ifMatch) implements Write {}

  record Delete(Ref ref, OptionalInt ifMatch) implements Write {}
}
