package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.HandOvers;
import dev.tsumugi.fhirserver.HandOvers.Acknowledged;
import dev.tsumugi.fhirserver.HandOvers.HandOver;
import dev.tsumugi.fhirserver.HandOvers.Said;
import dev.tsumugi.fhirserver.StandingOrder;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The statements on {@code hand_over}. */
final class HandOverTable {
  private static final String COLUMNS =
      "select id, incident, organization, receiver, sent, until, arrives, urgency, unit, number,"
          + " acknowledged, acknowledger, ended, sender from hand_over";

  private HandOverTable() {}

  /** One, and who ordered it. */
  record Kept(HandOver handOver, StandingOrder sender) {}

  /**
   * False if the organisation gave this command before; waits for who is giving it just now.
   *
   * @param one not acknowledged, not ended
   */
  static boolean insert(Connection connection, HandOver one, StandingOrder sender, String command)
      throws SQLException {
    Said said = one.said();
    Sql insert =
        new Sql()
            .add(
                "insert into hand_over (id, command, incident, organization, sender, receiver, sent,"
                    + " until, arrives, urgency, unit, number) values (?, ?, ?, ?, ?, ?, ?, ?",
                one.id(),
                command,
                one.incident().toString(),
                one.organization().toString(),
                sender.write(),
                one.receiver().toString(),
                one.sent(),
                one.until())
            .add(maybe(said.arrives()))
            .add(maybe(said.urgency()))
            .add(maybe(said.unit()))
            .add(maybe(said.number()))
            .add(") on conflict (organization, command) do nothing");
    return insert.run(connection) == 1;
  }

  private static Sql maybe(Optional<?> value) {
    return value.map(given -> new Sql().add(", ?", given)).orElseGet(() -> new Sql().add(", null"));
  }

  static Optional<Kept> commanded(Connection connection, Ref organization, String command)
      throws SQLException {
    return new Sql()
        .add(COLUMNS + " where organization = ? and command = ?", organization.toString(), command)
        .first(connection, HandOverTable::kept);
  }

  /** Those that are open, newest first. */
  static List<Kept> to(Connection connection, Ref receiver, Instant now) throws SQLException {
    return new Sql()
        .add(COLUMNS + " where receiver = ? and until > ?", receiver.toString(), now)
        .add(" and ended is null order by sent desc, id limit ?", HandOvers.MOST_LISTED)
        .all(connection, HandOverTable::kept);
  }

  /** Also those that are over, newest first. */
  static List<Kept> from(Connection connection, Ref organization, Instant since)
      throws SQLException {
    return new Sql()
        .add(COLUMNS + " where organization = ? and sent > ?", organization.toString(), since)
        .add(" order by sent desc, id limit ?", HandOvers.MOST_LISTED)
        .all(connection, HandOverTable::kept);
  }

  static Optional<Kept> open(Connection connection, Ref receiver, String id, Instant now)
      throws SQLException {
    return new Sql()
        .add(COLUMNS + " where id = ? and receiver = ?", id, receiver.toString())
        .add(" and until > ? and ended is null", now)
        .first(connection, HandOverTable::kept);
  }

  static Optional<Kept> sent(Connection connection, Ref organization, String id)
      throws SQLException {
    return new Sql()
        .add(COLUMNS + " where id = ? and organization = ?", id, organization.toString())
        .first(connection, HandOverTable::kept);
  }

  /** Whether a person who becomes known is on the way to somebody. */
  static List<Kept> ofIncident(Connection connection, Ref incident, Instant now)
      throws SQLException {
    return new Sql()
        .add(COLUMNS + " where incident = ? and until > ?", incident.toString(), now)
        .add(" and ended is null order by sent, id limit ?", HandOvers.MOST_LISTED)
        .all(connection, HandOverTable::kept);
  }

  /** The first stays. */
  static void acknowledge(Connection connection, String id, String by, Instant now)
      throws SQLException {
    new Sql()
        .add(
            "update hand_over set acknowledged = ?, acknowledger = ? where id = ? and acknowledged"
                + " is null",
            now,
            by,
            id)
        .run(connection);
  }

  static void end(Connection connection, String id, Instant now) throws SQLException {
    new Sql()
        .add("update hand_over set ended = ? where id = ? and ended is null", now, id)
        .run(connection);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    Optional<Instant> acknowledged = instant(row, 11);
    String by = row.getString(12);
    HandOver one =
        new HandOver(
            row.getString(1),
            ref(row, 2),
            ref(row, 3),
            ref(row, 4),
            instant(row, 5).orElseThrow(),
            instant(row, 6).orElseThrow(),
            new Said(
                instant(row, 7),
                Optional.ofNullable(row.getString(8)),
                Optional.ofNullable(row.getString(9)),
                Optional.ofNullable(row.getString(10))),
            acknowledged.map(at -> new Acknowledged(at, by)),
            instant(row, 13));
    return new Kept(one, StandingOrder.read(row.getString(14)));
  }

  private static Ref ref(ResultSet row, int column) throws SQLException {
    return Ref.parse(row.getString(column)).orElseThrow();
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
