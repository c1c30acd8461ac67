package dev.tsumugi.fhirserver.shell.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Holds the chains to what was signed with a key that is not in the database. */
final class HeadAudit implements AuditPass {
  private final Optional<KeyStore> keys;

  HeadAudit(Optional<KeyStore> keys) {
    this.keys = keys;
  }

  @Override
  public Set<Claim> claims() {
    return EnumSet.of(Claim.HEADS);
  }

  @Override
  public void look(Connection connection, AuditNotes notes) throws SQLException {
    new Sql()
        .add(
            "select h.node, h.seq, h.hash, h.signature, h.key_id, j.hash from journal_head h left"
                + " join journal j on j.node = h.node and j.seq = h.seq order by h.node, h.seq")
        .each(connection, row -> head(row, notes));
    // What the rule that marks lines has gone along was there, signed or not.
    new Sql()
        .add(
            "select w.node, max(w.seq), (select coalesce(max(j.seq), 0) from journal j where j.node ="
                + " w.node) from journal_walk w group by w.node order by w.node")
        .each(
            connection,
            row -> {
              if (row.getLong(2) <= row.getLong(3)) return;
              notes.add(
                  Claim.HEADS,
                  "journal of "
                      + row.getString(1)
                      + ": rows behind "
                      + row.getLong(3)
                      + " were there, up to "
                      + row.getLong(2)
                      + " at least, and are cut off");
            });
  }

  private void head(ResultSet row, AuditNotes notes) throws SQLException {
    byte[] signed = row.getBytes(3);
    byte[] onChain = row.getBytes(6);
    String fault = "";
    if (onChain == null) {
      fault = "the chain does not have the row that was signed";
    } else if (!Arrays.equals(signed, onChain)) {
      fault = "the chain went another way than was signed";
    } else if (keys.isEmpty()) {
      fault = "the key store is not there, so the signature cannot be verified";
    } else if (!keys.get().journalKeyId().equals(row.getString(5))) {
      fault = "the key store does not have the key it names";
    } else if (!keys.get().verifyJournal(signed, row.getBytes(4))) {
      fault = "the signature is not this hub's";
    }
    if (fault.isEmpty()) return;
    String where = "head " + row.getLong(2) + " of " + row.getString(1);
    notes.add(Claim.HEADS, where + ": " + fault);
  }
}
