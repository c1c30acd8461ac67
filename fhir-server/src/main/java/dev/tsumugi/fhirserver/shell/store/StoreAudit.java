package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.r4.R4;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Is the store sound? Everything that was derived when a resource was written is derived again, by
 * the same rules, and compared; the journal is followed row by row. It reads one snapshot in
 * portions, so that it can run beside a working hub and a long store needs no more memory.
 *
 * <p>What it cannot see: a body changed where nothing is derived from it, for bodies carry no
 * digest; rows cut from the end of the journal that no head had signed yet, or together with the
 * heads that had.
 */
public final class StoreAudit {
  /**
   * What became of one claim.
   *
   * @param claim what must hold, in words
   * @param findings the first places where it does not; each names a row by key, never by content
   * @param count of all such places
   * @param notLookedAt why nobody looked; "" if somebody did
   */
  public record Verdict(String claim, List<String> findings, long count, String notLookedAt) {
    public Verdict {
      findings = List.copyOf(findings);
    }

    public boolean holds() {
      return count == 0 && notLookedAt.isEmpty();
    }
  }

  private final List<AuditPass> passes;
  private final boolean sheets;

  /**
   * @param keys the hub's own; without them no signed head can be checked, which is a finding
   * @param app role that the hub works as
   * @param renderer without it the sheets are not looked at
   */
  public StoreAudit(R4 r4, Optional<KeyStore> keys, String app, Optional<SheetRenderer> renderer) {
    FacetTable facets = new FacetTable(r4);
    sheets = renderer.isPresent();
    passes =
        List.of(
            new ChainAudit(),
            new HeadAudit(keys),
            new RightsAudit(app),
            new VersionAudit(r4),
            new RowAudit(r4, facets),
            new CompartmentAudit(r4),
            new SheetAudit(r4, facets, renderer));
  }

  /**
   * Looks at every claim.
   *
   * @param owner a connection of the schema's owner, outside a transaction; nothing is changed
   * @param tell hears each verdict as soon as it is known
   */
  public void run(Connection owner, Consumer<Verdict> tell) throws SQLException {
    owner.setReadOnly(true);
    owner.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    owner.setAutoCommit(false);
    try {
      look(owner, tell);
    } finally {
      owner.rollback();
    }
  }

  /** As {@link #run}, in the transaction that stands. */
  void look(Connection connection, Consumer<Verdict> tell) throws SQLException {
    boolean unchecked = Unchecked.marked(connection);
    for (AuditPass pass : passes) {
      AuditNotes notes = new AuditNotes();
      pass.look(connection, notes);
      for (Claim claim : pass.claims()) {
        String why = notLookedAt(claim, unchecked);
        tell.accept(
            why.isEmpty() ? notes.verdict(claim) : new Verdict(claim.words(), List.of(), 0, why));
      }
    }
  }

  private String notLookedAt(Claim claim, boolean unchecked) {
    if (claim == Claim.SHEETS && !sheets) return "nothing here renders sheets";
    if (claim == Claim.LINKS && unchecked) {
      return "referential integrity is or was off here, so references may lead nowhere";
    }
    return "";
  }
}
