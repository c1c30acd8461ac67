package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A patient's Consents as they stand. What this returns is undecided. */
record ConsentRows(R4 r4, Reader reader) {
  List<Row> of(Connection connection, long patient) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + " from resource r where r.patient = ? and r.type = ? order by r.row",
                patient,
                r4.typeNumber("Consent"));
    return reader.rows(connection, sql, "Consent");
  }

  /** Those of them that say something. */
  static List<ConsentConflicts.Spoken> spoken(List<Row> rows) {
    List<ConsentConflicts.Spoken> spoken = new ArrayList<>();
    for (Row row : rows) {
      Json.Obj json = Json.parseObject(row.stored().json());
      if (ConsentCompiler.compile(json) instanceof Compiled.Active active) {
        spoken.add(new ConsentConflicts.Spoken(row.ref(), json, active.rule()));
      }
    }
    return spoken;
  }
}
