package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A patient's emergency sheet, rendered from the current rows. */
record SheetBlocks(R4 r4, FacetTable facets, Reader reader, SheetRenderer sheet) {
  /** What is kept together, so that the gate can pick it. */
  record Key(String block, Facet facet) {}

  /** Of which rows lines are made; all take part in what ends or contradicts what. */
  interface Choice {
    boolean shows(Row row) throws SQLException;
  }

  Map<Key, List<Json>> of(Connection connection, Ref patient) throws SQLException {
    return of(connection, patient, row -> true);
  }

  Map<Key, List<Json>> of(Connection connection, Ref patient, Choice choice) throws SQLException {
    List<SheetRenderer.Row> rows = new ArrayList<>();
    for (Map.Entry<String, List<Integer>> type : used(connection, patient).entrySet()) {
      Sql sql =
          new Sql()
              .add(
                  "select "
                      + Row.COLUMNS
                      + " from resource r where r.patient = ? and r.type = ? and r.facet = any (?)"
                      + " order by r.row",
                  Draft.key(patient),
                  r4.typeNumber(type.getKey()),
                  type.getValue().stream().mapToInt(Integer::intValue).toArray());
      for (Row row : reader.rows(connection, sql, type.getKey())) {
        // A row of several patients needs a permit from each; a sheet's block asks only one.
        if (row.members().length > 0) continue;
        rows.add(
            new SheetRenderer.Row(
                Json.parseObject(row.stored().json()),
                facets.facet(connection, row.facet()),
                choice.shows(row)));
      }
    }
    Map<Key, List<Json>> blocks = new LinkedHashMap<>();
    for (SheetRenderer.Item item : sheet.render(patient, rows)) {
      // The renderer saw it, since it ends what was said before it. It leaves no line of its own.
      if (!item.row().shown()) continue;
      Key key = new Key(item.block(), item.facet());
      blocks.computeIfAbsent(key, k -> new ArrayList<>()).add(item.content());
    }
    return blocks;
  }

  /** Which of the patient's facets the sheet is made of, by type. */
  private Map<String, List<Integer>> used(Connection connection, Ref patient) throws SQLException {
    Map<String, List<Integer>> used = new TreeMap<>();
    Sql sql =
        new Sql()
            .add(
                "select f.id from compartment c join facet f on f.id = any (c.facets) where"
                    + " c.patient = ? order by f.id",
                Draft.key(patient));
    List<Integer> present = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) present.add(row.getInt(1));
    }
    for (int id : present) {
      Facet facet = facets.facet(connection, id);
      if (!concerns(sheet, facet)) continue;
      used.computeIfAbsent(facet.type(), t -> new ArrayList<>()).add(id);
    }
    return used;
  }

  static boolean concerns(SheetRenderer sheet, Facet facet) {
    return sheet.types().contains(facet.type()) && sheet.uses(facet);
  }
}
