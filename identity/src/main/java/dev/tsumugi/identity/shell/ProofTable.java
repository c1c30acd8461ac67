package dev.tsumugi.identity.shell;

import java.time.Instant;

/** What was shown once, in a table that all nodes share. */
final class ProofTable implements SpentProofs {
  // One round trip. It need not be on disk: what a crash loses is too old when the hub is back.
  private static final String SHOW =
      "insert into proof (hash, until) select ?, ? where set_config('synchronous_commit', 'off',"
          + " true) is not null on conflict do nothing";

  private final SignOnTables tables;

  ProofTable(SignOnTables tables) {
    this.tables = tables;
  }

  @Override
  public boolean first(String what, Instant until) {
    byte[] hash = SignOnTables.sha256(what);
    return tables.run(connection -> SignOnTables.change(connection, SHOW, hash, until) > 0);
  }
}
