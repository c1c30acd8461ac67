package dev.tsumugi.hub.shell;

import dev.tsumugi.fhirserver.shell.store.StoreAudit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** {@code verify}: every check on the store, beside a running hub or without one. */
final class VerifyCommand {
  private VerifyCommand() {}

  /** Returns 0 if every claim holds, and 1 if one does not. */
  static int execute(Settings settings, List<StoreCheck> checks, Console console) {
    if (checks.isEmpty()) throw new Failure("This build has no checks, so nothing was verified.");
    DataFolder folder = new DataFolder(settings.data());
    return OwnDatabase.with(settings, database -> verify(database, folder, checks, console));
  }

  private static int verify(
      Database database, DataFolder folder, List<StoreCheck> checks, Console console) {
    StoreCheck.Scene scene = new StoreCheck.Scene(folder.keys(), database.app().user());
    Told told = new Told(console);
    for (StoreCheck check : checks) {
      try (Connection owner = database.connectAsOwner()) {
        check.run(owner, scene, told::hear);
      } catch (SQLException e) {
        throw new Failure("The store cannot be read: " + e.getMessage(), e);
      }
    }
    return told.end();
  }

  /** Says each verdict and keeps count. */
  private static final class Told {
    private final Console console;
    private int hold;
    private int unseen;
    private long found;

    Told(Console console) {
      this.console = console;
    }

    void hear(StoreAudit.Verdict verdict) {
      if (!verdict.notLookedAt().isEmpty()) {
        unseen++;
        console.say("unseen  " + verdict.claim() + " (" + verdict.notLookedAt() + ")");
        return;
      }
      if (verdict.holds()) hold++;
      found += verdict.count();
      console.say((verdict.holds() ? "holds   " : "BROKEN  ") + verdict.claim());
      for (String finding : verdict.findings()) console.say("        " + finding);
      long more = verdict.count() - verdict.findings().size();
      if (more > 0) console.say("        and " + more + " more");
    }

    int end() {
      if (found > 0) {
        console.say("The store is not sound: " + found + (found == 1 ? " finding." : " findings."));
        return Failure.FAILED;
      }
      String rest = unseen == 0 ? "." : "; " + unseen + " not looked at.";
      console.say("The store is sound: " + hold + " claims hold" + rest);
      return 0;
    }
  }
}
