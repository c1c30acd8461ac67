package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.master.CodePairs;
import dev.tsumugi.terminology.master.CodeTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Puts versions of code systems into the tables and takes them out. One transaction each: whoever
 * asks sees the old state or the new one, and a load that is killed leaves nothing behind.
 */
public final class TableLoader {
  /** PostgreSQL's number for a row that is there already. */
  private static final String UNIQUE = "23505";

  private final Connection owner;

  /**
   * @param owner a connection of the schema's owner, in auto-commit mode; the caller closes it
   */
  public TableLoader(Connection owner) {
    this.owner = owner;
  }

  /**
   * What is loaded and how.
   *
   * @param kind the loader's name
   * @param file name of the file
   * @param digest of everything that decides what is loaded
   * @param replace put it in the place of the same version, should that have been loaded from
   *     something else
   */
  public record Load(
      List<CodeTable> systems,
      List<CodePairs> maps,
      String kind,
      String file,
      byte[] digest,
      boolean replace) {
    public Load {
      systems = List.copyOf(systems);
      maps = List.copyOf(maps);
    }
  }

  /** A version in the tables. */
  public record Loaded(
      String url, String version, String what, int size, String kind, String file, String at) {}

  /**
   * Loads all of it, or nothing.
   *
   * @param told how many concepts are written, now and then
   * @return false if exactly this is in the tables already, so that nothing was done
   * @throws Problem CONFLICT if a version of it was loaded from something else
   */
  public boolean load(Load load, IntConsumer told) throws SQLException {
    return whole(
        () -> {
          Set<String> there = present(load);
          if (there.size() == load.systems().size() + load.maps().size()) return false;
          TableWriter writer =
              new TableWriter(
                  owner, new TableWriter.Origin(load.kind(), load.file(), load.digest()), told);
          for (CodeTable table : load.systems()) {
            if (there.contains(table.about().canonical())) continue;
            TableWriter.remove(owner, table.about().url(), table.about().version());
            writer.write(table);
          }
          for (CodePairs pairs : load.maps()) {
            if (there.contains(pairs.canonical())) continue;
            TableWriter.remove(owner, pairs.url(), pairs.version());
            writer.write(pairs);
          }
          return true;
        });
  }

  /** Removes a system's (or a map's) version; false if it was not there. */
  public boolean remove(String url, String version) throws SQLException {
    return whole(() -> TableWriter.remove(owner, url, version));
  }

  /** Every version, by url and when it was loaded. */
  public List<Loaded> list() throws SQLException {
    String sql =
        "select url, version, about::json ->> 'name', concepts, kind, source,"
            + " to_char(loaded, 'YYYY-MM-DD HH24:MI'), loaded from code_system union all"
            + " select url, version, name, pairs, 'map', file, to_char(loaded, 'YYYY-MM-DD HH24:MI'),"
            + " loaded from code_map order by 1, 8";
    List<Loaded> all = new ArrayList<>();
    try (PreparedStatement select = owner.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        all.add(
            new Loaded(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getInt(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7)));
      }
    }
    return all;
  }

  private interface Step {
    boolean run() throws SQLException;
  }

  private boolean whole(Step step) throws SQLException {
    owner.setAutoCommit(false);
    try {
      boolean result = step.run();
      owner.commit();
      return result;
    } catch (SQLException | RuntimeException failure) {
      undo(failure);
      if (failure instanceof SQLException sql && UNIQUE.equals(sql.getSQLState())) {
        Problem problem =
            Problem.of(Problem.Kind.CONFLICT, "somebody else is loading the same version");
        problem.initCause(failure);
        throw problem;
      }
      throw failure;
    } finally {
      if (!owner.isClosed()) owner.setAutoCommit(true);
    }
  }

  private void undo(Exception failure) {
    try {
      owner.rollback();
    } catch (SQLException alsoFailed) {
      // A connection that is gone has rolled back by itself.
      failure.addSuppressed(alsoFailed);
    }
  }

  /** The canonicals that are there already, from the same file. */
  private Set<String> present(Load load) throws SQLException {
    Set<String> same = new HashSet<>();
    List<String> other = new ArrayList<>();
    for (CodeTable table : load.systems()) {
      String url = table.about().url();
      byte[] digest = digest("code_system", url, table.about().version());
      sort(table.about().canonical(), digest, load, same, other);
    }
    for (CodePairs pairs : load.maps()) {
      byte[] digest = digest("code_map", pairs.url(), pairs.version());
      sort(pairs.canonical(), digest, load, same, other);
    }
    if (!other.isEmpty() && !load.replace()) {
      throw Problem.of(
          Problem.Kind.CONFLICT,
          "there is another " + String.join(" and ", other) + "; --replace puts this in its place");
    }
    return same;
  }

  private static void sort(
      String canonical, byte[] digest, Load load, Set<String> same, List<String> other) {
    if (Arrays.equals(digest, load.digest())) same.add(canonical);
    else if (digest.length > 0) other.add(canonical);
  }

  /** Empty if there is no such version. */
  private byte[] digest(String table, String url, String version) throws SQLException {
    String sql = "select digest from " + table + " where url = ? and version = ?";
    try (PreparedStatement select = owner.prepareStatement(sql)) {
      select.setString(1, url);
      select.setString(2, version);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : new byte[0];
      }
    }
  }
}
