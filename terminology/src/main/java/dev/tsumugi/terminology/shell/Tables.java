package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements over one loaded version. It may be removed at any time: each says so then. */
final class Tables {
  private final Connections connections;
  private final int system;
  private final String canonical;

  Tables(Connections connections, int system, String canonical) {
    this.connections = connections;
    this.system = system;
    this.canonical = canonical;
  }

  private interface Step<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Where a code stands. */
  record Place(int ord, int[] ancestors, String body) {}

  /** Empty if the version has no such code. */
  Optional<Place> place(String key) {
    String sql =
        "select c.ord, c.ancestors, c.body from code_system s left join code_concept c"
            + " on c.system = s.id and c.key = ? where s.id = ?";
    return run(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, key);
            select.setInt(2, system);
            try (ResultSet row = select.executeQuery()) {
              if (!row.next()) throw removed();
              String body = row.getString(3);
              if (body == null) return Optional.empty();
              Integer[] ancestors = (Integer[]) row.getArray(2).getArray();
              int[] plain = new int[ancestors.length];
              for (int i = 0; i < plain.length; i++) plain[i] = ancestors[i];
              return Optional.of(new Place(row.getInt(1), plain, body));
            }
          }
        });
  }

  /** The numbers under each key; a key that is not there has none. */
  Map<String, BitSet> postings(Collection<String> keys) {
    return sets(packed(keys));
  }

  private static Map<String, BitSet> sets(Map<String, byte[]> packed) {
    Map<String, BitSet> sets = new HashMap<>();
    packed.forEach((key, bytes) -> sets.put(key, Postings.set(bytes)));
    return sets;
  }

  /** The rows of these keys that there are. */
  Map<String, byte[]> packed(Collection<String> keys) {
    String sql =
        "select p.key, p.ords from code_system s left join code_posting p"
            + " on p.system = s.id and p.key = any(?) where s.id = ?";
    return run(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf("text", keys.toArray()));
            select.setInt(2, system);
            return read(select);
          }
        });
  }

  /** The numbers under every key that begins so. */
  Map<String, BitSet> postingsFrom(String prefix) {
    return sets(packedFrom(prefix));
  }

  private Map<String, byte[]> packedFrom(String prefix) {
    String sql =
        "select p.key, p.ords from code_system s left join code_posting p"
            + " on p.system = s.id and p.key >= ? and p.key < ? where s.id = ?";
    return run(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, prefix);
            select.setString(2, prefix + "\uDBFF\uDFFF");
            select.setInt(3, system);
            return read(select);
          }
        });
  }

  private Map<String, byte[]> read(PreparedStatement select) throws SQLException {
    Map<String, byte[]> found = new HashMap<>();
    boolean there = false;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        there = true;
        String key = rows.getString(1);
        if (key != null) found.put(key, rows.getBytes(2));
      }
    }
    if (!there) throw removed();
    return found;
  }

  /** The concepts of these numbers, in their order, as stored. */
  List<String> bodies(int[] ords) {
    String sql =
        "select c.body from code_system s left join code_concept c"
            + " on c.system = s.id and c.ord = any(?) where s.id = ? order by c.ord";
    return run(
        connection -> {
          List<String> bodies = new ArrayList<>(ords.length);
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, ords);
            select.setInt(2, system);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                String body = rows.getString(1);
                if (body != null) bodies.add(body);
              }
            }
          }
          if (bodies.size() != ords.length) throw removed();
          return bodies;
        });
  }

  /** Every code as it is compared, by number. */
  List<String> keys() {
    String sql = "select key from code_concept where system = ? order by ord";
    return run(
        connection -> {
          List<String> keys = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, system);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) keys.add(rows.getString(1));
            }
          }
          return keys;
        });
  }

  /** Gone between two looks: neither "no such code" nor an error of ours. */
  private Problem removed() {
    return Problem.of(
        Problem.Kind.UNAVAILABLE, canonical + " was removed or replaced just now; try again");
  }

  private <T> T run(Step<T> step) {
    try (Connection connection = connections.open()) {
      return step.run(connection);
    } catch (SQLException failure) {
      throw unavailable(failure);
    }
  }

  static Problem unavailable(SQLException failure) {
    Problem problem =
        Problem.of(Problem.Kind.UNAVAILABLE, "the code systems are away for a moment; try again");
    problem.initCause(failure);
    return problem;
  }
}
