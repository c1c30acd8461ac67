package dev.tsumugi.hub.shell;

import java.util.function.ToIntFunction;

/** The hub's database for a command: beside a running hub, or started for it alone. */
final class OwnDatabase {
  private OwnDatabase() {}

  /**
   * Runs a command on it; returns its exit code.
   *
   * @throws Failure if there is no data, or the database cannot be reached
   */
  static int with(Settings settings, ToIntFunction<Database> command) {
    DataFolder folder = new DataFolder(settings.data());
    if (settings.external() != null) {
      Settings.ExternalDatabase external = settings.external();
      Database database = new Database(external.jdbcUrl(), external.owner(), external.app(), null);
      ExternalDatabasePart.check(database);
      return command.applyAsInt(database);
    }
    if (!folder.inUse()) throw new Failure("There is no hub's data in " + folder.root() + ".");
    if (folder.isRunning()) return command.applyAsInt(PostgresServer.running(folder));
    folder.prepare();
    LogFile.open(folder);
    try (DataFolder.Lock lock = folder.lock();
        PostgresServer server = PostgresServer.start(folder, settings.dbPort(), settings.cache())) {
      return command.applyAsInt(server.database());
    }
  }
}
