package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.SubscriptionState;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A new version of a Subscription that says its status: the one write that is the server's own. It
 * changes nothing else, and the resource stays its recorder's.
 */
final class StatusWrite {
  private final R4 r4;
  private final Reader reader;
  private final Facets facets;
  private final String node;

  StatusWrite(Flow.Parts parts) {
    this.r4 = parts.r4();
    this.reader = parts.reader();
    this.facets = parts.facets();
    this.node = parts.settings().node();
  }

  /** Locks the resource; empty if it is no longer there. */
  Optional<Row> lock(Connection connection, Ref ref) throws SQLException {
    return Optional.ofNullable(Standing.lock(connection, r4, reader, Set.of(ref)).rows().get(ref));
  }

  /**
   * @param set by which the row's values are made; the transaction holds it
   * @param error why it came to this; empty to tell of none
   * @return the journal's row of it, and what it left for it
   */
  Committer.Done write(
      Connection connection,
      SearchSet set,
      Row row,
      SubscriptionState state,
      String error,
      Requester requester,
      Instant now)
      throws SQLException {
    Json.Obj json =
        Json.parseObject(row.stored().json())
            .without("error")
            .with("status", Json.text(state.code()));
    if (!error.isEmpty()) json = json.with("error", Json.text(error));
    String recorder = facets.facet(connection, row.facet()).recorder();
    Draft draft = set.drafts().draft(row.ref(), json, recorder);
    try (Tables tables = new Tables(connection, set.written(), facets, now)) {
      tables.retire(row);
      tables.put(draft, row.row(), row.version() + 1, recorder, Change.UPDATED);
      tables.flush();
    }
    List<JournalEntry> entries =
        List.of(
            new JournalEntry(
                JournalEntry.Kind.UPDATE,
                requester,
                Optional.empty(),
                "status of Subscription: " + state.code(),
                new TreeSet<>(),
                true,
                "SERVER",
                List.of()));
    return new Committer.Done(List.of(), entries, Pending.leave(connection, node, entries));
  }
}
