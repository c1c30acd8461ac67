package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.r4.R4;
import java.time.Duration;

/**
 * What the records give out beside requests: exports. It rests until {@link #start}.
 */
public final class Flow implements AutoCloseable {
  private final ExportBuild build;
  private final JdbcExports exports;
  private final Worker exporting;

  /** What of the store it stands on. */
  record Parts(
      Database database,
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      Searcher searcher,
      JournalWriter journal,
      Store.Settings settings) {}

  Flow(Parts parts, ConsentEngine engine) {
    ExportJobs jobs = new ExportJobs(parts.r4());
    build = new ExportBuild(parts, engine, jobs);
    exporting = new Worker("exports", Duration.ofSeconds(5), build::step);
    exports = new JdbcExports(parts, jobs, exporting::wake);
  }

  public Exports exports() {
    return exports;
  }

  /** Begins to work beside the requests. */
  public void start() {
    exporting.start();
  }

  ExportBuild build() {
    return build;
  }

  @Override
  public void close() {
    build.stop();
    exporting.close();
  }
}
