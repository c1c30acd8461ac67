package dev.tsumugi.hub.shell;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * {@code restore}: a backup into an empty HUB_DATA. Everything is unpacked beside and checked
 * first: a file that is broken, cut off or of another major version changes nothing.
 */
final class Restore {
  /** Where a restore unpacks; a folder that still has it was not restored whole. */
  static final String UNFINISHED = "restore.unfinished";

  private final Path root;
  private final Map<String, String> digests = new HashMap<>();

  private Restore(Path root) {
    this.root = root;
  }

  /**
   * @return what was done, in words
   * @throws Failure if the folder is not empty, or the file is no whole backup for this hub
   */
  static String read(Path source, DataFolder folder) {
    if (!Files.isReadable(source)) throw new Failure("There is no backup " + source + ".");
    try {
      Files.createDirectories(folder.root());
      if (!FileTree.children(folder.root()).isEmpty()) {
        throw new Failure(
            "HUB_DATA " + folder.root() + " is not empty; restore only into an empty folder.");
      }
      Path unfinished = Files.createDirectory(folder.root().resolve(UNFINISHED));
      String made;
      try {
        made = new Restore(unfinished).unpack(source);
        sync(unfinished);
      } catch (IOException | RuntimeException e) {
        FileTree.delete(unfinished);
        throw e;
      }
      for (Path child : FileTree.children(unfinished)) {
        Files.move(
            child, folder.root().resolve(child.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.delete(unfinished);
      return "The backup of " + made + " is restored into " + folder.root();
    } catch (EOFException | ZipException e) {
      throw broken(source, e);
    } catch (IOException e) {
      throw new Failure("The restore failed: " + DataFolder.reason(e) + ".", e);
    }
  }

  /** Returns when the backup was made. */
  private String unpack(Path source) throws IOException {
    Map<String, String> listed = null;
    String made = null;
    try (InputStream file = new BufferedInputStream(Files.newInputStream(source), 1 << 16);
        GZIPInputStream gzip = new GZIPInputStream(file, 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(gzip)) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        String name = entry.getName();
        if (name.equals(BackupArchive.MANIFEST)) made = checked(tar.readAllBytes(), source);
        else if (made == null) throw broken(source, null);
        else if (name.equals(BackupArchive.CHECKSUMS)) listed = listed(tar.readAllBytes());
        else if (name.startsWith(BackupArchive.DATA)) unpack(tar, entry, source);
      }
      // The checksum of the whole stands at its very end.
      gzip.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Here reading alone can fail; what the archive library says of it helps nobody.
      if (e instanceof java.nio.file.FileSystemException) throw e;
      throw broken(source, e);
    }
    if (made == null || listed == null || !listed.equals(digests)) throw broken(source, null);
    return made;
  }

  private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path source)
      throws IOException {
    String name = entry.getName().substring(BackupArchive.DATA.length());
    Path target = root.resolve(name).normalize();
    if (!target.startsWith(root)) throw broken(source, null);
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else {
      Files.createDirectories(target.getParent());
      MessageDigest digest = BackupArchive.sha256();
      try (OutputStream out = Files.newOutputStream(target)) {
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = tar.read(buffer)) > 0; ) {
          out.write(buffer, 0, read);
          digest.update(buffer, 0, read);
        }
      }
      digests.put(name, BackupArchive.hex(digest.digest()));
    }
    Files.setPosixFilePermissions(target, permissions(entry.getMode()));
  }

  private static String checked(byte[] manifest, Path source) {
    try {
      Json.Obj json = Json.parseObject(manifest);
      String format = json.text("format");
      String made = json.text("made");
      String major = json.text("postgresMajor");
      if (!BackupArchive.FORMAT.equals(format) || made == null || major == null) {
        throw broken(source, null);
      }
      if (major.equals(PostgresPrograms.MAJOR)) return made;
      throw new Failure(
          source
              + " holds a PostgreSQL "
              + major
              + " database and this hub brings PostgreSQL "
              + PostgresPrograms.MAJOR
              + ": restore it with a hub of that time.");
    } catch (Problem notJson) {
      throw broken(source, notJson);
    }
  }

  private static Map<String, String> listed(byte[] checksums) {
    Map<String, String> listed = new HashMap<>();
    for (String line : new String(checksums, StandardCharsets.UTF_8).split("\n", -1)) {
      int gap = line.indexOf("  ");
      if (gap > 0) listed.put(line.substring(gap + 2), line.substring(0, gap));
    }
    return listed;
  }

  /** On disk before anything gets its name: a restore that was reported must survive a crash. */
  private static void sync(Path unfinished) throws IOException {
    try (var files = Files.walk(unfinished)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!Files.isRegularFile(file)) continue;
        try (var channel =
            java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    if ((mode & 0400) != 0) permissions.add(PosixFilePermission.OWNER_READ);
    if ((mode & 0200) != 0) permissions.add(PosixFilePermission.OWNER_WRITE);
    if ((mode & 0100) != 0) permissions.add(PosixFilePermission.OWNER_EXECUTE);
    return permissions;
  }

  private static Failure broken(Path source, @org.jspecify.annotations.Nullable Throwable why) {
    String sentence =
        source + " is no whole backup: it is broken or cut off. Nothing was restored.";
    return why == null ? new Failure(sentence) : new Failure(sentence, why);
  }
}
