package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalReaders;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.shell.store.JournalReading.Place;
import dev.tsumugi.fhirserver.shell.store.JournalReading.Read;
import dev.tsumugi.fhirserver.shell.store.JournalReading.Which;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The journal as the resident reads it; the reading is itself a row. */
final class AccessJournal implements JournalPage {
  private static final String ASKED = "access journal";

  private final Database database;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final ScopeCheck scopes;
  private final JournalWriter journal;

  AccessJournal(
      Database database,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      ScopeCheck scopes,
      JournalWriter journal) {
    this.database = database;
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.scopes = scopes;
    this.journal = journal;
  }

  private record Answer(Page page, Optional<String> basis, JournalEntry entry) {}

  @Override
  public Page of(Access access, Ref patient, Window window) {
    scopes.demandOnAll(access, Action.READ, JdbcAuditTrail.FACET.type(), Kind.JOURNAL, ASKED);
    long key = Draft.key(patient);
    Optional<Place> after = window.after().map(Place::of);
    Answer answer =
        database.snapshot(
            connection -> {
              Ruling ruling = Ruling.over(connection, facets, policies, access, List.of(key));
              Decision decision = ruling.quietly(Action.READ, JdbcAuditTrail.FACET, key);
              boolean here = ruling.isHere(patient);
              Optional<String> basis =
                  JournalReaders.basis(access.requester().role(), decision).filter(b -> here);
              // Hidden and absent run the same statements.
              Page page = page(connection, basis.isPresent() ? key : Facts.CITY - 1, window, after);
              String why = basis.orElse(here ? JournalReaders.reason(decision) : "NOTHING_FOUND");
              Optional<Ref> whom = here ? Optional.of(patient) : Optional.empty();
              return new Answer(page, basis, entry(access, whom, basis.isPresent(), why));
            });
    journal.append(List.of(answer.entry()));
    if (answer.basis().isEmpty()) throw Problem.notFound(patient);
    return answer.page();
  }

  private static JournalEntry entry(
      Access access, Optional<Ref> patient, boolean permitted, String basis) {
    return new JournalEntry(
        Kind.JOURNAL,
        access.requester(),
        patient,
        ASKED,
        new TreeSet<>(Set.of(DataClass.CONSENT.code())),
        permitted,
        basis,
        List.of());
  }

  private Page page(Connection connection, long patient, Window window, Optional<Place> after)
      throws SQLException {
    Which which =
        new Which(
            new Period(window.since(), Period.MAX),
            true,
            List.of(new Sql().add("j.patient = ?", patient)));
    Place from = after.orElse(JournalReading.start(true, Period.MAX));
    List<Read> rows = JournalReading.rows(connection, which, from, window.count() + 1);
    boolean more = rows.size() > window.count();
    List<Line> lines = new ArrayList<>();
    Map<String, Optional<String>> names = new HashMap<>();
    for (Read row : more ? rows.subList(0, window.count()) : rows) {
      String organization = row.line().fact("organization");
      if (!names.containsKey(organization)) {
        names.put(organization, name(connection, organization));
      }
      lines.add(new Line(row.line(), names.getOrDefault(organization, Optional.empty())));
    }
    Optional<Query.Position> next = Optional.empty();
    if (more) next = Optional.of(from.behind(rows.get(window.count() - 1).line()).position());
    return new Page(lines, next);
  }

  /** An Organization is open to everybody who is signed in: its name needs no decision. */
  private Optional<String> name(Connection connection, String organization) throws SQLException {
    Optional<Ref> ref = Ref.parse(organization).filter(r -> r.type().equals("Organization"));
    if (ref.isEmpty()) return Optional.empty();
    return reader
        .newest(connection, ref.get())
        .filter(row -> row.change() != Change.DELETED)
        .map(row -> Json.parseObject(row.stored().json()))
        .map(json -> json.text("name"));
  }
}
