package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpTables.change;
import static dev.tsumugi.acp.shell.AcpTables.instant;
import static dev.tsumugi.acp.shell.AcpTables.list;
import static dev.tsumugi.acp.shell.AcpTables.texts;

import dev.tsumugi.acp.ProxyRole;
import dev.tsumugi.acp.people.RoleTerms;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.fhirserver.StandingOrder;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The invitations, and who tried codes that there are not. */
final class InvitationTable {
  /** Wrong codes of one person within {@link #WINDOW}, before no code of theirs is looked at. */
  static final int MOST_MISSES = 10;

  static final Duration WINDOW = Duration.ofMinutes(15);

  private static final String COLUMNS =
      "select i.*, exists (select from session_end e where e.sid = i.session and e.why ="
          + " 'REVOKED') as cut_off from invitation i ";

  private final AcpTables tables;

  InvitationTable(AcpTables tables) {
    this.tables = tables;
  }

  /**
   * @param consents proposed until it is accepted
   * @param session in which it was ordered
   */
  record Draft(
      String id,
      String code,
      Ref patient,
      Ref person,
      RoleTerms terms,
      List<Ref> consents,
      StandingOrder order,
      String session,
      Instant made,
      Instant ends) {}

  /**
   * One that stands in the table.
   *
   * @param cutOff whether the sign-on it was ordered in was revoked: then nobody knows whose word
   *     it is
   */
  record Row(
      String id,
      Ref patient,
      Ref person,
      RoleTerms terms,
      List<Ref> consents,
      StandingOrder order,
      Instant made,
      Instant ends,
      ProxyRole state,
      Optional<Ref> answeredBy,
      boolean cutOff) {
    /** Who asks when the invitation is acted upon, by whom the journal names both. */
    Requester narrowed(String scopes, String carriedOutBy) {
      return order.narrowed(
          Optional.of(patient), scopes, order.by().name() + "さんの招待により、" + carriedOutBy);
    }
  }

  /** Takes the place of one that is open for the same person. */
  void add(Draft draft) {
    tables.together(
        connection -> {
          change(
              connection,
              "update invitation set state = 'ended' where patient = ? and person = ? and state ="
                  + " 'invited'",
              draft.patient().toString(),
              draft.person().toString());
          return change(
              connection,
              "insert into invitation (id, hash, patient, person, role, powers, may_decide, limits,"
                  + " consents, requester, session, made, ends, state) values (?, ?, ?, ?, ?, ?, ?,"
                  + " ?, ?, ?, ?, ?, ?, 'invited')",
              draft.id(),
              hash(draft.code()),
              draft.patient().toString(),
              draft.person().toString(),
              draft.terms().kind().code(),
              draft.terms().powers().stream().sorted().map(RoleTerms::code).toList(),
              draft.terms().mayDecide(),
              draft.terms().limits(),
              draft.consents().stream().map(Ref::toString).toList(),
              draft.order().write(),
              draft.session(),
              draft.made(),
              draft.ends());
        });
  }

  Optional<Row> byCode(String code) {
    return tables.run(
        connection ->
            list(connection, InvitationTable::read, COLUMNS + "where i.hash = ?", hash(code))
                .stream()
                .findFirst());
  }

  /** The newest of a person, whatever became of it. */
  Optional<Row> newest(Ref patient, Ref person) {
    return tables.run(
        connection ->
            list(
                    connection,
                    InvitationTable::read,
                    COLUMNS + "where i.patient = ? and i.person = ? order by i.made desc limit 1",
                    patient.toString(),
                    person.toString())
                .stream()
                .findFirst());
  }

  List<Row> over(Instant now) {
    return tables.run(
        connection ->
            list(
                connection,
                InvitationTable::read,
                COLUMNS + "where i.state = 'invited' and i.ends <= ? order by i.ends limit 50",
                now));
  }

  /** What becomes of an invitation. */
  record Answer(ProxyRole state, Optional<Ref> by) {}

  /**
   * Answers one under the lock of its row, so that it is answered once: what {@code work} writes
   * elsewhere is written before the row says so, and by nobody else meanwhile.
   *
   * @return what {@code work} answered; empty if there is no such row any more
   */
  Optional<Answer> answer(String id, Instant at, Function<Row, Answer> work) {
    return tables.together(
        connection -> {
          List<Row> rows =
              list(
                  connection,
                  InvitationTable::read,
                  COLUMNS + "where i.id = ? for update of i",
                  id);
          if (rows.isEmpty()) return Optional.empty();
          Row row = rows.get(0);
          Answer answer = work.apply(row);
          if (!answer.state().equals(row.state())) settle(connection, id, at, answer);
          return Optional.of(answer);
        });
  }

  private static void settle(Connection connection, String id, Instant at, Answer answer)
      throws SQLException {
    change(
        connection,
        "update invitation set state = ?, answered = ?, answered_by = coalesce(?, answered_by) where"
            + " id = ?",
        answer.state().code(),
        at,
        answer.by().map(Ref::toString).orElse(null),
        id);
  }

  /** Whether a person tried too many codes lately that there are not. */
  boolean isGuessing(String subject, Instant now) {
    return tables.run(
        connection ->
            !list(
                    connection,
                    row -> row.getInt(1),
                    "select misses from invitation_miss where subject = ? and since > ? and misses"
                        + " >= ?",
                    subject,
                    now.minus(WINDOW),
                    MOST_MISSES)
                .isEmpty());
  }

  void missed(String subject, Instant now) {
    Instant fresh = now.minus(WINDOW);
    tables.run(
        connection ->
            change(
                connection,
                "insert into invitation_miss as m (subject, since, misses) values (?, ?, 1) on"
                    + " conflict (subject) do update set misses = case when m.since > ? then m.misses"
                    + " + 1 else 1 end, since = case when m.since > ? then m.since else"
                    + " excluded.since end",
                subject,
                now,
                fresh,
                fresh));
  }

  private static Row read(ResultSet row) throws SQLException {
    Set<Power> powers = EnumSet.noneOf(Power.class);
    for (String code : texts(row, "powers")) powers.add(RoleTerms.power(code).orElseThrow());
    Optional<Ref> by = Optional.ofNullable(row.getString("answered_by")).flatMap(Ref::parse);
    Instant ends = instant(row, "ends");
    return new Row(
        row.getString("id"),
        ref(row, "patient"),
        ref(row, "person"),
        new RoleTerms(
            RoleTerms.Kind.of(row.getString("role")).orElseThrow(),
            powers,
            row.getBoolean("may_decide"),
            row.getString("limits")),
        texts(row, "consents").stream().map(text -> Ref.parse(text).orElseThrow()).toList(),
        StandingOrder.read(row.getString("requester")),
        instant(row, "made"),
        ends,
        state(row.getString("state"), ends, by),
        by,
        row.getBoolean("cut_off"));
  }

  private static Ref ref(ResultSet row, String column) throws SQLException {
    return Ref.parse(row.getString(column)).orElseThrow();
  }

  private static ProxyRole state(String code, Instant ends, Optional<Ref> by) {
    return switch (code) {
      case "invited" -> new ProxyRole.Invited(ends);
      case "accepted" -> new ProxyRole.Accepted(by.orElseThrow());
      case "declined" -> new ProxyRole.Declined();
      case "lapsed" -> new ProxyRole.Lapsed();
      case "ended" -> new ProxyRole.Ended();
      case "resigned" -> new ProxyRole.Resigned();
      default -> throw new IllegalStateException("a role in an unknown state");
    };
  }

  private static byte[] hash(String code) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
