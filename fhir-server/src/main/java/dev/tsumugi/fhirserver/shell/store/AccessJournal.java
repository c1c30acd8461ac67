package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The journal as the resident reads it; the reading is itself a row. */
final class AccessJournal implements JournalPage {
  private static final int LINES = 200;
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

  private record Answer(List<Line> lines, boolean permitted, List<JournalEntry> entries) {}

  @Override
  public List<Line> of(Access access, Ref patient) {
    scopes.demand(access, Action.READ, FACET.type(), JournalEntry.Kind.JOURNAL, ASKED);
    long key = Hash64.of(patient.toString());
    Answer answer =
        database.snapshot(
            connection -> {
              Ruling ruling = Ruling.over(connection, facets, policies, access, List.of(key));
              boolean permitted = ruling.decide(Action.READ, FACET, key).permitted();
              List<Line> lines = lines(connection, permitted ? key : Facts.CITY - 1);
              return new Answer(lines, permitted, ruling.journal(JournalEntry.Kind.JOURNAL, ASKED));
            });
    journal.append(answer.entries());
    if (!answer.permitted()) throw Problem.notFound(patient);
    return answer.lines();
  }

  /** The journal counts as the patient's AuditEvents. */
  private static final Facet FACET =
      new Facet("AuditEvent", DataClass.CONSENT, Set.of(), Confidentiality.N, "");

  private List<Line> lines(Connection connection, long patient) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select at, kind, content from journal where patient = ? and content is not null"
                    + " order by at desc, seq desc limit ?",
                patient,
                LINES);
    List<Line> lines = new ArrayList<>();
    Map<String, Optional<String>> names = new HashMap<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        Json.Obj content = Json.parseObject(row.getBytes(3));
        String organization = String.valueOf(content.text("organization"));
        if (!names.containsKey(organization)) {
          names.put(organization, name(connection, organization));
        }
        lines.add(
            new Line(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                JournalEntry.Kind.valueOf(row.getString(2)),
                content,
                names.getOrDefault(organization, Optional.empty())));
      }
    }
    return lines;
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
