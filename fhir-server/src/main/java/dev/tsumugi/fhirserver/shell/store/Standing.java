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
record Standing(Map<Ref, Row> rows, Map<Ref, Integer> gone, List<Looks> looks) {
  /** Of what is deleted it takes so many statements to know that it stays so. */
  private static final int LOOKS = 4;

  /** How often was looked for these. */
  private record Looks(String type, short number, List<String> ids, int count) {}

  /** Locks in one order, so that two commits never wait for each other in a circle. */
  static Standing lock(Connection connection, R4 r4, Reader reader, Collection<Ref> wanted)
      throws SQLException {
    Map<String, List<String>> byType = new TreeMap<>();
    for (Ref ref : new TreeSet<>(wanted)) {
      byType.computeIfAbsent(ref.type(), t -> new ArrayList<>()).add(ref.id());
    }
    Standing standing = new Standing(new HashMap<>(), new HashMap<>(), new ArrayList<>());
    for (Map.Entry<String, List<String>> type : byType.entrySet()) {
      standing.lock(
          connection, reader, type.getKey(), r4.typeNumber(type.getKey()), type.getValue());
    }
    return standing;
  }

  /**
   * A row that another commit replaced while this one waited for it is neither among the rows, for
   * its lock went with it, nor gone. So whoever finds none locks the last version there was, which
   * all who bring the resource back have to pass, and looks again.
   */
  private void lock(
      Connection connection, Reader reader, String type, short number, List<String> ids)
      throws SQLException {
    List<String> unsettled = ids;
    int count = 0;
    while (!unsettled.isEmpty()) {
      count++;
      for (Row row : reader.rows(connection, current(number, unsettled), type)) {
        rows.put(row.ref(), row);
      }
      List<String> absent =
          unsettled.stream().filter(id -> !rows.containsKey(new Ref(type, id))).toList();
      unsettled = new ArrayList<>();
      if (absent.isEmpty()) break;
      count++;
      try (PreparedStatement statement = last(number, absent).prepare(connection)) {
        ResultSet row = statement.executeQuery();
        while (row.next()) {
          Integer before = gone.put(new Ref(type, row.getString(1)), row.getInt(2));
          boolean settled = before != null && before == row.getInt(2);
          if (!settled) unsettled.add(row.getString(1));
        }
      }
    }
    gone.keySet().removeAll(rows.keySet());
    looks.add(new Looks(type, number, ids, count));
  }

  /**
   * Before somebody is told that there is nothing: what is hidden is found at once, what is absent
   * and what is deleted later, and the number of statements must not tell which it was.
   */
  void evenOut(Connection connection, Reader reader) throws SQLException {
    for (Looks one : looks) {
      for (int count = one.count(); count < LOOKS; count++) {
        if (count % 2 == 0) {
          reader.rows(connection, current(one.number(), one.ids()), one.type());
        } else {
          last(one.number(), one.ids()).all(connection, row -> row.getString(1));
        }
      }
    }
  }

  private static Sql current(short type, List<String> ids) {
    return new Sql()
        .add(
            "select "
                + Row.COLUMNS
                + " from resource r where r.type = ? and r.id = any (?)"
                + " order by r.id for update of r",
            type,
            ids.toArray(String[]::new));
  }

  private static Sql last(short type, List<String> ids) {
    return new Sql()
        .add(
            "select h.id, h.version from resource_history h where h.type = ? and h.id = any (?)"
                + " and not exists (select from resource_history n where n.type = h.type and n.id ="
                + " h.id and n.version > h.version) order by h.id for update of h",
            type,
            ids.toArray(String[]::new));
  }
}
