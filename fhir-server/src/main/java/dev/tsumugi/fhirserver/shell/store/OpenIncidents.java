package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Whether an ambulance's run ({@link Shapes.Incident}) goes on. Nothing of it is told but that. */
final class OpenIncidents {
  private static final Set<String> OPEN =
      Set.of("planned", "arrived", "triaged", "in-progress", "onleave");

  private final Reader reader;

  OpenIncidents(Reader reader) {
    this.reader = reader;
  }

  /** Of the organisation for which the requester works, and not over. */
  boolean isLive(Connection connection, Access crew, Ref incident) throws SQLException {
    Optional<String> own = crew.requester().organization().map(Ref::toString);
    return incident.type().equals("Encounter")
        && own.isPresent()
        && reader
            .newest(connection, incident)
            .filter(row -> row.change() != StoredResource.Change.DELETED)
            .map(row -> Json.parseObject(row.stored().json()))
            .filter(encounter -> isOpen(encounter) && own.equals(provider(encounter)))
            .isPresent();
  }

  private static boolean isOpen(Json.Obj encounter) {
    Json.Obj kind = encounter.obj("class");
    String status = encounter.text("status");
    return kind != null
        && Shapes.Incident.EMERGENCY.code().equals(kind.text("code"))
        && status != null
        && OPEN.contains(status);
  }

  private static Optional<String> provider(Json.Obj encounter) {
    return Optional.ofNullable(encounter.obj("serviceProvider")).map(ref -> ref.text("reference"));
  }
}
