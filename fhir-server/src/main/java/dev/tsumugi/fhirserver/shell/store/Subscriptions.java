package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.SubscriptionState;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The table of subscriptions that are served, and how far each has read the outbox.
 *
 * <p>Events are read in the order of (xact, seq) and below the oldest running transaction: what
 * commits later has a larger xact than all that was read, so the place (xact, seq) leaves nothing
 * behind.
 */
final class Subscriptions {
  /** Without a write by its client a subscription ends. */
  static final Duration LIFE = Duration.ofDays(90);

  /** Who claimed one and gave no sign for so long has died. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final int EVENTS = 100;
  private static final String TYPE = "Subscription";

  /**
   * A subscription as its worker holds it.
   *
   * @param lease who comes with an older one has lost it
   */
  record Claimed(
      String id,
      Requester requester,
      SubscriptionState state,
      Instant ends,
      Place place,
      long lease) {}

  /** How far the outbox is read; events behind it are news. */
  record Place(String xact, long seq) {}

  record Event(Place place, String id) {}

  /**
   * @param after where a reader of all of them stands
   */
  record News(List<Event> events, Place after) {}

  /**
   * In the transaction of a commit: who writes a Subscription is the one whose eyes it has. It
   * reads from the oldest transaction that still runs: what commits after it is news.
   */
  void bind(Connection connection, Access access, List<Written> written) throws SQLException {
    for (Written one : written) {
      if (one.kind() == Written.Kind.FOUND) continue;
      for (StoredResource resource : one.resources()) {
        if (resource.ref().type().equals(TYPE)) bind(connection, access, resource);
      }
    }
  }

  private static void bind(Connection connection, Access access, StoredResource resource)
      throws SQLException {
    boolean deleted = resource.change() == StoredResource.Change.DELETED;
    Json.Obj json = deleted ? Json.object().build() : Json.parseObject(resource.json());
    if ("requested".equals(json.text("status"))) {
      bind(connection, access, resource.ref().id(), json);
    } else {
      forget(connection, resource.ref().id());
    }
  }

  private static void bind(Connection connection, Access access, String id, Json.Obj json)
      throws SQLException {
    Instant ends = access.at().plus(LIFE);
    String end = json.text("end");
    Optional<Instant> asked =
        end == null ? Optional.empty() : FhirTime.parse(end).map(stretch -> stretch.from());
    if (asked.isPresent() && asked.get().isBefore(ends)) ends = asked.get();
    run(
        connection,
        new Sql()
            .add(
                "insert into subscription as s (id, requester, state, ends, xact, seq, due) values"
                    + " (?, ?, 'REQUESTED', ?, pg_snapshot_xmin(pg_current_snapshot()), 0, ?) on"
                    + " conflict (id) do update set requester = excluded.requester, state ="
                    + " excluded.state, ends = excluded.ends, failures = 0, due = excluded.due,"
                    + " lease = s.lease + 1",
                id,
                Requesters.write(access.requester()),
                ends,
                access.at()));
  }

  static void forget(Connection connection, String id) throws SQLException {
    run(connection, new Sql().add("delete from subscription where id = ?", id));
  }

  /** Those that have something to be done. */
  List<String> due(Connection connection, Instant now) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select s.id from subscription s where s.due <= ? and (s.state = 'REQUESTED' or"
                    + " s.ends <= ? or exists (select from outbox o where (o.xact, o.seq) >"
                    + " (s.xact, s.seq) and o.xact < pg_snapshot_xmin(pg_current_snapshot())))"
                    + " order by s.due",
                now,
                now);
    return sql.all(connection, row -> row.getString(1));
  }

  Optional<Claimed> claim(Connection connection, String id, Instant now) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "update subscription set lease = lease + 1, due = ? where id = ? and due <= ?"
                    + " returning requester, state, ends, xact::text, seq, lease",
                now.plus(LEASE),
                id,
                now);
    return sql.first(
        connection,
        row ->
            new Claimed(
                id,
                Requesters.read(row.getString(1)),
                SubscriptionState.valueOf(row.getString(2)),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                new Place(row.getString(4), row.getLong(5)),
                row.getLong(6)));
  }

  /** What has changed of a type behind a place, oldest first; deletions match no criteria. */
  News news(Connection connection, Place place, short type) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select o.xact::text, o.seq, o.id from outbox o where o.type = ? and o.kind <>"
                    + " 'deleted' and (o.xact, o.seq) > (?::xid8, ?) and o.xact <"
                    + " pg_snapshot_xmin(pg_current_snapshot()) order by o.xact, o.seq limit ?",
                type,
                place.xact(),
                place.seq(),
                EVENTS);
    List<Event> events =
        sql.all(
            connection,
            row -> new Event(new Place(row.getString(1), row.getLong(2)), row.getString(3)));
    if (events.size() == EVENTS) return new News(events, events.get(EVENTS - 1).place());
    return new News(events, new Place(horizon(connection), 0));
  }

  /** The oldest transaction that still runs: all below it is final. */
  private static String horizon(Connection connection) throws SQLException {
    return new Sql()
        .add("select pg_snapshot_xmin(pg_current_snapshot())::text")
        .first(connection, row -> row.getString(1))
        .orElseThrow();
  }

  /** Notes what was delivered; false if the subscription is no longer this worker's. */
  boolean advance(Connection connection, Claimed claimed, Place place, Instant now)
      throws SQLException {
    return run(
        connection,
        new Sql()
            .add(
                "update subscription set xact = ?::xid8, seq = ?, failures = 0, due = ? where id = ?"
                    + " and lease = ?",
                place.xact(),
                place.seq(),
                now.plus(LEASE),
                claimed.id(),
                claimed.lease()));
  }

  /** Gives it back. */
  void release(Connection connection, Claimed claimed, Instant due) throws SQLException {
    run(
        connection,
        new Sql()
            .add(
                "update subscription set due = ? where id = ? and lease = ?",
                due,
                claimed.id(),
                claimed.lease()));
  }

  /** How often it failed since something was last delivered. */
  int failures(Connection connection, Claimed claimed) throws SQLException {
    Sql sql = new Sql().add("select failures from subscription where id = ?", claimed.id());
    return sql.first(connection, row -> row.getInt(1)).orElse(0);
  }

  void failed(Connection connection, Claimed claimed, int failures, Instant due)
      throws SQLException {
    run(
        connection,
        new Sql()
            .add(
                "update subscription set failures = ?, due = ? where id = ? and lease = ?",
                failures,
                due,
                claimed.id(),
                claimed.lease()));
  }

  /** The next state; one that is not served is forgotten. False if it is another's by now. */
  boolean move(Connection connection, Claimed claimed, SubscriptionState next, Instant due)
      throws SQLException {
    if (next != SubscriptionState.ACTIVE) {
      return run(
          connection,
          new Sql()
              .add(
                  "delete from subscription where id = ? and lease = ?",
                  claimed.id(),
                  claimed.lease()));
    }
    return run(
        connection,
        new Sql()
            .add(
                "update subscription set state = ?, due = ? where id = ? and lease = ?",
                next.name(),
                due,
                claimed.id(),
                claimed.lease()));
  }

  /** Drops the events that everybody has read. */
  void trim(Connection connection) throws SQLException {
    run(
        connection,
        new Sql()
            .add(
                "delete from outbox where xact < least(pg_snapshot_xmin(pg_current_snapshot()),"
                    + " (select s.xact from subscription s order by s.xact limit 1))"));
  }

  private static boolean run(Connection connection, Sql sql) throws SQLException {
    return sql.run(connection) > 0;
  }
}
