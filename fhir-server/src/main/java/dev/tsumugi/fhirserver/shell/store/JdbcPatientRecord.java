package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.PatientRecord;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whole records over PostgreSQL; what a walk ({@link RecordChunks}) needs of the store. */
final class JdbcPatientRecord implements PatientRecord {
  private final Database database;
  private final R4 r4;
  private final CareDates dates;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final JournalWriter journal;
  private final ScopeCheck scopes;

  JdbcPatientRecord(
      Database database,
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      ScopeCheck scopes,
      JournalWriter journal) {
    this.database = database;
    this.r4 = r4;
    this.dates = new CareDates(r4);
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.journal = journal;
    this.scopes = scopes;
  }

  @Override
  public Chunks of(Ref patient, Selection selection, Optional<Query.Position> from) {
    Place after = from.map(Place::of).orElseGet(Place::before);
    return new RecordChunks(this, patient, selection, after);
  }

  RecordScan scan(long patient, Selection selection) {
    return new RecordScan(r4, dates, patient, selection);
  }

  void demandScope(Access access, String asked) {
    scopes.demand(access, Action.SEARCH, "Patient", Kind.QUERY, asked);
  }

  <T> T snapshot(Database.Step<T> step) {
    return database.snapshot(step);
  }

  void journal(List<JournalEntry> entries) {
    journal.append(entries);
  }

  Optional<Row> current(Connection connection, Ref ref) throws SQLException {
    return reader.newest(connection, ref);
  }

  Ruling ruling(Connection connection, Access access, Collection<Long> patients)
      throws SQLException {
    return Ruling.over(connection, facets, policies, access, patients);
  }

  String typeOf(Connection connection, int facet) throws SQLException {
    return facets.facet(connection, facet).type();
  }

  Place place(long patient, Row row) {
    return Place.of(patient, r4, row);
  }
}
