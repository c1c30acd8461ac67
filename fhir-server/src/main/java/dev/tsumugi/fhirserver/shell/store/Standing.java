package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands of the resources a commit names, locked until its end.
 *
 * @param gone the last version of those that were deleted: one that comes back goes on counting
 */
record Standing(Map<Ref, Row> rows, Map<Ref, Integer> gone) {
  private static final int LOOKS = 20;

  /** Locks in one order, so that two commits never wait for each other in a circle. */
  static Standing lock(Connection connection, R4 r4, Reader reader, Collection<Ref> wanted)
      throws SQLException {
    Map<String, List<String>> byType = new TreeMap<>();
    for (Ref ref : new TreeSet<>(wanted)) {
      byType.computeIfAbsent(ref.type(), t -> new ArrayList<>()).add(ref.id());
    }
    Standing standing = new Standing(new HashMap<>(), new HashMap<>());
    for (Map.Entry<String, List<String>> type : byType.entrySet()) {
      standing.lock(
          connection, reader, type.getKey(), r4.typeNumber(type.getKey()), type.getValue());
    }
    return standing;
  }

  private void lock(
      Connection connection, Reader reader, String type, short number, List<String> ids)
      throws SQLException {
    List<String> wanted = ids;
    for (int look = 0; look < LOOKS; look++) {
      Sql current =
          new Sql()
              .add(
                  "select "
                      + Row.COLUMNS
                      + " from resource r where r.type = ? and r.id = any (?)"
                      + " order by r.id for update of r",
                  number,
                  wanted.toArray(String[]::new));
      for (Row row : reader.rows(connection, current, type)) rows.put(row.ref(), row);
      wanted = wanted.stream().filter(id -> !rows.containsKey(new Ref(type, id))).toList();
      // A writer that we waited for put a new row in the place of the one we waited at.
      if (wanted.isEmpty() || !moved(connection, type, number, wanted)) return;
    }
    throw Database.lostRace("others keep changing the same row");
  }

  /** Notes what is gone, and says whether anything of it is here after all. */
  private boolean moved(Connection connection, String type, short number, List<String> absent)
      throws SQLException {
    String[] ids = absent.toArray(String[]::new);
    Sql last =
        new Sql()
            .add(
                "select id, max(version), false from resource_history where type = ? and id = any"
                    + " (?) group by id",
                number,
                ids)
            .add(
                " union all select id, version, true from resource where type = ? and id = any (?)",
                number,
                ids);
    boolean moved = false;
    try (PreparedStatement statement = last.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        if (row.getBoolean(3)) moved = true;
        else gone.put(new Ref(type, row.getString(1)), row.getInt(2));
      }
    }
    return moved;
  }
}
