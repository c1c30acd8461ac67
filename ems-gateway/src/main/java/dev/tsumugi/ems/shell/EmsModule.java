package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.ems.Confirmations;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.ems.LookUpFigures;
import dev.tsumugi.ems.LookUpLimits;
import dev.tsumugi.ems.find.PersonKeys;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.HandOvers;
import dev.tsumugi.fhirserver.LookUpCounts;
import dev.tsumugi.fhirserver.MatchKeys;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Operations;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.fhirserver.Seals;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.r4.R4;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What emergencies add to the hub: the sheet, and the look-up of it. */
@Configuration(proxyBeanMethods = false)
public class EmsModule {
  @Bean
  SheetRenderer emergencySheet() {
    return new EmergencySheet();
  }

  @Bean
  MatchKeys personKeys() {
    return new PersonKeys();
  }

  @Bean
  Confirmations confirmations(Seals seals) {
    return new Confirmations(seals);
  }

  @Bean
  LookUpLimits lookUpLimits(
      @Value("${hub.ems.look-ups-person:100}") int person,
      @Value("${hub.ems.look-ups-device:150}") int device,
      @Value("${hub.ems.look-ups-incident:200}") int incident,
      @Value("${hub.ems.misses:10}") int misses) {
    return new LookUpLimits(person, device, incident, misses);
  }

  @Bean
  LookUpFigures lookUpFigures(ObjectProvider<MeterRegistry> registry) {
    return new MeteredFigures(registry.getIfAvailable(() -> Metrics.globalRegistry));
  }

  @Bean
  EmergencyLookup emergencyLookup(
      Sheets sheets,
      R4 r4,
      IncidentRecords incidents,
      Confirmations confirmations,
      LookUpCounts counts,
      LookUpLimits limits,
      BreakGlass glass,
      ConsentEngine engine,
      LookUpFigures figures) {
    return new EmergencyLookup(
        sheets,
        new QueryParser(r4),
        incidents,
        confirmations,
        new LookUpRates(counts, limits),
        new GlassSearch(glass, engine),
        figures);
  }

  @Bean
  Operation emergencyPreview(Sheets sheets, ConsentEngine engine) {
    return new EmergencyPreview(sheets, engine);
  }

  @Bean
  Operation decodeQr() {
    return new DecodeQr();
  }

  @Bean
  SealedOperations sealedOperations(
      SealedSheets sheets,
      DocumentSigner signer,
      EmergencyLookup lookup,
      Confirmations confirmations) {
    return new SealedOperations(
        sheets, new SheetSealer(signer), new IncidentPeople(lookup, confirmations));
  }

  @Bean
  Operation deviceKey(SealedOperations sealed) {
    return sealed.deviceKey();
  }

  @Bean
  Operation sealSheets(SealedOperations sealed) {
    return sealed.seal();
  }

  @Bean
  Operation deviceSealedSheets(SealedOperations sealed) {
    return sealed.standing();
  }

  @Bean
  Operation reportOpenings(SealedOperations sealed) {
    return sealed.report();
  }

  @Bean
  Operation patientSealedSheets(SealedOperations sealed) {
    return sealed.held();
  }

  @Bean
  IncidentRecords incidents(Records records, R4 r4) {
    return new IncidentRecords(records, new QueryParser(r4));
  }

  @Bean
  Operations incidentOperations(IncidentRecords incidents, HandOvers handOvers) {
    return new IncidentOperations(incidents, handOvers);
  }

  @Bean
  Operations handOverOperations(
      IncidentRecords incidents, HandOvers handOvers, Sheets sheets, R4 r4) {
    return new HandOverOperations(incidents, handOvers, sheets, new QueryParser(r4));
  }
}
