package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
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

  /**
   * What a look-up of this patient would show a rescuer, also by Consents that are not saved yet:
   * the same gate over the same kept blocks, in one snapshot. What the asker may not see of it
   * themselves is left out; journalled as the asker's own look.
   *
   * <p>Throws {@code Problem} FORBIDDEN to whoever is neither the patient nor may consent for them,
   * whether or not there is such a patient.
   *
   * @param rescuer somebody on duty who is only imagined; their app counts as assessed
   * @param supposed Consents that stand beside the stored ones, or in place of those with their ids
   */
  Preview preview(Access asker, Access rescuer, Ref patient, List<Json.Obj> supposed);

  /**
   * @param lookup found or unknown
   * @param faults of supposed Consents that cannot be understood, one line each
   */
  record Preview(Lookup lookup, List<String> faults) {}

  sealed interface Lookup {
    /** Nobody, or nobody who may be seen: the two cannot be told apart. */
    record Unknown() implements Lookup {}

    record Candidates(List<StoredResource> patients) implements Lookup {}

    record Found(StoredResource patient, List<Block> blocks) implements Lookup {}
  }

  /** Code of a block that holds work data as it is stored: what the other blocks mention. */
  String DIRECTORY = "directory";

  /**
   * @param items JSON array of what the renderer made, UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes go straight into the answer
  record Block(String code, byte[] items) {}
}
