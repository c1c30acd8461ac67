package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Notices;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells those whom a patient wishes to be told that an ambulance takes them to a hospital: as a
 * notice in the relative's own record, if they have one here. The patient's record says who was
 * told, and who could not be. The hub does it by itself, on the patient's word alone: the crew
 * learns nothing of anybody by it (docs/adr/0035).
 */
final class FamilyTold {
  private final Flow.Parts parts;
  private final HubRows rows;

  FamilyTold(Flow.Parts parts, HubRows rows) {
    this.parts = parts;
    this.rows = rows;
  }

  /**
   * @param hospital an Organization
   */
  record Ride(Ref patient, Ref incident, Json.Obj hospital) {}

  /** The journal's row, if there was somebody to tell. */
  Optional<JournalEntry> tell(Connection connection, long generation, Ride ride, Instant now)
      throws SQLException {
    boolean any = false;
    Json.Obj patient = patient(connection, ride.patient());
    List<Row> people = people(connection, ride.patient());
    Set<Ref> refused = refused(people, ride.patient());
    for (Row row : people) {
      Json.Obj person = Json.parseObject(row.stored().json());
      Optional<Ref> own = ownRecord(person);
      if (!isToBeTold(person, now) || own.filter(refused::contains).isPresent()) continue;
      any = true;
      boolean reached = own.isPresent() && rows.holds(connection, own.get());
      if (reached) {
        create(
            connection, generation, Notices.taken(own.get(), patient, ride.hospital(), now), now);
      }
      create(
          connection,
          generation,
          Notices.familyTold(ride.patient(), ride.incident(), row.ref(), reached, now),
          now);
    }
    if (!any) return Optional.empty();
    return Optional.of(
        new JournalEntry(
            JournalEntry.Kind.HANDOVER,
            HubRows.requester(),
            Optional.of(ride.patient()),
            "tell family",
            new TreeSet<>(List.of(DataClass.CONTACTS.code())),
            true,
            "WISH",
            List.of()));
  }

  private void create(Connection connection, long generation, Json.Obj body, Instant now)
      throws SQLException {
    Ref ref = new Ref("Communication", parts.settings().newId().get());
    rows.create(connection, generation, ref, body, HubRows.RECORDER, now);
  }

  private Json.Obj patient(Connection connection, Ref patient) throws SQLException {
    return Json.parseObject(
        parts.reader().newest(connection, patient).orElseThrow().stored().json());
  }

  private List<Row> people(Connection connection, Ref patient) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + " from resource r where r.patient = ? and r.type = ? order by r.row limit 100",
                Draft.key(patient),
                parts.r4().typeNumber("RelatedPerson"));
    return parts.reader().rows(connection, sql, "RelatedPerson");
  }

  /** Somebody may be noted twice: who shall not be told is not told, whatever the other says. */
  private static Set<Ref> refused(List<Row> people, Ref patient) {
    Set<Ref> refused = new HashSet<>();
    refused.add(patient);
    for (Row row : people) {
      Json.Obj person = Json.parseObject(row.stored().json());
      if (says(person, Shapes.Ext.NOT_TO_TELL)) ownRecord(person).ifPresent(refused::add);
    }
    return refused;
  }

  /** Not whom an old entry names, and nobody who shall not be told. */
  private static boolean isToBeTold(Json.Obj person, Instant now) {
    boolean active = !Boolean.FALSE.equals(person.bool("active"));
    Json.Obj period = person.obj("period");
    Optional<Period> when =
        period == null ? Optional.of(Period.ALWAYS) : FhirTime.parsePeriod(period);
    return active
        && when.filter(span -> span.contains(now)).isPresent()
        && says(person, Shapes.Ext.TELL_IN_EMERGENCY)
        && !says(person, Shapes.Ext.NOT_TO_TELL);
  }

  private static boolean says(Json.Obj person, String url) {
    for (Json.Obj extension : person.objects("extension")) {
      boolean meant = url.equals(extension.text("url"));
      if (meant && Boolean.TRUE.equals(extension.bool("valueBoolean"))) return true;
    }
    return false;
  }

  private static Optional<Ref> ownRecord(Json.Obj person) {
    for (Json.Obj identifier : person.objects("identifier")) {
      String value = identifier.text("value");
      boolean theirs = Shapes.Sid.PATIENT.equals(identifier.text("system"));
      if (theirs && value != null && Ref.isId(value)) return Optional.of(Ref.patient(value));
    }
    return Optional.empty();
  }
}
