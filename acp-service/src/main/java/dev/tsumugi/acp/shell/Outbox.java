package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpTables.change;
import static dev.tsumugi.acp.shell.AcpTables.list;

import dev.tsumugi.acp.people.MailAddress;
import dev.tsumugi.acp.people.MailText;
import dev.tsumugi.acp.shell.MailSender.Outcome;
import dev.tsumugi.fhirserver.BackOff;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Mail on its way. It survives a restart, is sent by one node at a time, and is gone once it was
 * sent, refused, or given up after {@link BackOff#TRIES} tries: it may hold a code.
 */
final class Outbox {
  private final AcpTables tables;
  private final MailSender sender;
  private final DoubleSupplier chance;

  /**
   * @param chance from 0 to 1, spreads what is tried again
   */
  Outbox(AcpTables tables, MailSender sender, DoubleSupplier chance) {
    this.tables = tables;
    this.sender = sender;
    this.chance = chance;
  }

  /** Keeps it, and tries it once at once. */
  Outcome post(String id, MailAddress to, MailText text, Instant now) {
    tables.run(
        connection ->
            change(
                connection,
                "insert into mail (id, recipient, subject, body, due, failures) values (?, ?, ?, ?, ?,"
                    + " 0)",
                id,
                to.text(),
                text.subject(),
                text.body(),
                now));
    return one(now, "id = ?", id).orElse(Outcome.FAILED);
  }

  /** Tries one that is due; empty if none is. */
  Optional<Outcome> step(Instant now) {
    return one(now, "due <= ?", now);
  }

  private record Waiting(String id, MailAddress to, MailText text, int failures) {
    static Waiting read(ResultSet row) throws SQLException {
      return new Waiting(
          row.getString(1),
          new MailAddress(row.getString(2)),
          new MailText(row.getString(3), row.getString(4)),
          row.getInt(5));
    }
  }

  /** Under the lock of its row: no other node sends it meanwhile. */
  private Optional<Outcome> one(Instant now, String which, Object value) {
    return tables.together(
        connection -> {
          List<Waiting> waiting =
              list(
                  connection,
                  Waiting::read,
                  "select id, recipient, subject, body, failures from mail where "
                      + which
                      + " order by due limit 1 for update skip locked",
                  value);
          if (waiting.isEmpty()) return Optional.empty();
          Outcome outcome = sender.send(waiting.get(0).to(), waiting.get(0).text());
          settle(connection, waiting.get(0), outcome, now);
          return Optional.of(outcome);
        });
  }

  private void settle(Connection connection, Waiting mail, Outcome outcome, Instant now)
      throws SQLException {
    int failures = mail.failures() + 1;
    if (outcome != Outcome.FAILED || failures >= BackOff.TRIES) {
      change(connection, "delete from mail where id = ?", mail.id());
      return;
    }
    change(
        connection,
        "update mail set failures = ?, due = ? where id = ?",
        failures,
        now.plus(BackOff.after(failures, chance.getAsDouble())),
        mail.id());
  }
}
