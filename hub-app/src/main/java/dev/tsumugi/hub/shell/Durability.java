package dev.tsumugi.hub.shell;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses a server that may lose what it acknowledged. Test libraries start PostgreSQL with all of
 * these off, so it is asked, not assumed.
 */
final class Durability {
  private static final int OLDEST = 150000;

  private Durability() {}

  /**
   * @return the server's version, such as {@code 17.10}
   * @throws Failure if a setting that keeps commits is off, or the version is below 15
   */
  static String check(Connection connection) throws SQLException {
    List<String> off = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select current_setting('server_version_num')::int,
                       split_part(current_setting('server_version'), ' ', 1),
                       current_setting('fsync'),
                       current_setting('full_page_writes'),
                       current_setting('synchronous_commit')
                """)) {
      if (!row.next()) throw new SQLException("the server did not tell its settings");
      String version = row.getString(2);
      if (row.getInt(1) < OLDEST) {
        throw new Failure("PostgreSQL " + version + " is too old: the hub needs 15 or newer.");
      }
      if (!row.getString(3).equals("on")) off.add("fsync");
      if (!row.getString(4).equals("on")) off.add("full_page_writes");
      // local, remote_write and remote_apply wait for the local disk as well.
      if (row.getString(5).equals("off")) off.add("synchronous_commit");
      if (off.isEmpty()) return version;
    }
    throw new Failure(
        "The database server may lose acknowledged writes: switch "
            + String.join(", ", off)
            + " on; the hub does not start without.");
  }
}
