package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.AccessDecisions;
import dev.tsumugi.fhirserver.Anomalies;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.ChangeRule;
import dev.tsumugi.fhirserver.HandOvers;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalQuestions;
import dev.tsumugi.fhirserver.Labelling;
import dev.tsumugi.fhirserver.MatchKeys;
import dev.tsumugi.fhirserver.Parameters;
import dev.tsumugi.fhirserver.PatientRecord;
import dev.tsumugi.fhirserver.Prompts;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.Refusals;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.SignOns;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.Validator;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.labels.DefinedHierarchy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The store put together. What it gives out are the ports of the core; rows stay in here. */
public final class Store implements AutoCloseable {
  private final Database database;
  private final JournalWriter journal;
  private final Records records;
  private final JdbcSheets sheets;
  private final JournalPage page;
  private final PatientRecord patientRecord;
  private final Flow.Parts parts;
  private final JdbcParameters parameters;
  private final Definitions definitions;
  private final Reindex reindex;
  private final Worker worker;
  private final RelabelWalk relabel;
  private final Worker relabeller;
  private final Marking marking;
  private final Worker marker;
  private final JournalMarking noticing;
  private final Worker noticer;
  private final JdbcLabelling labelling;
  private final ScopeCheck scopes;
  private final HubRows hubRows;
  private final Duties duties;
  private final Worker caller;
  private final SignOnSweep sweep;
  private final Worker sweeper;

  /**
   * @param node name of this hub among those on one database; its journal chain
   * @param newId makes ids of resources, for example UUIDs
   * @param referentialIntegrity whether references must lead somewhere
   * @param unusual from when on a line of the journal is marked
   * @param changes what modules say to new rows and to changes of those that stand
   * @param match by which keys Patients are found; empty where nobody looks for them so
   */
  public record Settings(
      String node,
      KeyStore keys,
      Clock clock,
      Supplier<String> newId,
      boolean referentialIntegrity,
      Anomalies.Thresholds unusual,
      List<ChangeRule> changes,
      Optional<MatchKeys> match) {
    /** Where nobody is looked for by what is nearly right. */
    public Settings(
        String node,
        KeyStore keys,
        Clock clock,
        Supplier<String> newId,
        boolean referentialIntegrity,
        Anomalies.Thresholds unusual,
        List<ChangeRule> changes) {
      this(node, keys, clock, newId, referentialIntegrity, unusual, changes, Optional.empty());
    }

    /** Where no module has a word to say. */
    public Settings(
        String node,
        KeyStore keys,
        Clock clock,
        Supplier<String> newId,
        boolean referentialIntegrity,
        Anomalies.Thresholds unusual) {
      this(node, keys, clock, newId, referentialIntegrity, unusual, List.of(), Optional.empty());
    }

    /** Marking by the usual thresholds. */
    public Settings(
        String node,
        KeyStore keys,
        Clock clock,
        Supplier<String> newId,
        boolean referentialIntegrity) {
      this(node, keys, clock, newId, referentialIntegrity, Anomalies.Thresholds.USUAL);
    }

    /** With referential integrity. */
    public Settings(String node, KeyStore keys, Clock clock, Supplier<String> newId) {
      this(node, keys, clock, newId, true);
    }

    /** The same, and Patients are found by these keys. */
    public Settings matching(MatchKeys by) {
      return new Settings(
          node, keys, clock, newId, referentialIntegrity, unusual, changes, Optional.of(by));
    }
  }

  /** A store that takes no Subscription, as no host is listed. */
  public Store(Database database, R4 r4, Settings settings, Optional<SheetRenderer> renderer) {
    this(database, r4, settings, renderer, new HookRules(r4, HookRules.Allowed.NOTHING));
  }

  /** A store that knows no codes but those stored in it. */
  public Store(
      Database database,
      R4 r4,
      Settings settings,
      Optional<SheetRenderer> renderer,
      HookRules hooks) {
    this(database, r4, settings, renderer, hooks, Definitions.chain(List.of()));
  }

  /**
   * @param codes what is known of codes beside the resources stored here
   */
  public Store(
      Database database,
      R4 r4,
      Settings settings,
      Optional<SheetRenderer> renderer,
      HookRules hooks,
      Definitions codes) {
    this.database = database;
    definitions = Definitions.chain(List.of(new StoredDefinitions(database, r4), codes));
    KeyStore keys = settings.keys();
    journal =
        new JournalWriter(
            database,
            settings.node(),
            settings.clock(),
            new JournalWriter.Signer() {
              @Override
              public byte[] sign(byte[] hash) {
                return keys.signJournal(hash);
              }

              @Override
              public String keyId() {
                return keys.journalKeyId();
              }
            });
    Facets facets = new Facets(database, r4);
    PolicyTexts policies = new PolicyTexts(database);
    Reader reader = new Reader(r4);
    LabelRules rules = new LabelRules(r4);
    LabelChange labels = new LabelChange(rules, new DefinedHierarchy(definitions));
    // What this release ships may be other than what was in force when the hub stood still.
    if (!database.snapshot(labels::isInForce)) {
      database.writeRows(true, (connection, generation) -> labels.putInForce(connection));
    }
    parameters = new JdbcParameters(database, r4, rules, new StoredCodeSets(definitions));
    reindex = new Reindex(database, r4, parameters);
    worker = reindex.worker();
    Searcher searcher = new Searcher(r4, parameters, facets, policies);
    Keeping keeping = new Keeping(r4, facets, policies, reader, renderer, settings.match());
    relabel = new RelabelWalk(database, facets, parameters, keeping);
    relabeller = relabel.worker();
    marking = new Marking(database, parameters);
    marker = marking.worker();
    labelling = new JdbcLabelling(database, rules);
    new GroundsRenewal(database, r4, keeping).run();
    noticing = new JournalMarking(database, settings.clock(), settings.unusual());
    noticer = noticing.worker();
    renderer.ifPresent(sheet -> new SheetRenewal(database, keeping, sheet).run());
    settings.match().ifPresent(by -> new MatchRenewal(database, r4, reader, by).run());
    Underway underway = new Underway(settings.clock());
    boolean strictLinks = settings.referentialIntegrity();
    if (!strictLinks) database.durably(connection -> Unchecked.mark(connection));
    Attempt.Tools tools =
        new Attempt.Tools(
            settings.node(),
            r4,
            new BodyRules(r4, new Validator(r4), hooks, settings.changes()),
            new QueryParser(parameters),
            searcher,
            facets,
            policies,
            reader,
            keeping,
            parameters.current().drafts(),
            new ParameterWrites(r4, parameters.table()),
            labels,
            strictLinks);
    Committer committer =
        new Committer(database, tools, parameters, underway, settings.clock(), settings.newId());
    scopes = new ScopeCheck(r4, journal);
    Histories histories = new Histories(database, r4, facets, policies, journal, scopes, underway);
    records =
        new JdbcRecords(
            database, facets, policies, reader, searcher, committer, histories, scopes, journal);
    parts =
        new Flow.Parts(
            database,
            r4,
            facets,
            policies,
            reader,
            searcher,
            parameters,
            journal,
            underway,
            settings);
    hubRows = new HubRows(parts, keeping);
    duties = new Duties(parts, hubRows);
    caller = duties.worker();
    sweep = new SignOnSweep(database, settings);
    sweeper = sweep.worker();
    sheets = new JdbcSheets(database, r4, facets, policies, reader, journal, renderer, keys);
    page = new AccessJournal(database, facets, policies, reader, scopes, journal);
    patientRecord = new JdbcPatientRecord(database, r4, facets, policies, reader, scopes, journal);
  }

  /** What others refuse before a row is asked for, on its way into the journal. */
  public Refusals refusals() {
    return (access, asked, patient) ->
        journal.append(
            List.of(
                new JournalEntry(
                    JournalEntry.Kind.READ,
                    access.requester(),
                    patient,
                    asked,
                    new TreeSet<>(),
                    false,
                    "REFUSED",
                    List.of())));
  }

  /** Whether sign-ons still hold. */
  public SignOns signOns() {
    return new JdbcSignOns(database, journal);
  }

  /** Everything known of codes: what is stored here, and what the store was opened with. */
  public Definitions definitions() {
    return definitions;
  }

  public Records records() {
    return records;
  }

  public Sheets sheets() {
    return sheets;
  }

  public JournalPage journalPage() {
    return page;
  }

  public PatientRecord patientRecord() {
    return patientRecord;
  }

  /** What is given out beside requests; the caller starts it, and closes it before this. */
  public Flow flow(ConsentEngine engine, Flow.Hooks hooks) {
    return new Flow(parts, engine, hooks);
  }

  /** What the gate would decide. */
  public AccessDecisions decisions(ConsentEngine engine) {
    return new JdbcDecisions(parts, scopes, engine);
  }

  /** What modules know to be causes for a Task; the caller starts it, and closes it before this. */
  public Prompting prompting(Prompts prompts) {
    return new Prompting(parts, duties, prompts);
  }

  /** Looks that nobody agreed to before. */
  public BreakGlass breakGlass(BreakGlass.Box box) {
    return new JdbcBreakGlass(parts, hubRows, box);
  }

  /** What residents ask about who looked. */
  public JournalQuestions questions() {
    return new JdbcQuestions(parts, hubRows);
  }

  /** What leads back to a record and was handed out. */
  public Handouts handouts(ConsentEngine engine) {
    return new JdbcHandouts(parts, engine);
  }

  /** Incidents that crews handed over to hospitals. */
  public HandOvers handOvers(ConsentEngine engine) {
    return new JdbcHandOvers(parts, hubRows, engine);
  }

  /**
   * Sheets for where there is no signal.
   *
   * @param life how long one may be opened; no longer than {@link SealedSheets#LONGEST}
   */
  public SealedSheets sealedSheets(Duration life) {
    return new JdbcSealedSheets(parts, sheets, life);
  }

  public Parameters parameters() {
    return parameters;
  }

  /**
   * From now on, and until it is closed, this node indexes what loaded search parameters need,
   * labels rows anew when the sensitivity value sets change, marks those that an older release
   * wrote, marks what is unusual in the journal, and learns of what other nodes do.
   */
  public void reindexInBackground() {
    worker.start();
    relabeller.start();
    caller.start();
    sweeper.start();
    noticer.start();
    marker.start();
  }

  /** By what rows are labelled, and how far a change of it is. */
  public Labelling labelling() {
    return labelling;
  }

  /** One step of the way after a change of labels; false if there was none. */
  boolean relabelStep() {
    return relabel.step();
  }

  /** One step of marking what an older release wrote; false if there was none. */
  boolean markStep() {
    return marking.step();
  }

  /** One look at what the hub asks people to do; false if nothing more is to do now. */
  boolean dutiesStep() {
    return duties.step();
  }

  /** One look at what is too old of sign-ons; how many rows were dropped. */
  int sweepStep() {
    return sweep.step();
  }

  /** On disk when it returns. */
  void journal(JournalEntry entry) {
    journal.append(List.of(entry));
  }

  /** One step of marking the journal; false if there may be no more to do. */
  boolean markingStep() {
    return noticing.step();
  }

  /** One step of that work; false if there was none. */
  boolean reindexStep() {
    return reindex.step();
  }

  /** Does the database answer? */
  public boolean answers() {
    return database.answers();
  }

  @Override
  public void close() {
    worker.close();
    relabeller.close();
    caller.close();
    sweeper.close();
    noticer.close();
    marker.close();
    journal.close();
    database.close();
  }
}
