package dev.tsumugi.hub.shell;

import dev.tsumugi.fhirserver.shell.store.StoreAudit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Looks at some of what must hold in the store. */
interface StoreCheck {
  /**
   * Gives a verdict on each claim, as soon as it is known.
   *
   * @param owner a connection of the schema's owner; nothing is changed over it
   */
  void run(Connection owner, Scene scene, Consumer<StoreAudit.Verdict> tell) throws SQLException;

  /**
   * What is not in the database.
   *
   * @param keys the hub's key store; the file may be missing
   * @param app role that the hub works as
   */
  record Scene(Path keys, String app) {}
}
