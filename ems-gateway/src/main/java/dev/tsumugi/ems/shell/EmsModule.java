package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.ems.Confirmations;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.ems.LookUpFigures;
import dev.tsumugi.ems.LookUpLimits;
import dev.tsumugi.ems.find.PersonKeys;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.LookUpCounts;
import dev.tsumugi.fhirserver.MatchKeys;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
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
  Operation emergencyLookup(
      Sheets sheets,
      Records records,
      R4 r4,
      Confirmations confirmations,
      LookUpCounts counts,
      LookUpLimits limits,
      BreakGlass glass,
      ConsentEngine engine,
      LookUpFigures figures) {
    QueryParser queries = new QueryParser(r4);
    return new EmergencyLookup(
        sheets,
        queries,
        new Incidents(records, queries),
        confirmations,
        new LookUpRates(counts, limits),
        new GlassSearch(glass, engine),
        figures);
  }

  @Bean
  Operation emergencyPreview(Sheets sheets, ConsentEngine engine) {
    return new EmergencyPreview(sheets, engine);
  }
}
