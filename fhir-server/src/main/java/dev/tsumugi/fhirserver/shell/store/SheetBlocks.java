package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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
    return of(connection, List.of(patient), choice).get(0);
  }

  /** Of each of several, in their order, by as many statements as of one. */
  List<Map<Key, List<Json>>> of(Connection connection, List<Ref> patients, Choice choice)
      throws SQLException {
    Map<Long, List<SheetRenderer.Row>> rows = new HashMap<>();
    long[] keys = Sql.longs(patients.stream().map(Draft::key).toList());
    for (Map.Entry<String, List<Integer>> type : used(connection, keys).entrySet()) {
      Sql sql =
          new Sql()
              .add(
                  "select "
                      + Row.COLUMNS
                      + " from resource r where r.patient = any (?) and r.type = ? and r.facet = any"
                      + " (?) order by r.row",
                  keys,
                  r4.typeNumber(type.getKey()),
                  type.getValue().stream().mapToInt(Integer::intValue).toArray());
      for (Row row : reader.rows(connection, sql, type.getKey())) {
        // A row of several patients needs a permit from each; a sheet's block asks only one.
        if (row.members().length > 0) continue;
        rows.computeIfAbsent(row.patient(), p -> new ArrayList<>())
            .add(
                new SheetRenderer.Row(
                    Json.parseObject(row.stored().json()),
                    facets.facet(connection, row.facet()),
                    choice.shows(row)));
      }
    }
    return patients.stream()
        .map(patient -> rendered(patient, rows.getOrDefault(Draft.key(patient), List.of())))
        .toList();
  }

  private Map<Key, List<Json>> rendered(Ref patient, List<SheetRenderer.Row> rows) {
    Map<Key, List<Json>> blocks = new LinkedHashMap<>();
    for (SheetRenderer.Item item : sheet.render(patient, rows)) {
      // The renderer saw it, since it ends what was said before it. It leaves no line of its own.
      if (!item.row().shown()) continue;
      Key key = new Key(item.block(), item.facet());
      blocks.computeIfAbsent(key, k -> new ArrayList<>()).add(item.content());
    }
    return blocks;
  }

  /** Which of the patients' facets a sheet is made of, by type. */
  private Map<String, List<Integer>> used(Connection connection, long[] patients)
      throws SQLException {
    Map<String, List<Integer>> used = new TreeMap<>();
    List<Integer> present =
        new Sql()
            .add(
                "select distinct f.id from compartment c join facet f on f.id = any (c.facets) where"
                    + " c.patient = any (?) order by f.id",
                patients)
            .all(connection, row -> row.getInt(1));
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
