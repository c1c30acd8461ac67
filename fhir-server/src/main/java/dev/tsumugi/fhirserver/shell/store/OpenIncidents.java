package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether an ambulance's run ({@link Shapes.Incident}) goes on. Nothing of it is told but that. */
final class OpenIncidents {
  private static final Set<String> OPEN =
      Set.of("planned", "arrived", "triaged", "in-progress", "onleave");

  private final R4 r4;
  private final Reader reader;

  OpenIncidents(R4 r4, Reader reader) {
    this.r4 = r4;
    this.reader = reader;
  }

  /** Those of the organisation for which the requester works that are not over. */
  Set<Ref> live(Connection connection, Access crew, Collection<Ref> incidents) throws SQLException {
    Optional<String> own = crew.requester().organization().map(Ref::toString);
    String[] ids =
        incidents.stream()
            .filter(ref -> ref.type().equals("Encounter"))
            .map(Ref::id)
            .distinct()
            .toArray(String[]::new);
    if (own.isEmpty() || ids.length == 0) return Set.of();
    short type = r4.typeNumber("Encounter");
    Sql sql =
        new Sql()
            .add("select " + Row.COLUMNS + " from resource r where r.type = ?", type)
            .add(" and r.id = any (?)", (Object) ids);
    Set<Ref> live = new HashSet<>();
    for (Row row : reader.rows(connection, sql, "Encounter")) {
      if (row.change() == StoredResource.Change.DELETED) continue;
      Json.Obj encounter = Json.parseObject(row.stored().json());
      if (isOpen(encounter) && own.equals(provider(encounter))) live.add(row.ref());
    }
    return live;
  }

  boolean isLive(Connection connection, Access crew, Ref incident) throws SQLException {
    return live(connection, crew, List.of(incident)).contains(incident);
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
