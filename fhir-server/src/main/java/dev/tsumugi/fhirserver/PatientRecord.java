package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All that is kept of one patient, in chunks (<a
 * href="https://hl7.org/fhir/R4/patient-operation-everything.html">R4 $everything</a>): the
 * patient, the compartment, what lies in several compartments, and the work data these name.
 */
public interface PatientRecord {
  /**
   * @param from where the page before ended
   */
  Chunks of(Ref patient, Selection selection, Optional<Query.Position> from);

  /**
   * Which part of the record.
   *
   * @param asked what the journal says was asked for, for example {@code everything}
   * @param types none for all
   * @param care only what has a date of care in it, or no such date
   * @param since only what changed after it
   * @param count most resources of a page, work data not counted
   */
  record Selection(String asked, Set<String> types, Period care, Instant since, OptionalInt count) {
    public Selection {
      types = Set.copyOf(types);
    }

    /** Everything of these types. */
    public static Selection of(String asked, Set<String> types) {
      return new Selection(asked, types, Period.ALWAYS, Period.MIN, OptionalInt.empty());
    }

    public boolean isEveryDate() {
      return care.equals(Period.ALWAYS) && since.equals(Period.MIN);
    }
  }

  /** A walk through the record. Each chunk is a snapshot of its own; none is held in between. */
  interface Chunks {
    /**
     * Decided now, and journalled. To be called until {@link Chunk#state} is not MORE.
     *
     * <p>Throws {@code Problem}: NOT_FOUND at the first for a patient who is not here or of whom
     * nothing may be seen; GONE for one who was deleted; FORBIDDEN for want of a scope.
     */
    Chunk next(Access access);
  }

  /**
   * @param found of the record
   * @param along work data that {@code found} refers to, and that no chunk before held
   * @param page of the first chunk: where this page will end, if there is another behind it
   */
  record Chunk(
      List<StoredResource> found,
      List<StoredResource> along,
      Optional<Query.Position> page,
      State state) {}

  /** What comes behind a chunk. */
  enum State {
    MORE,
    END,
    /** Something the walk began with is not permitted any more: it ends here. */
    WITHDRAWN
  }
}
