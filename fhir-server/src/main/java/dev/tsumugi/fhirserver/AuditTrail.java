package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import java.util.List;
import java.util.Optional;

/**
 * The journal as AuditEvents. Residents and those who may read for them see what concerns them, the
 * privacy officer and the custodian everything; to all others there is none. Reading is itself
 * journalled, before it is answered. Throws {@code Problem} FORBIDDEN for want of a scope.
 */
public interface AuditTrail {
  /** Empty for what is hidden from the requester, and for what is not there. */
  Optional<AuditLine> event(Access access, String id);

  /**
   * @param after where the page before ended
   */
  Page events(Access access, AuditQuery query, Optional<Query.Position> after);

  /** A page may hold fewer lines than were asked for, or none, and still have a next one. */
  record Page(List<AuditLine> lines, Optional<Query.Position> next) {}
}
