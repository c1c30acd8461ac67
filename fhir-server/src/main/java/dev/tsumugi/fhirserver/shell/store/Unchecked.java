package dev.tsumugi.fhirserver.shell.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The mark of a store that once took references without looking where they lead. It stays when the
 * setting goes back: what was written then is still there.
 */
final class Unchecked {
  private static final String NAME = "references unchecked";

  private Unchecked() {}

  static boolean mark(Connection connection) throws SQLException {
    Sql sql =
        new Sql()
            .add("insert into kept (name, version) values (?, 1) on conflict do nothing", NAME);
    return sql.run(connection) == 1;
  }

  static boolean marked(Connection connection) throws SQLException {
    Sql sql = new Sql().add("select 1 from kept where name = ?", NAME);
    try (PreparedStatement statement = sql.prepare(connection)) {
      return statement.executeQuery().next();
    }
  }
}
