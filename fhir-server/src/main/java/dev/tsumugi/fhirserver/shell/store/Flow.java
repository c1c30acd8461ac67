package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.Hook;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.r4.R4;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * What the records give out beside requests: exports, and notifications. It rests until started.
 */
public final class Flow implements AutoCloseable {
  /** How often is looked for what other nodes were asked for, or wrote. */
  private static final Duration EXPORTS = Duration.ofSeconds(5);

  private static final Duration EVENTS = Duration.ofSeconds(1);

  private final ExportBuild build;
  private final JdbcExports exports;
  private final Worker exporting;
  private final Feed feed;
  private final Worker notifying;

  /**
   * What notifications need.
   *
   * @param chance from 0 to 1, spreads what is tried again
   */
  public record Hooks(HookRules rules, Hook hook, DoubleSupplier chance) {}

  /** What of the store it stands on. */
  record Parts(
      Database database,
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      Searcher searcher,
      JdbcParameters parameters,
      JournalWriter journal,
      Underway underway,
      Store.Settings settings) {}

  Flow(Parts parts, ConsentEngine engine, Hooks hooks) {
    ExportJobs jobs = new ExportJobs(new ExportParts(parts.r4()));
    build = new ExportBuild(parts, engine, jobs);
    exporting = new Worker("exports", EXPORTS, () -> build.step() ? Worker.NONE : EXPORTS);
    exports = new JdbcExports(parts, jobs, exporting::wake);
    feed = new Feed(parts, engine, hooks);
    notifying = new Worker("notifications", EVENTS, () -> feed.step() ? Worker.NONE : EVENTS);
  }

  public Exports exports() {
    return exports;
  }

  /** Begins to work beside the requests. */
  public void start() {
    exporting.start();
    notifying.start();
  }

  ExportBuild build() {
    return build;
  }

  Feed feed() {
    return feed;
  }

  @Override
  public void close() {
    build.stop();
    feed.stop();
    exporting.close();
    notifying.close();
  }
}
