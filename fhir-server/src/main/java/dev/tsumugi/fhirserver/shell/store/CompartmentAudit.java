package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Policies;
import dev.tsumugi.consent.PolicyText;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles every patient's Consents anew. */
final class CompartmentAudit implements AuditPass {
  private final R4 r4;

  CompartmentAudit(R4 r4) {
    this.r4 = r4;
  }

  @Override
  public Set<Claim> claims() {
    return EnumSet.of(Claim.COMPARTMENTS);
  }

  @Override
  public void look(Connection connection, AuditNotes notes) throws SQLException {
    short patient = r4.typeNumber("Patient");
    new Sql()
        .add(
            "select r.id from resource r where r.type = ? and not exists (select from compartment c"
                + " where c.patient = r.patient and c.id = r.id) order by r.id",
            patient)
        .each(connection, row -> tell(notes, row.getString(1), "has no compartment"));
    // A deleted patient keeps the compartment: their history stays under their policy.
    new Sql()
        .add(
            "select c.id from compartment c where c.patient <> 0 and not exists (select from resource r where r.type = ?"
                + " and r.id = c.id) and not exists (select from resource_history h where h.type = ?"
                + " and h.id = c.id) order by c.id",
            patient,
            patient)
        .each(connection, row -> tell(notes, row.getString(1), "has a compartment but never was"));
    new Sql()
        .add(
            "select distinct c.id, r.facet from resource r join compartment c on c.patient ="
                + " r.patient where r.patient <> 0 and not c.facets @> array[r.facet] order by 1, 2")
        .each(
            connection,
            row -> tell(notes, row.getString(1), "lacks facet " + row.getInt(2) + ", present"));
    policies(connection, notes);
    lives(connection, notes);
    new Sql()
        .add(
            "select from resource where patient = 0 and type = ? and not exists (select from"
                + " compartment where patient = 0) limit 1",
            r4.typeNumber("Consent"))
        .each(connection, row -> notes.add(Claim.COMPARTMENTS, "the city's Consents rule nobody"));
  }

  private void lives(Connection connection, AuditNotes notes) throws SQLException {
    new Sql()
        .add(
            "select "
                + Row.COLUMNS
                + ", c.born, c.died from resource r join compartment c on c.patient = r.patient and"
                + " c.id = r.id where r.type = ?",
            r4.typeNumber("Patient"))
        .each(
            connection,
            columns -> {
              Row row = Row.read("Patient", columns);
              Life due = Life.of(Json.parseObject(row.stored().json()));
              Optional<LocalDate> born =
                  Optional.ofNullable(columns.getObject(Row.COUNT + 1, LocalDate.class));
              Optional<Instant> died =
                  Optional.ofNullable(columns.getObject(Row.COUNT + 2, OffsetDateTime.class))
                      .map(OffsetDateTime::toInstant);
              boolean same =
                  born.equals(due.born()) && died.equals(due.died().map(SideValues::kept));
              if (!same) tell(notes, row.ref().id(), "lives other days than they say");
            });
  }

  private void policies(Connection connection, AuditNotes notes) throws SQLException {
    Ruled ruled = new Ruled(notes);
    new Sql()
        .add(
            "select "
                + Row.COLUMNS
                + ", c.patient, c.id, c.slots, p.text from compartment c left join policy p on p.id"
                + " = c.policy left join resource r on r.patient = c.patient and r.type = ? order by"
                + " c.patient, r.row",
            r4.typeNumber("Consent"))
        .each(connection, ruled::take);
    ruled.compare();
  }

  /** One patient after the other, each with their Consents. */
  private static final class Ruled {
    private final AuditNotes notes;
    private final List<Json.Obj> consents = new ArrayList<>();
    private @Nullable String id;
    private long key;
    private PolicyText stated = new PolicyText("", List.of());
    private boolean readable = true;

    Ruled(AuditNotes notes) {
      this.notes = notes;
    }

    void take(ResultSet columns) throws SQLException {
      String next = columns.getString(Row.COUNT + 2);
      if (!next.equals(id)) {
        compare();
        start(columns, next);
      }
      if (columns.getString(3) == null) return;
      try {
        Row row = Row.read("Consent", columns);
        consents.add(Json.parseObject(row.stored().json()));
      } catch (RuntimeException unreadable) {
        readable = false;
      }
    }

    private void start(ResultSet columns, String next) throws SQLException {
      id = next;
      key = columns.getLong(Row.COUNT + 1);
      consents.clear();
      readable = true;
      if (!next.isEmpty() && key != Hash64.of("Patient/" + next)) {
        tell(notes, next, "has a compartment under another key");
      }
      String text = columns.getString(Row.COUNT + 4);
      List<String> slots = Facts.texts(columns.getArray(Row.COUNT + 3));
      stated = new PolicyText(text == null ? "" : text, slots);
    }

    void compare() {
      if (id == null) return;
      if (!readable) {
        tell(notes, id, "has a Consent that cannot be read");
      } else if (!Policies.write(Keeping.policyOf(key, consents)).equals(stated)) {
        tell(notes, id, "is not ruled by what their Consents say");
      }
    }
  }

  private static void tell(AuditNotes notes, String id, String what) {
    notes.add(Claim.COMPARTMENTS, "Patient/" + id + " " + what);
  }
}
