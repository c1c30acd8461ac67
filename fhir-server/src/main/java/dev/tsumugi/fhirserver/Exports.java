package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Bulk exports (<a href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html">Bulk Data Access
 * 2.0</a>). A job chooses versions of resources in one snapshot; a file is rendered when it is
 * fetched. Each part of at most 100 resources is decided anew, with the access of the one who
 * fetches, and journalled before it is returned: what was revoked after the job is not in the file.
 *
 * <p>A job is known to its requester alone: the same subject with the same client. For all others,
 * and after its end, it is as if it had never been.
 */
public interface Exports {
  /**
   * Throws {@code Problem} FORBIDDEN where the scopes allow none of it, TOO_MANY where the
   * requester has too many jobs.
   *
   * @return the job's id
   */
  String start(Access access, Order order);

  Optional<State> state(Access access, String job);

  /** Forgets a job and its files; false if there is none. */
  boolean cancel(Access access, String job);

  /** How many parts a file has; empty if there is no such file. */
  OptionalInt parts(Access access, String job, int file);

  /**
   * One part of a file as NDJSON in UTF-8, each line with its end; empty where nothing of it may be
   * seen any more.
   *
   * @param part from 0
   */
  byte[] part(Access access, String job, int file, int part);

  /** What {@code $export} hangs on. */
  enum Level {
    SYSTEM,
    PATIENT,
    GROUP
  }

  /**
   * @param patients of the group; empty for the other levels
   * @param types empty for all
   * @param since the stretch that {@code _since} names by its precision
   * @param request the address that was asked
   */
  record Order(
      Level level, List<Ref> patients, List<String> types, Optional<Period> since, String request) {
    public Order {
      patients = List.copyOf(patients);
      types = List.copyOf(types);
    }
  }

  /** How far a job is. */
  sealed interface State {
    record Running(String progress) implements State {}

    record Failed() implements State {}

    /**
     * @param transactionTime the next export's {@code _since}
     */
    record Done(Instant transactionTime, String request, List<File> files, Instant expires)
        implements State {}
  }

  /**
   * @param deleted tells of deletions, not of resources
   * @param count lines as they were permitted when the job ran
   */
  record File(int number, String type, boolean deleted, long count) {}
}
