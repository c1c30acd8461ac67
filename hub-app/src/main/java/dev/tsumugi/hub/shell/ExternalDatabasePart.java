package dev.tsumugi.hub.shell;

import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL that others run: checked, used, and left as it is. */
record ExternalDatabasePart(Settings.ExternalDatabase external) implements RunPart {
  @Override
  public String start(Run run) {
    Database database = new Database(external.jdbcUrl(), external.owner(), external.app(), null);
    String version = check(database);
    run.useDatabase(database);
    return "PostgreSQL " + version + " at HUB_DB_URL ready, " + logins();
  }

  @Override
  public void stop() {}

  /**
   * @throws Failure if it does not answer, or may lose what it acknowledged
   */
  static String check(Database database) {
    try (Connection app = Database.connect(database.jdbcUrl(), database.app());
        Connection owner = database.connectAsOwner()) {
      Durability.check(app);
      return Durability.check(owner);
    } catch (SQLException e) {
      throw new Failure("The database at HUB_DB_URL cannot be used: " + e.getMessage(), e);
    }
  }

  private String logins() {
    return external.owner().equals(external.app())
        ? external.owner() + " is owner and application alike"
        : external.owner() + " is owner, " + external.app() + " is the application";
  }
}
