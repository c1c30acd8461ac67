package dev.tsumugi.hub.shell;

import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.StoreAudit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What {@code ./hub verify} checks. The one place to add a check. */
final class StoreChecks {
  static final List<StoreCheck> ALL = List.of(StoreChecks::records);

  private StoreChecks() {}

  private static void records(
      Connection owner, StoreCheck.Scene scene, Consumer<StoreAudit.Verdict> tell)
      throws SQLException {
    Optional<KeyStore> keys = KeyStore.existing(scene.keys());
    Optional<SheetRenderer> sheets = Optional.of(new EmergencySheet());
    new StoreAudit(R4.load(), keys, scene.app(), sheets).run(owner, tell);
  }
}
