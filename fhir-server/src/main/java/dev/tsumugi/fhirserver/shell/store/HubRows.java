package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resources that the hub writes by itself, in the transaction of what they tell of: notices and
 * tasks.
 */
final class HubRows {
  /** Who wrote them: nobody who could sign on. */
  static final String RECORDER = "client:hub";

  private final Flow.Parts parts;
  private final Keeping keeping;

  HubRows(Flow.Parts parts, Keeping keeping) {
    this.parts = parts;
    this.keeping = keeping;
  }

  /** As whom the journal names the hub. */
  static Requester requester() {
    return new Requester(
        "hub",
        "Tsumugi",
        Optional.empty(),
        Optional.empty(),
        Role.CUSTODIAN,
        Scopes.parse(""),
        Purpose.RECORDMGT,
        "hub",
        Optional.empty(),
        SignOn.NONE);
  }

  /** Whether there is such a patient; they stay until the transaction ends. */
  boolean holds(Connection connection, Ref patient) throws SQLException {
    return new Sql()
        .add(
            "select r.row from resource r where r.type = ? and r.id = ? for key share of r",
            parts.r4().typeNumber("Patient"),
            patient.id())
        .first(connection, row -> row.getLong(1))
        .isPresent();
  }

  /** Who recorded a patient that is here. */
  String recorder(Connection connection, Ref patient) throws SQLException {
    int facet =
        new Sql()
            .add(
                "select r.facet from resource r where r.type = ? and r.id = ?",
                parts.r4().typeNumber("Patient"),
                patient.id())
            .first(connection, row -> row.getInt(1))
            .orElseThrow();
    return parts.facets().facet(connection, facet).recorder();
  }

  /**
   * @param generation of the search parameters, which the transaction holds
   * @param recorder whose it is to change
   */
  void create(
      Connection connection, long generation, Ref ref, Json.Obj body, String recorder, Instant now)
      throws SQLException {
    SearchSet set = parts.parameters().at(connection, generation);
    Draft draft = set.drafts().draft(ref, body, recorder);
    Row row;
    try (Tables tables = new Tables(connection, set.written(), parts.facets(), now)) {
      long number = tables.newRows(1).get(0);
      row = tables.put(draft, number, 1, recorder, Change.CREATED);
      tables.flush();
    }
    keeping.facets(connection, Map.of(row.patient(), Set.of(row.facet())));
  }

  /** A number that no row has. */
  static long number(Connection connection) throws SQLException {
    return new Sql()
        .add("select nextval('resource_row')")
        .first(connection, row -> row.getLong(1))
        .orElseThrow();
  }
}
