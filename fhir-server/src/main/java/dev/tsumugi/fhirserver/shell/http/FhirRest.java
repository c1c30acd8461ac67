package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Parameters;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.Refusals;
import dev.tsumugi.fhirserver.SignOns;
import dev.tsumugi.fhirserver.r4.FhirXml;
import dev.tsumugi.fhirserver.r4.R4;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Puts the RESTful interface together. */
public final class FhirRest {
  private FhirRest() {}

  /**
   * @param base address of the FHIR server as clients know it, without a slash at the end
   * @param authorize the issuer's authorization endpoint
   * @param token the issuer's token endpoint
   * @param cursorKey signs page links
   * @param referentialIntegrity as the store was told, to be announced
   */
  @SuppressWarnings("ArrayRecordComponent") // a key, read once
  public record Settings(
      String base,
      String version,
      String authorize,
      String token,
      byte[] cursorKey,
      boolean referentialIntegrity) {}

  public static FhirServlet servlet(
      R4 r4,
      Parameters parameters,
      Records records,
      Refusals refusals,
      SignOns signOns,
      ConsentEngine engine,
      List<Operation> operations,
      Exports exports,
      Clock clock,
      Settings settings) {
    Exporting exporting = new Exporting(r4, records, exports, settings.base());
    Router router =
        router(
            r4,
            parameters,
            records,
            refusals,
            signOns,
            operations,
            Optional.of(exporting),
            clock,
            settings);
    return new FhirServlet(router, new FhirXml(r4), engine, signOns, clock);
  }

  static Router router(
      R4 r4,
      Parameters parameters,
      Records records,
      Refusals refusals,
      SignOns signOns,
      List<Operation> operations,
      Optional<Exporting> exporting,
      Clock clock,
      Settings settings) {
    QueryParser queries = new QueryParser(parameters);
    Cursors cursors = new Cursors(settings.cursorKey());
    Interactions interactions = new Interactions(records, queries, cursors, settings.base());
    AuditInteraction audit = new AuditInteraction(records, cursors, settings.base());
    HistoryInteraction histories = new HistoryInteraction(records, cursors, settings.base());
    Changes changes = new Changes(records, queries, settings.base());
    Metadata metadata =
        new Metadata(
            parameters,
            operations,
            settings.base(),
            settings.version(),
            clock.instant(),
            new Metadata.Oauth(settings.authorize(), settings.token()),
            settings.referentialIntegrity());
    // A batch's entries are requests of their own, but not bundles in bundles.
    View view = new View(r4);
    Router entries =
        new Router(
            r4,
            interactions,
            audit,
            histories,
            changes,
            Bundles.none(records, queries),
            metadata,
            operations,
            refusals,
            signOns,
            Optional.empty(),
            view);
    Bundles bundles = new Bundles(records, queries, settings.base(), entries::answer);
    return new Router(
        r4,
        interactions,
        audit,
        histories,
        changes,
        bundles,
        metadata,
        operations,
        refusals,
        signOns,
        exporting,
        view);
  }

  /** What the files of exports are fetched from, below {@link ExportFiles#ADDRESS}. */
  public static ExportFiles files(
      Exports exports, ConsentEngine engine, SignOns signOns, Clock clock) {
    return new ExportFiles(exports, engine, signOns, clock);
  }
}
