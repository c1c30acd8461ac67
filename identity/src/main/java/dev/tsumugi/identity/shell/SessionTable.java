package dev.tsumugi.identity.shell;

import static dev.tsumugi.identity.shell.SignOnTables.change;
import static dev.tsumugi.identity.shell.SignOnTables.prepare;

import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.SignOnRules;
import dev.tsumugi.identity.LogoutToken;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which sessions there are, and which were ended. Who ends one is answered when that is on disk:
 * every decision from then on, on every node, reads it.
 */
final class SessionTable implements Sightings {
  private static final String LIVE =
      "select s.sid, s.client, s.name, s.since, s.seen, d.name from session s left join device d on"
          + " d.jkt = s.key where s.client <> 'keycloak' and not exists (select from session_end e where e.sid ="
          + " s.sid)";

  private static final int MOST = 1_000;

  private final SignOnTables tables;
  private final Clock clock;

  SessionTable(SignOnTables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  @Override
  public void seen(Requester requester, Instant issued) {
    String session = requester.signOn().session();
    if (session.isEmpty()) return; // a service has none
    Instant now = clock.instant();
    tables.together(
        connection -> {
          one(connection, requester.subject());
          change(
              connection,
              "insert into session as s (sid, client, subject, name, organization, key, since, seen)"
                  + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (sid, client) do update set seen ="
                  + " greatest(s.seen, excluded.seen), key = excluded.key",
              session,
              requester.client(),
              requester.subject(),
              requester.name(),
              requester.organization().map(Ref::toString).orElse(null),
              requester.signOn().key().orElse(null),
              now,
              now);
          // All that was begun before was ended, this session among it.
          return change(
              connection,
              "insert into session_end (sid, subject, at, why, by) select ?, b.subject, b.before,"
                  + " 'LOGOUT', 'issuer' from subject_end b where b.subject = ? and b.before >= ?"
                  + " on conflict do nothing",
              session,
              requester.subject(),
              issued);
        });
  }

  /** Until this transaction ends, no other changes what there is of this subject. */
  private static void one(Connection connection, String subject) throws SQLException {
    try (PreparedStatement lock =
        prepare(connection, "select pg_advisory_xact_lock(hashtextextended(?, 14))", subject)) {
      lock.execute();
    }
  }

  /** What the issuer says of a session, or of all of a subject. */
  void loggedOut(LogoutToken logout) {
    tables.together(
        connection -> {
          String subject = logout.subject().orElse("");
          if (logout.session().isPresent()) {
            return end(connection, logout.session().get(), subject, "LOGOUT", "issuer");
          }
          one(connection, subject);
          change(
              connection,
              "insert into subject_end as b (subject, before) values (?, ?) on conflict (subject) do"
                  + " update set before = greatest(b.before, excluded.before)",
              subject,
              logout.issued());
          return change(
              connection,
              "insert into session_end (sid, subject, at, why, by) select distinct sid, subject,"
                  + " ?::timestamptz, 'LOGOUT', 'issuer' from session where subject = ? and since <="
                  + " ? on conflict do nothing",
              clock.instant(),
              subject,
              clock.instant());
        });
  }

  private int end(Connection connection, String session, String subject, String why, String by)
      throws SQLException {
    return change(
        connection,
        "insert into session_end (sid, subject, at, why, by) values (?, ?, ?, ?, ?) on conflict do"
            + " nothing",
        session,
        subject,
        clock.instant(),
        why,
        by);
  }

  /** Whether one of these clients signs people on here. */
  boolean knows(List<String> clients) {
    return tables.run(
        connection -> {
          var names = connection.createArrayOf("text", clients.toArray());
          try (PreparedStatement statement =
              prepare(
                  connection,
                  "select exists (select from service where client = any (?)) or exists (select from"
                      + " session where client = any (?))",
                  names,
                  names)) {
            ResultSet row = statement.executeQuery();
            return row.next() && row.getBoolean(1);
          }
        });
  }

  /** Live sessions of this subject. */
  List<Json> of(String subject, String current) {
    return list(LIVE + " and s.subject = ? order by s.seen desc limit " + MOST, subject, current);
  }

  /** Live sessions of those who work there. */
  List<Json> in(Ref organization, String current) {
    String where = " and s.organization = ? order by s.seen desc limit " + MOST;
    return list(LIVE + where, organization.toString(), current);
  }

  private List<Json> list(String sql, String value, String current) {
    return tables.run(
        connection -> {
          try (PreparedStatement statement = prepare(connection, sql, value)) {
            ResultSet row = statement.executeQuery();
            List<Json> sessions = new ArrayList<>();
            while (row.next()) {
              sessions.add(
                  Json.object()
                      .put("sid", row.getString(1))
                      .put("client", row.getString(2))
                      .put("name", row.getString(3))
                      .put("since", row.getObject(4, OffsetDateTime.class).toInstant().toString())
                      .put("seen", row.getObject(5, OffsetDateTime.class).toInstant().toString())
                      .put("device", row.getString(6))
                      .put("current", row.getString(1).equals(current))
                      .build());
            }
            return sessions;
          }
        });
  }

  /**
   * Ends a session of the subject's own, or of somebody who works for {@code office}.
   *
   * @throws Problem NOT_FOUND if it is none of these
   */
  void end(String session, Requester by, Optional<Ref> office) {
    tables.together(
        connection -> {
          String subject;
          try (PreparedStatement statement =
              prepare(
                  connection,
                  "select subject from session where sid = ? and (subject = ? or organization = ?)"
                      + " limit 1",
                  session,
                  by.subject(),
                  office.map(Ref::toString).orElse(null))) {
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
              throw Problem.of(Problem.Kind.NOT_FOUND, "there is no such session of yours");
            }
            subject = row.getString(1);
          }
          return end(connection, session, subject, "REVOKED", by.subject());
        });
  }

  /** Why the sign-on holds no longer, as of now; empty if it does. */
  Optional<Reason> over(Requester requester) {
    String sql =
        "select coalesce(s.on_devices, false), e.sid is not null, g.organization, g.revoked is null"
            + " from (values (1)) v left join service s on s.client = ? left join session_end e on"
            + " e.sid = ? left join device g on g.jkt = ?";
    return tables.run(
        connection -> {
          try (PreparedStatement statement =
              prepare(
                  connection,
                  sql,
                  requester.client(),
                  requester.signOn().session(),
                  requester.signOn().key().orElse(""))) {
            ResultSet row = statement.executeQuery();
            if (!row.next()) throw new SQLException("no row", "02000");
            Service app =
                new Service(requester.client(), Set.of(), "", Period.MAX, row.getBoolean(1));
            Optional<SignOnRules.Device> device =
                row.getString(3) == null
                    ? Optional.empty()
                    : Optional.of(new SignOnRules.Device(row.getString(3), row.getBoolean(4)));
            return SignOnRules.over(requester, Optional.of(app), row.getBoolean(2), device);
          }
        });
  }
}
