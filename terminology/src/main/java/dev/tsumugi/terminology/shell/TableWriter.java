package dev.tsumugi.terminology.shell;

import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.SystemVersion;
import dev.tsumugi.terminology.master.CodePairs;
import dev.tsumugi.terminology.master.CodeTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.IntConsumer;

/** Writes whole versions into the tables; the caller's transaction makes them appear at once. */
final class TableWriter {
  private static final int TOLD_EVERY = 2_000;

  private final Connection connection;
  private final Origin origin;

  /** Told how many concepts are written, now and then. */
  private final IntConsumer told;

  private int written;

  /**
   * Where a table comes from.
   *
   * @param kind the loader
   * @param file its name
   * @param digest of file and mapping
   */
  record Origin(String kind, String file, byte[] digest) {}

  TableWriter(Connection connection, Origin origin, IntConsumer told) {
    this.connection = connection;
    this.origin = origin;
    this.told = told;
  }

  void write(CodeTable table) throws SQLException {
    SystemVersion about = table.about();
    int system = insert(about, table.concepts().size());
    TableIndex index = new TableIndex(table.concepts(), about.caseSensitive());
    CopyRows rows =
        new CopyRows(
            connection, "copy code_concept (system, ord, key, ancestors, body) from stdin");
    try {
      int ord = 0;
      for (Concept concept : table.concepts()) {
        rows.number(system)
            .number(ord)
            .text(TableIndex.codeKey(concept.code(), about.caseSensitive()))
            .numbers(index.ancestors(ord))
            .text(TableJson.write(concept))
            .endRow();
        ord++;
        written++;
        if (written % TOLD_EVERY == 0) told.accept(written);
      }
      rows.finish();
    } finally {
      rows.abandon();
    }
    postings(system, index.rows());
    told.accept(written);
  }

  private int insert(SystemVersion about, int concepts) throws SQLException {
    String sql =
        "insert into code_system (url, version, about, concepts, kind, source, digest)"
            + " values (?, ?, ?, ?, ?, ?, ?) returning id";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, about.url());
      insert.setString(2, about.version());
      insert.setString(3, TableJson.write(about));
      insert.setInt(4, concepts);
      insert.setString(5, origin.kind());
      insert.setString(6, origin.file());
      insert.setBytes(7, origin.digest());
      return id(insert);
    }
  }

  private static int id(PreparedStatement insert) throws SQLException {
    try (ResultSet row = insert.executeQuery()) {
      if (!row.next()) throw new SQLException("an insert gave no id");
      return row.getInt(1);
    }
  }

  private void postings(int system, Map<String, byte[]> postings) throws SQLException {
    CopyRows rows = new CopyRows(connection, "copy code_posting (system, key, ords) from stdin");
    try {
      for (Map.Entry<String, byte[]> one : postings.entrySet()) {
        rows.number(system).text(one.getKey()).bytes(one.getValue()).endRow();
      }
      rows.finish();
    } finally {
      rows.abandon();
    }
  }

  void write(CodePairs pairs) throws SQLException {
    String sql =
        "insert into code_map (url, version, name, source, target, pairs, file, digest)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?) returning id";
    int map;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, pairs.url());
      insert.setString(2, pairs.version());
      insert.setString(3, pairs.name());
      insert.setString(4, pairs.source());
      insert.setString(5, pairs.target());
      insert.setInt(6, pairs.pairs().size());
      insert.setString(7, origin.file());
      insert.setBytes(8, origin.digest());
      map = id(insert);
    }
    CopyRows rows =
        new CopyRows(
            connection,
            "copy code_pair (map, ord, source, target, equivalence, comment) from stdin");
    try {
      int ord = 0;
      for (CodePairs.Pair pair : pairs.pairs()) {
        rows.number(map)
            .number(ord++)
            .text(pair.source())
            .text(pair.target())
            .text(pair.equivalence())
            .text(pair.comment())
            .endRow();
      }
      rows.finish();
    } finally {
      rows.abandon();
    }
  }

  /** Takes a version out of the tables; false if it was not there. */
  static boolean remove(Connection connection, String url, String version) throws SQLException {
    boolean system =
        removed(connection, "code_system", "code_posting code_concept", "system", url, version);
    boolean map = removed(connection, "code_map", "code_pair", "map", url, version);
    return system || map;
  }

  private static boolean removed(
      Connection connection, String table, String parts, String column, String url, String version)
      throws SQLException {
    // The names are of this class's own making.
    String of = " (select id from " + table + " where url = ? and version = ?)";
    for (String part : parts.split(" ")) {
      run(connection, "delete from " + part + " where " + column + " in" + of, url, version);
    }
    return run(connection, "delete from " + table + " where id in" + of, url, version) > 0;
  }

  private static int run(Connection connection, String sql, String url, String version)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, url);
      statement.setString(2, version);
      return statement.executeUpdate();
    }
  }
}
