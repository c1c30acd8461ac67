package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.BreakGlass.Breaker;
import dev.tsumugi.fhirserver.BreakGlass.Closing;
import dev.tsumugi.fhirserver.BreakGlass.Outcome;
import dev.tsumugi.fhirserver.BreakGlass.Reason;
import dev.tsumugi.fhirserver.BreakGlass.Review;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on {@code break_glass}, its ties and its reviews. */
final class GlassTable {
  private static final String COLUMNS =
      "g.id, g.patient_id, g.actor, g.name, g.organization, g.role, g.reason, g.said, g.since,"
          + " g.until, g.ended, v.name, v.outcome, v.said, v.at";

  private GlassTable() {}

  /** Who did it, beside what is shown of them. */
  record Known(Review review, String subject) {}

  /** The grant, and the tie by which the gate knows of it: none where there is no such patient. */
  static void open(
      Connection connection,
      Requester breaker,
      Ref patient,
      BreakGlass.Grant grant,
      Reason reason,
      String said)
      throws SQLException {
    long row = HubRows.number(connection);
    long key = Draft.key(patient);
    String actor = breaker.actor().orElseThrow().toString();
    new Sql()
        .add(
            "insert into break_glass (id, patient, patient_id, row, subject, actor, name,"
                + " organization, role, client, reason, said, since, until) values (?, ?, ?, ?, ?,"
                + " ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?)",
            grant.review(),
            key,
            patient.id(),
            row,
            breaker.subject(),
            actor,
            breaker.name(),
            breaker.organization().map(Ref::toString).orElse(""),
            breaker.role().code(),
            breaker.client(),
            reason.name(),
            said,
            grant.from(),
            grant.until())
        .run(connection);
    new Sql()
        .add(
            "insert into tie (patient, row, kind, actor, powers, since, until) select c.patient, ?,"
                + " ?, ?, ?, ?, ? from compartment c where c.patient = ?",
            row,
            Tie.Kind.GLASS.name(),
            actor,
            new String[] {Tie.Power.READ.name()},
            grant.from(),
            grant.until(),
            key)
        .run(connection);
  }

  static void end(Connection connection, Ref patient, String actor, Instant now)
      throws SQLException {
    long key = Draft.key(patient);
    new Sql()
        .add(
            "update break_glass set ended = greatest(since, ?) where patient = ? and actor = ? and"
                + " ended is null and until > ?",
            now,
            key,
            actor,
            now)
        .run(connection);
    new Sql()
        .add(
            "update tie t set until = g.ended from break_glass g where g.patient = ? and g.actor = ?"
                + " and g.ended is not null and t.patient = g.patient and t.row = g.row and t.kind = ?"
                + " and t.until > g.ended",
            key,
            actor,
            Tie.Kind.GLASS.name())
        .run(connection);
  }

  /**
   * Newest first.
   *
   * @param closed empty for all
   */
  static List<Review> list(Connection connection, Optional<Boolean> closed) throws SQLException {
    String which = closed.map(c -> " where v.id is " + (c ? "not null" : "null")).orElse("");
    return new Sql()
        .add(
            "select "
                + COLUMNS
                + " from break_glass g left join break_glass_review v on v.id = g.id")
        .add(which + " order by g.since desc, g.id limit ?", BreakGlass.MOST_LISTED)
        .all(connection, GlassTable::review);
  }

  static Optional<Known> find(Connection connection, String id) throws SQLException {
    return new Sql()
        .add("select " + COLUMNS + ", g.subject from break_glass g")
        .add(" left join break_glass_review v on v.id = g.id where g.id = ?", id)
        .first(connection, row -> new Known(review(row), row.getString(16)));
  }

  /** False if it is closed already. */
  static boolean close(Connection connection, String id, Requester officer, Closing closing)
      throws SQLException {
    int closed =
        new Sql()
            .add(
                "insert into break_glass_review (id, subject, name, outcome, said, at) values (?, ?,"
                    + " ?, ?, ?, ?) on conflict (id) do nothing",
                id,
                officer.subject(),
                closing.name(),
                closing.outcome().name(),
                closing.text(),
                closing.at())
            .run(connection);
    return closed == 1;
  }

  private static Review review(ResultSet row) throws SQLException {
    String organization = row.getString(5);
    Instant closed = instant(row, 15);
    return new Review(
        row.getString(1),
        Ref.patient(row.getString(2)),
        new Breaker(
            Ref.parse(row.getString(3)).orElseThrow(),
            row.getString(4),
            organization == null ? Optional.empty() : Ref.parse(organization),
            row.getString(6)),
        Reason.valueOf(row.getString(7)),
        row.getString(8),
        row.getObject(9, OffsetDateTime.class).toInstant(),
        row.getObject(10, OffsetDateTime.class).toInstant(),
        Optional.ofNullable(instant(row, 11)),
        closed == null
            ? Optional.empty()
            : Optional.of(
                new Closing(
                    row.getString(12),
                    Outcome.valueOf(row.getString(13)),
                    row.getString(14),
                    closed)));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
