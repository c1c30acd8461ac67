package dev.tsumugi.hub.shell;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** {@code verify}: every check on the store, beside a running hub or without one. */
final class VerifyCommand {
  private VerifyCommand() {}

  /** Returns 0 if every claim holds, and 1 if one does not. */
  static int execute(Settings settings, List<StoreCheck> checks, Console console) {
    if (checks.isEmpty()) throw new Failure("This build has no checks, so nothing was verified.");
    if (settings.external() != null) {
      Settings.ExternalDatabase external = settings.external();
      Database database = new Database(external.jdbcUrl(), external.owner(), external.app(), null);
      ExternalDatabasePart.check(database);
      return verify(database, checks, console);
    }
    DataFolder folder = new DataFolder(settings.data());
    if (!folder.inUse()) throw new Failure("There is no hub's data in " + folder.root() + ".");
    if (folder.isRunning()) return verify(PostgresServer.running(folder), checks, console);
    folder.prepare();
    LogFile.open(folder);
    try (DataFolder.Lock lock = folder.lock();
        PostgresServer server = PostgresServer.start(folder, settings.dbPort(), settings.cache())) {
      return verify(server.database(), checks, console);
    }
  }

  private static int verify(Database database, List<StoreCheck> checks, Console console) {
    int found = 0;
    try (Connection owner = database.connectAsOwner()) {
      owner.setReadOnly(true);
      for (StoreCheck check : checks) {
        List<StoreCheck.Finding> findings = check.findings(owner);
        console.say((findings.isEmpty() ? "holds   " : "BROKEN  ") + check.claim());
        for (StoreCheck.Finding finding : findings) console.say("        " + finding.sentence());
        found += findings.size();
      }
    } catch (SQLException e) {
      throw new Failure("The store cannot be read: " + e.getMessage(), e);
    }
    console.say(
        found == 0
            ? "The store is sound: " + checks.size() + " checks hold."
            : "The store is not sound: " + found + " findings.");
    return found == 0 ? 0 : Failure.FAILED;
  }
}
