package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.function.Predicate;

/** Finding a person in an emergency, and the blocks of their sheet that the access permits. */
public interface Sheets {
  /**
   * One snapshot: who fits, who of them may be seen, and the sheet if it is exactly one. Journalled
   * for each person found, and as denied for each who may not be seen.
   *
   * @param people a search on Patient
   * @param fits what the search cannot express, for example a name however spaced
   */
  Lookup lookup(Access access, Query people, Predicate<Json.Obj> fits);

  /**
   * The same by the code of an emergency card ({@link Handouts.Kind#CARD}). One that is unknown or
   * over finds nobody, as does one whose holder may not be seen.
   */
  Lookup byCard(Access access, String code, Predicate<Json.Obj> fits);

  sealed interface Lookup {
    /** Nobody, or nobody who may be seen: the two cannot be told apart. */
    record Unknown() implements Lookup {}

    record Candidates(List<StoredResource> patients) implements Lookup {}

    record Found(StoredResource patient, List<Block> blocks) implements Lookup {}
  }

  /**
   * @param items JSON array of what the renderer made, UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes go straight into the answer
  record Block(String code, byte[] items) {}
}
