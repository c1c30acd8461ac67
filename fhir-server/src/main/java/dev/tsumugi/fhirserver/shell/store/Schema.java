package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the schema up to date as its owner; the application's own role may not. */
public final class Schema {
  private Schema() {}

  /** The database was made by a newer release than this one. */
  public static final class NewerSchema extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    NewerSchema(String version) {
      super("schema version " + version);
      sentence =
          "The database has schema version "
              + version
              + ", made by a newer Tsumugi; start that release, or restore an older backup.";
    }

    /** For the operator. */
    public String sentence() {
      return sentence;
    }
  }

  /**
   * @param app role that the hub works as
   * @throws NewerSchema if a newer release has changed it
   */
  public static void migrate(String url, String owner, String password, String app) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(url, owner, password)
            .locations("classpath:db/migration")
            .placeholders(
                Map.of(
                    "app",
                    '"' + app + '"',
                    "patientType",
                    Short.toString(R4.load().typeNumber("Patient"))))
            .connectRetries(10)
            .load();
    for (MigrationInfo info : flyway.info().all()) {
      boolean unknown =
          info.getState() == MigrationState.FUTURE_SUCCESS
              || info.getState() == MigrationState.FUTURE_FAILED;
      if (unknown) throw new NewerSchema(String.valueOf(info.getVersion()));
    }
    try {
      flyway.migrate();
    } catch (FlywayException failure) {
      throw new IllegalStateException(
          "the database's schema cannot be brought up to date", failure);
    }
  }
}
