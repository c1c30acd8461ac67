package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Follows each node's journal from its first row. */
final class ChainAudit implements AuditPass {
  @Override
  public Set<Claim> claims() {
    return EnumSet.of(Claim.CHAIN);
  }

  @Override
  public void look(Connection connection, AuditNotes notes) throws SQLException {
    Walk walk = new Walk(notes);
    new Sql()
        .add(
            "select node, seq, at, patient, kind, content, salt, digest, prev_hash, hash, who from"
                + " journal order by node, seq")
        .each(connection, walk::step);
  }

  /** Where one is on the way; each fault is told once, so the way goes on from the row's word. */
  private static final class Walk {
    private final AuditNotes notes;
    private String node = "";
    private long seq;
    private byte[] head = Chain.START;

    Walk(AuditNotes notes) {
      this.notes = notes;
    }

    void step(ResultSet row) throws SQLException {
      String at = row.getString(1);
      if (!at.equals(node)) {
        node = at;
        seq = 0;
        head = Chain.START;
      }
      long number = row.getLong(2);
      byte[] previous = row.getBytes(9);
      if (number != seq + 1) {
        String last = number - 1 == seq + 1 ? "" : " to " + (number - 1);
        tell("row " + (seq + 1) + last + " is missing");
      } else if (!Arrays.equals(previous, head)) {
        tell("row " + number + " does not follow the row before it");
      }
      content(row, number);
      byte[] hash = row.getBytes(10);
      byte[] due =
          Chain.hash(
              previous,
              node,
              number,
              row.getObject(3, OffsetDateTime.class).toInstant(),
              row.getLong(4),
              row.getString(5),
              row.getBytes(8));
      if (!Arrays.equals(hash, due)) tell("row " + number + " is not what was hashed");
      seq = number;
      head = hash;
    }

    /** An erasure takes content and salt away together; the digest stays. */
    private void content(ResultSet row, long number) throws SQLException {
      byte[] content = row.getBytes(6);
      byte[] salt = row.getBytes(7);
      if (content == null && salt == null) return;
      boolean fits =
          content != null
              && salt != null
              && Arrays.equals(Chain.digest(salt, content), row.getBytes(8));
      if (!fits) tell("row " + number + " has another content than was digested");
      String who = row.getString(11);
      if (fits && !JournalLine.who(Json.parseObject(content)).equals(who)) {
        tell("row " + number + " is found under another name than its content says");
      }
    }

    private void tell(String what) {
      notes.add(Claim.CHAIN, "journal of " + node + ": " + what);
    }
  }
}
