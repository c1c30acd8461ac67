package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Set;

/**
 * {@code backup}: the whole HUB_DATA in one file, also while the hub works. Physical, as the jar
 * carries no {@code pg_dump}: the low-level backup of <a
 * href="https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP">PostgreSQL</a>,
 * with the write-ahead log of its time, so that a restore needs nothing else.
 */
final class Backup {
  /** Made anew by every start, or only of this machine. */
  private static final Set<String> NOT_OURS =
      Set.of("logs", "hub.lock", "keycloak", "keycloak.pid", "postgres.new", Restore.UNFINISHED);

  /** A server makes these anew; the documentation names them as not to be copied. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_dynshmem",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private final DataFolder folder;
  private final BackupArchive archive;

  private Backup(DataFolder folder, BackupArchive archive) {
    this.folder = folder;
    this.archive = archive;
  }

  /**
   * Writes {@code target}, replacing what is there only when the new one is complete.
   *
   * @return what was done, in words
   * @throws Failure if there is nothing to back up, or it cannot be read or written
   */
  static String write(DataFolder folder, Path target) {
    if (!folder.inUse()) throw new Failure("There is no hub's data in " + folder.root() + ".");
    PostgresFolder.requireOurMajor(folder);
    boolean running = PostmasterFile.livingOwner(folder).isPresent();
    try (BackupArchive archive = new BackupArchive(target, Clock.systemUTC().instant(), running)) {
      Backup backup = new Backup(folder, archive);
      if (running) backup.hot();
      else backup.cold();
      long size = archive.complete();
      return "Backup of " + folder.root() + " written to " + target + " (" + megabytes(size) + ")";
    } catch (IOException e) {
      throw new Failure(
          "The backup " + target + " cannot be written: " + DataFolder.reason(e) + ".", e);
    } catch (SQLException e) {
      throw new Failure("The running database refuses the backup: " + e.getMessage(), e);
    }
  }

  private void cold() throws IOException {
    try (DataFolder.Lock lock = folder.lock()) {
      tree("", folder.root(), false);
      tree("postgres", folder.postgres(), false);
    }
  }

  private void hot() throws IOException, SQLException {
    tree("", folder.root(), true);
    try (Connection session = PostgresServer.connectAsSuperuser(folder);
        Statement sql = session.createStatement()) {
      // Keeps the log from the start on from being recycled; goes with the session.
      sql.execute(
          "select pg_create_physical_replication_slot('tsumugi_backup_' || pg_backend_pid(),"
              + " true, true)");
      String first = text(sql, "select pg_walfile_name(pg_backup_start('tsumugi', fast => true))");
      tree("postgres", folder.postgres(), true);
      try (ResultSet end =
          sql.executeQuery(
              "select labelfile, pg_walfile_name(lsn)"
                  + " from pg_backup_stop(wait_for_archive => false)")) {
        if (!end.next()) throw new SQLException("the backup ended without a label");
        archive.text("postgres/backup_label", end.getString(1));
        writeAheadLog(first, end.getString(2));
      }
    }
  }

  /** Segment names sort as they were written: all belong to one timeline. */
  private void writeAheadLog(String first, String last) throws IOException {
    for (Path segment : FileTree.children(folder.postgres().resolve("pg_wal"))) {
      String name = segment.getFileName().toString();
      boolean isSegment = name.matches("[0-9A-F]{24}");
      if (!isSegment || name.compareTo(first) < 0 || name.compareTo(last) > 0) continue;
      archive.file("postgres/pg_wal/" + name, segment);
    }
  }

  private void tree(String name, Path from, boolean hot) throws IOException {
    if (!name.isEmpty()) archive.folder(name, from);
    Path control = null;
    for (Path child : FileTree.children(from)) {
      String base = child.getFileName().toString();
      String childName = name.isEmpty() ? base : name + "/" + base;
      if (isLeftOut(childName, child)) continue;
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        if (hot && childName.equals("postgres/pg_wal")) foldersOnly(childName, child);
        else if (hot && name.equals("postgres") && EMPTIED.contains(base)) {
          archive.folder(childName, child);
        } else tree(childName, child, hot);
      } else if (childName.equals("postgres/global/pg_control")) {
        control = child;
      } else if (Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS)) {
        fileIfThere(childName, child);
      }
    }
    if (control != null) archive.file(name + "/pg_control", control);
  }

  /** The log's own folders must be there; its segments follow when the backup has ended. */
  private void foldersOnly(String name, Path from) throws IOException {
    archive.folder(name, from);
    for (Path child : FileTree.children(from)) {
      if (Files.isDirectory(child)) archive.folder(name + "/" + child.getFileName(), child);
    }
  }

  private boolean isLeftOut(String name, Path path) {
    if (!name.contains("/")) {
      return NOT_OURS.contains(name)
          || name.equals("postgres")
          || name.endsWith(".tmp")
          || archive.isOwn(path);
    }
    String base = path.getFileName().toString();
    return base.startsWith("postmaster.")
        || base.startsWith("pgsql_tmp")
        || base.startsWith("pg_internal.init");
  }

  /** A running server drops tables; their files vanish between the listing and the copy. */
  private void fileIfThere(String name, Path file) throws IOException {
    if (!Files.exists(file)) return;
    try {
      archive.file(name, file);
    } catch (NoSuchFileException dropped) {
      // Opening comes first, so nothing of it is in the archive yet.
      return;
    }
  }

  private static String text(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      if (!row.next()) throw new SQLException("no answer to " + query);
      return row.getString(1);
    }
  }

  static String megabytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f MB", bytes / 1048576.0);
  }
}
