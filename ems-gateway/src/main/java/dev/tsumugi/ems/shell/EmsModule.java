package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.ems.Confirmations;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.ems.find.PersonKeys;
import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.HandOvers;
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
  EmergencyLookup emergencyLookup(
      Sheets sheets, R4 r4, IncidentRecords incidents, Confirmations confirmations) {
    return new EmergencyLookup(sheets, new QueryParser(r4), incidents, confirmations);
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
