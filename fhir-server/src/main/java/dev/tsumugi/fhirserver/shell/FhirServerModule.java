package dev.tsumugi.fhirserver.shell;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.SearchTokens;
import dev.tsumugi.fhirserver.AccessDecisions;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.ChangeRule;
import dev.tsumugi.fhirserver.DispatchSources;
import dev.tsumugi.fhirserver.HandOvers;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.Labelling;
import dev.tsumugi.fhirserver.LookUpCounts;
import dev.tsumugi.fhirserver.MatchKeys;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Operations;
import dev.tsumugi.fhirserver.Parameters;
import dev.tsumugi.fhirserver.PatientRecord;
import dev.tsumugi.fhirserver.Prompts;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.Refusals;
import dev.tsumugi.fhirserver.ScopeTokens;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.hook.RestHook;
import dev.tsumugi.fhirserver.shell.http.AccessJournalOperation;
import dev.tsumugi.fhirserver.shell.http.ConsentOperations;
import dev.tsumugi.fhirserver.shell.http.EverythingOperation;
import dev.tsumugi.fhirserver.shell.http.ExportFiles;
import dev.tsumugi.fhirserver.shell.http.FhirRest;
import dev.tsumugi.fhirserver.shell.http.FhirServlet;
import dev.tsumugi.fhirserver.shell.http.MetaOperation;
import dev.tsumugi.fhirserver.shell.http.ReindexStatusOperation;
import dev.tsumugi.fhirserver.shell.http.RelabelStatusOperation;
import dev.tsumugi.fhirserver.shell.http.SensitivityOperation;
import dev.tsumugi.fhirserver.shell.http.SummaryOperation;
import dev.tsumugi.fhirserver.shell.profile.ValidateOperation;
import dev.tsumugi.fhirserver.shell.store.Database;
import dev.tsumugi.fhirserver.shell.store.Flow;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.Prompting;
import dev.tsumugi.fhirserver.shell.store.Store;
import dev.tsumugi.fhirserver.shell.terms.TermOperations;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.Terminology;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The records and their RESTful interface. */
@Configuration(proxyBeanMethods = false)
public class FhirServerModule {
  @Bean
  R4 r4() {
    return R4.load();
  }

  @Bean
  SearchTokens scopeTokens(R4 r4) {
    return new ScopeTokens(r4);
  }

  @Bean
  KeyStore keyStore(FhirServerSettings settings) {
    return KeyStore.open(settings.keys());
  }

  @Bean
  HookRules hookRules(FhirServerSettings settings, R4 r4) {
    FhirServerSettings.Hooks hooks = settings.hooks();
    return new HookRules(r4, new HookRules.Allowed(hooks.hosts(), hooks.loopback()));
  }

  @Bean(destroyMethod = "close")
  RestHook restHook(HookRules rules) {
    return new RestHook(rules);
  }

  @Bean(destroyMethod = "close")
  Store store(
      FhirServerSettings settings,
      R4 r4,
      KeyStore keys,
      Clock clock,
      HookRules hooks,
      ObjectProvider<SheetRenderer> renderer,
      ObjectProvider<ChangeRule> changes,
      ObjectProvider<MatchKeys> match,
      Definitions codes) {
    FhirServerSettings.Role app = settings.app();
    Database database = new Database(settings.url(), app.user(), app.password());
    Store.Settings store =
        new Store.Settings(
            settings.node(),
            keys,
            clock,
            () -> UUID.randomUUID().toString(),
            settings.referentialIntegrity(),
            settings.unusual(),
            changes.orderedStream().toList(),
            Optional.ofNullable(match.getIfUnique()));
    Store opened =
        new Store(database, r4, store, Optional.ofNullable(renderer.getIfUnique()), hooks, codes);
    opened.reindexInBackground();
    return opened;
  }

  /** Short questions about codes, by everything known: stored, loaded, and R4's own. */
  @Bean
  Terminology terminology(Store store) {
    return Terminology.over(store.definitions());
  }

  @Bean
  Records records(Store store) {
    return store.records();
  }

  @Bean
  Refusals refusals(Store store) {
    return store.refusals();
  }

  @Bean
  Parameters parameters(Store store) {
    return store.parameters();
  }

  @Bean
  Operation reindexStatus(Records records, Parameters parameters) {
    return new ReindexStatusOperation(records, parameters);
  }

  @Bean
  Operation meta(Records records) {
    return new MetaOperation(records);
  }

  @Bean
  Labelling labelling(Store store) {
    return store.labelling();
  }

  @Bean
  Operation sensitivity(Labelling labelling) {
    return new SensitivityOperation(labelling);
  }

  @Bean
  Operation relabelStatus(Labelling labelling) {
    return new RelabelStatusOperation(labelling);
  }

  @Bean
  Sheets sheets(Store store) {
    return store.sheets();
  }

  @Bean
  LookUpCounts lookUpCounts(Store store) {
    return store.lookUpCounts();
  }

  @Bean
  JournalPage journalPage(Store store) {
    return store.journalPage();
  }

  @Bean
  Operation accessJournal(JournalPage journal, FhirServerSettings settings, KeyStore keys) {
    return new AccessJournalOperation(journal, settings.base(), keys.cursorKey());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Flow flow(Store store, ConsentEngine engine, HookRules rules, RestHook hook) {
    return store.flow(
        engine, new Flow.Hooks(rules, hook, () -> ThreadLocalRandom.current().nextDouble()));
  }

  @Bean
  ExportFiles exportFiles(Flow flow, ConsentEngine engine, Store store, Clock clock) {
    return FhirRest.files(flow.exports(), engine, store.signOns(), clock);
  }

  @Bean
  PatientRecord patientRecord(Store store) {
    return store.patientRecord();
  }

  @Bean
  Operation everything(
      PatientRecord records,
      R4 r4,
      ConsentEngine engine,
      Clock clock,
      FhirServerSettings settings,
      KeyStore keys) {
    return new EverythingOperation(records, r4, engine, clock, settings.base(), keys.cursorKey());
  }

  @Bean
  Operation summary(PatientRecord records, FhirServerSettings settings) {
    return new SummaryOperation(records, settings.base());
  }

  @Bean
  Operation validate(Records records, R4 r4, Store store) {
    return new ValidateOperation(records, r4, store.definitions());
  }

  /** What the gate would decide, for whoever may ask. */
  @Bean
  AccessDecisions accessDecisions(Store store, ConsentEngine engine) {
    return store.decisions(engine);
  }

  @Bean
  HandOvers handOvers(Store store, ConsentEngine engine) {
    return store.handOvers(engine);
  }

  @Bean
  DispatchSources dispatchSources(Store store) {
    return store.dispatchSources();
  }

  @Bean
  Handouts handouts(Store store, ConsentEngine engine) {
    return store.handouts(engine);
  }

  @Bean
  SealedSheets sealedSheets(Store store, @Value("${hub.ems.sealed-minutes:240}") int minutes) {
    return store.sealedSheets(Duration.ofMinutes(minutes));
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Prompting prompting(Store store, Prompts prompts) {
    return store.prompting(prompts);
  }

  @Bean
  BreakGlass breakGlass(
      Store store,
      @Value("${hub.break-glass.minutes:" + BreakGlass.Box.USUAL_MINUTES + "}") int minutes) {
    return store.breakGlass(new BreakGlass.Box(Duration.ofMinutes(minutes)));
  }

  @Bean
  FhirServlet fhirServlet(
      FhirServerSettings settings,
      R4 r4,
      Parameters parameters,
      Records records,
      Refusals refusals,
      ConsentEngine engine,
      List<Operation> operations,
      List<Operations> groups,
      AccessDecisions decisions,
      BreakGlass glass,
      Store store,
      Flow flow,
      Clock clock,
      KeyStore keys) {
    List<Operation> all = new ArrayList<>(operations);
    for (Operations group : groups) all.addAll(group.all());
    all.addAll(TermOperations.all(records, store.definitions(), clock));
    all.addAll(ConsentOperations.all(records, decisions, glass, store.questions()));
    FhirRest.Settings rest =
        new FhirRest.Settings(
            settings.base(),
            settings.version(),
            settings.authorize(),
            settings.token(),
            keys.cursorKey(),
            settings.referentialIntegrity());
    return FhirRest.servlet(
        r4,
        parameters,
        records,
        refusals,
        store.signOns(),
        engine,
        all,
        flow.exports(),
        clock,
        rest);
  }
}
