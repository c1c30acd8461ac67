package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A patient's emergency sheet, rendered from the current rows. */
record SheetBlocks(R4 r4, FacetTable facets, Reader reader, SheetRenderer sheet) {
  /** What is kept together, so that the gate can pick it. */
  record Key(String block, Facet facet) {}

  Map<Key, List<Json>> of(Connection connection, Ref patient) throws SQLException {
    List<SheetRenderer.Row> rows = new ArrayList<>();
    for (String type : new TreeSet<>(sheet.types())) {
      Sql sql =
          new Sql()
              .add(
                  "select "
                      + Row.COLUMNS
                      + " from resource r where r.patient = ? and r.type = ?"
                      + " order by r.row",
                  Draft.key(patient),
                  r4.typeNumber(type));
      for (Row row : reader.rows(connection, sql, type)) {
        // A row of several patients needs a permit from each; a sheet's block asks only one.
        if (row.members().length > 0) continue;
        rows.add(
            new SheetRenderer.Row(
                Json.parseObject(row.stored().json()), facets.facet(connection, row.facet())));
      }
    }
    Map<Key, List<Json>> blocks = new LinkedHashMap<>();
    for (SheetRenderer.Item item : sheet.render(patient, rows)) {
      Key key = new Key(item.block(), item.facet());
      blocks.computeIfAbsent(key, k -> new ArrayList<>()).add(item.content());
    }
    return blocks;
  }
}
