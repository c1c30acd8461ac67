package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.AccessDecisions;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The gate, asked for others and for what is only supposed; in one snapshot each. */
final class JdbcDecisions implements AccessDecisions {
  private static final String ASKED = "access decision";
  private static final Answer NOTHING = new Answer(List.of(), List.of(), List.of());

  private final Database database;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final ScopeCheck scopes;
  private final JournalWriter journal;
  private final Probes probes;
  private final DataKinds kinds;
  private final ConsentRows consents;
  private final UnreadableConsents unreadable;

  JdbcDecisions(Flow.Parts parts, ScopeCheck scopes, ConsentEngine engine) {
    this.database = parts.database();
    this.facets = parts.facets();
    this.policies = parts.policies();
    this.reader = parts.reader();
    this.journal = parts.journal();
    this.scopes = scopes;
    this.probes = new Probes(engine);
    this.kinds = new DataKinds(parts.r4());
    this.consents = new ConsentRows(parts.r4(), reader);
    this.unreadable = new UnreadableConsents(parts, consents);
  }

  /** What came of it; a problem is thrown once the journal has its row. */
  private record Done(Answer answer, Optional<Problem> problem, JournalEntry entry) {}

  @Override
  public Answer answer(Access asker, Question question) {
    scopes.demandOnAll(asker, Action.READ, "Consent", JournalEntry.Kind.DECISION, ASKED);
    Done done = database.snapshot(connection -> answer(connection, asker, question));
    journal.append(List.of(done.entry()));
    if (done.problem().isPresent()) throw done.problem().get();
    return done.answer();
  }

  private Done answer(Connection connection, Access asker, Question question) throws SQLException {
    long patient = Draft.key(question.patient());
    Facts facts = Facts.read(connection, policies, asker, List.of(patient));
    Ruling own = Ruling.over(connection, facets, policies, asker, facts);
    Optional<String> basis = Speaking.of(asker, own, facts, patient);
    if (basis.isEmpty()) return onlyForThemselves(connection, asker, question, own);
    Supposition supposition = Supposition.of(question);
    Answer answer;
    if (question.resource().isPresent()) {
      Optional<Row> row = seen(connection, own, question.resource().get(), patient);
      if (row.isEmpty()) {
        Problem absent = Problem.notFound(question.resource().get());
        return new Done(
            NOTHING, Optional.of(absent), entry(asker, question.patient(), "NOTHING_FOUND", false));
      }
      answer = who(connection, asker, question, supposition, row.get());
    } else {
      answer = lines(connection, asker, own, question, supposition);
    }
    return new Done(answer, Optional.empty(), entry(asker, question.patient(), basis.get(), true));
  }

  private Done onlyForThemselves(Connection connection, Access asker, Question question, Ruling own)
      throws SQLException {
    boolean plainly =
        question.requester().isEmpty()
            && question.supposed().isNothing()
            && question.resource().isEmpty()
            && question.action() == Action.READ;
    if (!plainly) {
      Problem problem =
          Problem.of(
              Problem.Kind.FORBIDDEN,
              "of others, of writing, of what is only supposed and of single resources may ask: the"
                  + " resident, who may consent for them, a registrar, a privacy officer, a"
                  + " custodian; all others may ask what they themselves may see");
      return new Done(
          NOTHING, Optional.of(problem), entry(asker, question.patient(), "REFUSED", false));
    }
    List<Line> lines = shown(connection, own, Draft.key(question.patient()));
    TreeSet<String> bases = new TreeSet<>();
    for (Line line : lines) {
      line.decision()
          .filter(Decision.Permit.class::isInstance)
          .map(Decision.Permit.class::cast)
          .ifPresent(permit -> bases.add(permit.basis().name()));
    }
    boolean any = !bases.isEmpty();
    return new Done(
        new Answer(lines, List.of(), List.of()),
        Optional.empty(),
        entry(asker, question.patient(), any ? String.join(" ", bases) : "NOTHING_FOUND", any));
  }

  private static JournalEntry entry(Access asker, Ref patient, String basis, boolean permitted) {
    return new JournalEntry(
        JournalEntry.Kind.DECISION,
        asker.requester(),
        Optional.of(patient),
        ASKED,
        new TreeSet<>(permitted ? Set.of(DataClass.CONSENT.code()) : Set.of()),
        permitted,
        basis,
        List.of());
  }

  private Optional<Row> seen(Connection connection, Ruling own, Ref ref, long patient)
      throws SQLException {
    Optional<Row> row =
        reader
            .newest(connection, ref)
            .filter(found -> found.change() != Change.DELETED)
            .filter(found -> Reader.patients(List.of(found)).contains(patient));
    if (row.isEmpty()) return row;
    own.learn(Reader.patients(List.of(row.get())));
    return own.permits(Action.READ, row.get()) ? row : Optional.empty();
  }

  /** What somebody may see of what is there: no more than a search of theirs would find. */
  private List<Line> shown(Connection connection, Ruling own, long patient) throws SQLException {
    Map<DataClass, Decision> permitted = new EnumMap<>(DataClass.class);
    for (int facet : present(connection, patient)) {
      Decision decision = own.present(Action.SEARCH, facet, patient);
      if (!(decision instanceof Decision.Permit permit)) continue;
      // Which Consent permits it is the resident's to know.
      permitted.putIfAbsent(
          facets.facet(connection, facet).dataClass(),
          new Decision.Permit(permit.basis(), List.of()));
    }
    List<Line> lines = new ArrayList<>();
    for (DataClass dataClass : kinds.classes()) {
      Kind kind = new Kind(dataClass, Optional.empty(), Set.of(), Confidentiality.N, false);
      lines.add(new Line(kind, Optional.ofNullable(permitted.get(dataClass))));
    }
    return lines;
  }

  private static List<Integer> present(Connection connection, long patient) throws SQLException {
    return new Sql()
        .add("select unnest(facets) from compartment where patient = ?", patient)
        .all(connection, row -> row.getInt(1));
  }

  private Answer lines(
      Connection connection, Access asker, Ruling own, Question question, Supposition supposition)
      throws SQLException {
    long patient = Draft.key(question.patient());
    Access access = question.requester().map(r -> probes.open(r, asker.at())).orElse(asker);
    boolean asked = question.requester().isEmpty() || question.service();
    Facts facts = facts(connection, access, question.patient(), asked, supposition);
    Ruling ruling = Ruling.over(connection, facets, policies, access, facts);
    List<Facet> further = new ArrayList<>();
    for (int facet : present(connection, patient)) {
      // What is there shows only to who may see that it is.
      if (own.present(Action.SEARCH, facet, patient).permitted()) {
        further.add(facets.facet(connection, facet));
      }
    }
    List<Line> lines =
        kinds.lines(
            facet -> ruling.quietly(question.action(), facet, patient),
            access.requester().recorderKey(),
            further);
    return new Answer(lines, List.of(), supposition.faults());
  }

  /**
   * @param service whether the assessment of the client counts
   */
  private Facts facts(
      Connection connection, Access access, Ref whose, boolean service, Supposition supposition)
      throws SQLException {
    long patient = Draft.key(whose);
    Facts facts = Facts.read(connection, policies, access, List.of(patient));
    // Who is only imagined has no device in hand.
    if (access.requester().signOn().equals(SignOn.NONE)) facts = facts.supposingSignedOn();
    if (!service) facts = facts.supposing(Probes.assessed(access));
    return supposition.isNothing()
        ? facts
        : facts.supposing(patient, supposition.in(facts.of(patient)));
  }

  private Answer who(
      Connection connection, Access asker, Question question, Supposition supposition, Row row)
      throws SQLException {
    WhoCould who =
        new WhoCould(
            connection,
            consents,
            probes,
            (access, action) -> {
              Facts facts = facts(connection, access, question.patient(), false, supposition);
              Ruling ruling = Ruling.over(connection, facets, policies, access, facts);
              ruling.learn(Reader.patients(List.of(row)));
              return ruling.quietly(action, row);
            });
    return new Answer(List.of(), who.answer(question, asker.at()), supposition.faults());
  }

  private record Compared(List<Conflict> conflicts, List<JournalEntry> entries) {}

  @Override
  public List<Conflict> conflicts(Access writer, Ref consent) {
    Compared compared = database.snapshot(connection -> conflicts(connection, writer, consent));
    journal.append(compared.entries());
    return compared.conflicts();
  }

  private Compared conflicts(Connection connection, Access writer, Ref consent)
      throws SQLException {
    Optional<Row> stored = reader.newest(connection, consent);
    long patient = stored.map(Row::patient).orElse(Facts.CITY);
    Facts facts = Facts.read(connection, policies, writer, List.of(patient));
    Ruling own = Ruling.over(connection, facets, policies, writer, facts);
    List<Row> seen = new ArrayList<>();
    for (Row row : consents.of(connection, patient)) {
      own.learn(Reader.patients(List.of(row)));
      if (own.permits(Action.READ, row)) seen.add(row);
    }
    List<JournalEntry> entries = own.journal(JournalEntry.Kind.DECISION, "standing consents");
    List<ConsentConflicts.Spoken> standing = new ArrayList<>(ConsentRows.spoken(seen));
    Optional<ConsentConflicts.Spoken> fresh =
        standing.stream().filter(one -> one.ref().equals(consent)).findFirst();
    if (fresh.isEmpty()) return new Compared(List.of(), entries);
    standing.remove(fresh.get());
    Facts neutral = facts.supposing(Probes.SERVICE);
    ConsentConflicts conflicts =
        new ConsentConflicts(
            probes,
            kinds,
            (probe, compartment) ->
                Ruling.over(
                    connection,
                    facets,
                    policies,
                    probe.access(),
                    neutral.supposing(patient, compartment)));
    Ref whose = facts.of(patient).patient();
    return new Compared(conflicts.between(fresh.get(), standing, whose, writer.at()), entries);
  }

  @Override
  public List<Unreadable> unreadable(Access asker, Optional<Ref> patient) {
    scopes.demand(
        asker, Action.SEARCH, "Consent", JournalEntry.Kind.QUERY, UnreadableConsents.ASKED);
    UnreadableConsents.Found found =
        database.snapshot(connection -> unreadable.of(connection, asker, patient));
    journal.append(found.entries());
    return found.consents();
  }
}
