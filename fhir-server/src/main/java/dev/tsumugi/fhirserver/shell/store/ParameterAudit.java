package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.LoadedParameter;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.ParameterTable.Entry;
import dev.tsumugi.kernel.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads every loaded SearchParameter anew. Its findings stand under the values it decides. */
final class ParameterAudit {
  private final R4 r4;

  ParameterAudit(R4 r4) {
    this.r4 = r4;
  }

  void look(Connection connection, AuditNotes notes) throws SQLException {
    Reader reader = new Reader(r4);
    for (Entry entry : new ParameterTable(r4).readIfThere(connection)) {
      if (!entry.written()) continue;
      Sql sql =
          new Sql()
              .add(
                  "select " + Row.COLUMNS + " from resource r where r.type = ? and r.id = ?",
                  r4.typeNumber(ParameterWrites.TYPE),
                  entry.id());
      List<Row> rows = reader.rows(connection, sql, ParameterWrites.TYPE);
      if (rows.size() != 1 || !says(rows.get(0), entry)) {
        notes.add(
            Claim.VALUES,
            "search parameter "
                + entry.number()
                + " is not what SearchParameter/"
                + entry.id()
                + " says");
      }
    }
  }

  private boolean says(Row row, Entry entry) {
    try {
      Json.Obj resource = Json.parseObject(row.stored().json());
      return LoadedParameter.isActive(resource)
          && LoadedParameter.of(r4, resource).equals(entry.definition());
    } catch (RuntimeException unreadable) {
      return false;
    }
  }
}
