package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.r4.R4;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What the small numbers of facets mean. A number never changes its meaning: no cache ages. */
final class FacetTable {
  private final R4 r4;
  private final Map<Integer, Facet> byId = new ConcurrentHashMap<>();

  FacetTable(R4 r4) {
    this.r4 = r4;
  }

  /**
   * @throws IllegalStateException if there is no such facet
   */
  Facet facet(Connection connection, int id) throws SQLException {
    Facet known = byId.get(id);
    if (known != null) return known;
    try (PreparedStatement statement =
        new Sql()
            .add(
                "select type, data_class, sensitivity, confidentiality, recorder from facet where id"
                    + " = ?",
                id)
            .prepare(connection)) {
      ResultSet row = statement.executeQuery();
      if (!row.next()) throw new IllegalStateException("facet " + id + " is not in the database");
      Facet facet =
          new Facet(
              r4.typeName(row.getShort(1)),
              DataClass.of(row.getString(2)).orElseThrow(),
              new TreeSet<>(Set.of((String[]) row.getArray(3).getArray())),
              Confidentiality.valueOf(row.getString(4)),
              row.getString(5));
      know(id, facet);
      return facet;
    }
  }

  void know(int id, Facet facet) {
    byId.put(id, facet);
  }
}
