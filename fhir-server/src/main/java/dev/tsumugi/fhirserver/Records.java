package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;

/**
 * The records, and the journal over them. Every call takes an {@link Access}: there is no other way
 * to a row. Answers hold only what the access permits, in the snapshot in which it was decided, and
 * the journal is durable before a call returns.
 *
 * <p>Hidden and absent are one: a call that finds nothing cannot tell which it was. Throws {@code
 * Problem}: UNAVAILABLE when the database is away.
 */
public interface Records extends AuditTrail {
  Optional<StoredResource> read(Access access, Ref ref);

  Optional<StoredResource> vread(Access access, Ref ref, int version);

  /**
   * Newest first, without the versions and deletions one may not see. Of one resource: empty if all
   * of it is hidden or was never there.
   */
  Optional<HistoryQuery.Page> history(Access access, HistoryQuery query);

  /**
   * @param after where the page before ended; decided anew
   */
  Query.Page search(Access access, Query query, Optional<Query.Position> after);

  /**
   * All or nothing, in the order of <a href="https://hl7.org/fhir/R4/http.html#trules">transaction
   * rules</a>; the answer has the order of {@code writes}.
   *
   * <p>Throws {@code Problem}: INVALID or UNPROCESSABLE with element paths, FORBIDDEN, NOT_FOUND
   * (also for what is hidden), CONFLICT, PRECONDITION; the path starts with the write's number.
   */
  List<Written> commit(Access access, List<Write> writes);
}
