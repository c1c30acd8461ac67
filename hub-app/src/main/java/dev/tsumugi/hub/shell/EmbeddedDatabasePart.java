package dev.tsumugi.hub.shell;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL as a part of a run. */
final class EmbeddedDatabasePart implements RunPart {
  private @Nullable PostgresServer server;
  private @Nullable PostgresWatch watch;

  @Override
  public synchronized String start(Run run) {
    Settings settings = run.settings();
    PostgresServer started =
        PostgresServer.start(run.folder(), settings.dbPort(), settings.cache());
    server = started;
    watch = new PostgresWatch(started, run.console()::warn, run::fail);
    run.useDatabase(started.database());
    return "PostgreSQL " + started.version() + " ready on port " + started.port();
  }

  /** Waits for a start under way: a server half started would be left behind. */
  @Override
  public synchronized void stop() {
    if (watch != null) watch.close();
    if (server != null) server.close();
  }
}
