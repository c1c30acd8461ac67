package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.AuditEvents;
import dev.tsumugi.fhirserver.AuditLine;
import dev.tsumugi.fhirserver.AuditQuery;
import dev.tsumugi.fhirserver.AuditTrail;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.JournalReaders;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.shell.store.JournalReading.Place;
import dev.tsumugi.fhirserver.shell.store.JournalReading.Read;
import dev.tsumugi.fhirserver.shell.store.JournalReading.Which;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The journal as AuditEvents, straight from its rows, each decided by whose record it is about. */
final class JdbcAuditTrail implements AuditTrail {
  /** Rows a page looks at before it ends early. */
  private static final int MOST_SEEN = 20_000;

  private static final int STEP = 500;

  /** The journal counts as the patient's AuditEvents. */
  static final Facet FACET =
      new Facet(AuditEvents.TYPE, DataClass.CONSENT, Set.of(), Confidentiality.N, "");

  private final Database database;
  private final Facets facets;
  private final PolicyTexts policies;
  private final ScopeCheck scopes;
  private final JournalWriter journal;

  JdbcAuditTrail(
      Database database,
      Facets facets,
      PolicyTexts policies,
      ScopeCheck scopes,
      JournalWriter journal) {
    this.database = database;
    this.facets = facets;
    this.policies = policies;
    this.scopes = scopes;
    this.journal = journal;
  }

  private record Answer<T>(T value, List<JournalEntry> entries) {}

  private <T> T journalled(Answer<T> answer) {
    journal.append(answer.entries());
    return answer.value();
  }

  @Override
  public Optional<AuditLine> event(Access access, String id) {
    String asked = "read " + AuditEvents.TYPE;
    scopes.demandOnAll(access, Action.READ, AuditEvents.TYPE, Kind.JOURNAL, asked);
    return journalled(
        database.snapshot(
            connection -> {
              Optional<AuditLine.Key> key = AuditLine.Key.of(id);
              Optional<Read> row =
                  key.isEmpty() ? Optional.empty() : JournalReading.one(connection, key.get());
              Readers readers = new Readers(connection, access, Action.READ, asked);
              Optional<AuditLine> line = Optional.empty();
              if (row.isPresent() && readers.mayRead(row.get().patient())) {
                line = Optional.of(row.get().line());
                readers.shown(row.get());
              }
              return new Answer<>(line, readers.entries());
            }));
  }

  @Override
  public Page events(Access access, AuditQuery query, Optional<Query.Position> after) {
    String asked = "search " + AuditEvents.TYPE;
    scopes.demandOnAll(access, Action.SEARCH, AuditEvents.TYPE, Kind.JOURNAL, asked);
    Optional<Place> from = after.map(Place::of);
    return journalled(
        database.snapshot(
            connection -> {
              Readers readers = new Readers(connection, access, Action.SEARCH, asked);
              Page page = page(connection, access, query, from, readers);
              return new Answer<>(page, readers.entries());
            }));
  }

  private static Page page(
      Connection connection, Access access, AuditQuery query, Optional<Place> from, Readers readers)
      throws SQLException {
    AuditQuery.Sift sift = query.sift();
    Set<Ref> named = sift.patients().orElse(Set.of());
    for (Ref patient : named) readers.named(patient);
    List<Sql> conditions = conditions(sift);
    if (!JournalReaders.overAll(access.requester().role())) {
      long[] own = readers.own(candidates(connection, access));
      conditions.add(new Sql().add("j.patient = any (?)", (Object) own));
    }
    Which which = new Which(sift.time(), query.newestFirst(), conditions);
    Place place = from.orElse(JournalReading.start(query.newestFirst(), newest(connection)));
    List<AuditLine> lines = new ArrayList<>();
    for (int seen = 0; seen < MOST_SEEN; ) {
      List<Read> rows = JournalReading.rows(connection, which, place, STEP);
      readers.learn(rows);
      for (Read row : rows) {
        if (query.matches(row.line()) && readers.mayRead(row.patient())) {
          // The one that does not fit on the page is the proof that there is another.
          if (lines.size() == query.count()) return new Page(lines, Optional.of(place.position()));
          lines.add(row.line());
          readers.shown(row);
        }
        place = place.behind(row.line());
      }
      seen += rows.size();
      if (rows.size() < STEP) return new Page(lines, Optional.empty());
    }
    return new Page(lines, Optional.of(place.position()));
  }

  private static List<Sql> conditions(AuditQuery.Sift sift) {
    List<Sql> conditions = new ArrayList<>();
    sift.patients()
        .ifPresent(
            patients -> {
              List<Long> keys = patients.stream().map(Draft::key).toList();
              String[] refs = patients.stream().map(Ref::toString).toArray(String[]::new);
              conditions.add(
                  new Sql().add("(j.patient = any (?) or j.who = any (?))", Sql.longs(keys), refs));
            });
    sift.agents()
        .ifPresent(
            agents ->
                conditions.add(
                    new Sql().add("j.who = any (?)", (Object) agents.toArray(String[]::new))));
    sift.ids()
        .ifPresent(
            ids -> {
              List<AuditLine.Key> keys =
                  ids.stream().flatMap(id -> AuditLine.Key.of(id).stream()).toList();
              conditions.add(
                  new Sql()
                      .add(
                          "(j.node, j.seq) in (select * from unnest(?, ?))",
                          keys.stream().map(AuditLine.Key::node).toArray(String[]::new),
                          Sql.longs(keys.stream().map(AuditLine.Key::seq).toList())));
            });
    sift.marks()
        .ifPresent(
            marks ->
                conditions.add(
                    new Sql()
                        .add(
                            "(j.node, j.seq) in (select node, seq from journal_mark where mark ="
                                + " any (?))",
                            (Object) marks.toArray(String[]::new))));
    return conditions;
  }

  /** Whose journal it may be: one's own, and of those one has a tie to. */
  private static List<Long> candidates(Connection connection, Access access) throws SQLException {
    if (access.requester().role() != Role.RESIDENT) return List.of();
    Set<Long> patients = new TreeSet<>();
    Set<String> actors = access.requester().actorKeys();
    for (String actor : actors) {
      if (actor.startsWith("Patient/")) patients.add(Hash64.of(actor));
    }
    patients.addAll(
        new Sql()
            .add(
                "select distinct patient from tie where kind = 'PROXY' and actor = any (?)",
                (Object) actors.toArray(String[]::new))
            .all(connection, row -> row.getLong(1)));
    return List.copyOf(patients);
  }

  /** What is written from now on, this reading among it, belongs on no page of this search. */
  private static Instant newest(Connection connection) throws SQLException {
    return new Sql()
        .add("select coalesce(max(at), 'epoch') from journal")
        .first(connection, row -> row.getObject(1, OffsetDateTime.class).toInstant())
        .orElseThrow();
  }

  /** Decides whose lines one may read, each patient once, and keeps what the journal needs. */
  private final class Readers {
    private final Access access;
    private final Action action;
    private final String asked;
    private final Ruling ruling;
    private final Map<Long, Decision> decided = new LinkedHashMap<>();
    private final Map<Long, Optional<Ref>> shown = new LinkedHashMap<>();
    private final Map<Long, Ref> named = new LinkedHashMap<>();

    Readers(Connection connection, Access access, Action action, String asked) throws SQLException {
      this.access = access;
      this.action = action;
      this.asked = asked;
      this.ruling = Ruling.over(connection, facets, policies, access, List.of());
    }

    /** Asked for by name: told in that patient's journal, whatever comes of it. */
    void named(Ref patient) {
      named.put(Draft.key(patient), patient);
    }

    void learn(List<Read> rows) throws SQLException {
      Set<Long> patients = new HashSet<>();
      for (Read row : rows) if (row.patient() != Facts.CITY) patients.add(row.patient());
      ruling.learn(patients);
    }

    long[] own(List<Long> candidates) throws SQLException {
      ruling.learn(candidates);
      List<Long> own = new ArrayList<>();
      for (long patient : candidates) if (basis(patient).isPresent()) own.add(patient);
      return Sql.longs(own);
    }

    boolean mayRead(long patient) throws SQLException {
      if (patient != Facts.CITY) ruling.learn(List.of(patient));
      return basis(patient).isPresent();
    }

    private Optional<String> basis(long patient) {
      Decision decision = decided.computeIfAbsent(patient, p -> ruling.quietly(action, FACET, p));
      return JournalReaders.basis(access.requester().role(), decision);
    }

    void shown(Read row) {
      shown.put(row.patient(), row.line().patient());
    }

    List<JournalEntry> entries() throws SQLException {
      List<JournalEntry> entries = new ArrayList<>();
      for (Map.Entry<Long, Optional<Ref>> one : shown.entrySet()) {
        entries.add(entry(one.getValue(), true, basis(one.getKey()).orElseThrow()));
      }
      for (Map.Entry<Long, Ref> one : named.entrySet()) {
        if (shown.containsKey(one.getKey())) continue;
        boolean may = mayRead(one.getKey());
        boolean here = ruling.isHere(one.getValue());
        String reason = JournalReaders.reason(ruling.quietly(action, FACET, one.getKey()));
        Optional<Ref> whom = here ? Optional.of(one.getValue()) : Optional.empty();
        entries.add(entry(whom, false, may || !here ? "NOTHING_FOUND" : reason));
      }
      if (action == Action.READ && entries.isEmpty()) {
        // One row, by its id: whoever's it is learns that it was asked for.
        for (Map.Entry<Long, Decision> one : decided.entrySet()) {
          List<Ref> patients = ruling.patientsOf(one.getKey());
          Optional<Ref> whom = patients.stream().filter(ruling::isHere).findFirst();
          entries.add(entry(whom, false, JournalReaders.reason(one.getValue())));
        }
      }
      if (entries.isEmpty()) entries.add(entry(Optional.empty(), false, "NOTHING_FOUND"));
      return entries;
    }

    private JournalEntry entry(Optional<Ref> patient, boolean permitted, String basis) {
      return new JournalEntry(
          Kind.JOURNAL,
          access.requester(),
          patient,
          asked,
          new TreeSet<>(Set.of(DataClass.CONSENT.code())),
          permitted,
          basis,
          List.of());
    }
  }
}
