package dev.tsumugi.hub.shell;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's own programs, unpacked from the jar of this platform ({@code
 * io.zonky.test.postgres}) once into a folder that all runs share. The jar carries {@code initdb},
 * {@code pg_ctl} and {@code postgres} only: no {@code pg_dump}, which is why {@link Backup} copies
 * files.
 */
record PostgresPrograms(Path folder) {
  /** The major version whose data folders these programs read. */
  static final String MAJOR = "17";

  String initdb() {
    return folder.resolve("bin/initdb").toString();
  }

  String pgCtl() {
    return folder.resolve("bin/pg_ctl").toString();
  }

  /**
   * @param cache made if missing
   * @throws Failure if there are none for this platform, or they cannot be unpacked
   */
  static PostgresPrograms unpacked(Path cache) {
    String platform = platform();
    URL archive = PostgresPrograms.class.getResource("/postgres-" + platform + ".txz");
    if (archive == null) {
      throw new Failure(
          "There is no embedded PostgreSQL for " + platform + ": set HUB_DB_URL to a server.");
    }
    try {
      // The archive's size stands for its build: another minor version gets another folder.
      long size = archive.openConnection().getContentLengthLong();
      Path folder = cache.resolve("postgres-" + MAJOR + "-" + platform + "-" + size);
      if (!Files.isDirectory(folder)) unpack(archive, cache, folder);
      return new PostgresPrograms(folder);
    } catch (IOException e) {
      throw new Failure(
          "PostgreSQL cannot be unpacked into " + cache + ": " + DataFolder.reason(e) + ".", e);
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String name = system.startsWith("mac") ? "darwin" : system.replace(' ', '_');
    return switch (processor) {
      case "amd64", "x86_64" -> name + "-x86_64";
      case "aarch64", "arm64" -> name + "-arm_64";
      default -> name + "-" + processor;
    };
  }

  /** Into a neighbour first: what bears the final name is complete, also with two hubs at once. */
  private static void unpack(URL archive, Path cache, Path folder) throws IOException {
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, "postgres-");
    try {
      // Another user may have to run them: see PostgresUser.
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (InputStream packed = new BufferedInputStream(archive.openStream());
          TarArchiveInputStream tar =
              new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
        TarArchiveEntry entry;
        while ((entry = tar.getNextEntry()) != null) unpack(tar, entry, fresh);
      }
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException somebodyElse) {
      FileTree.delete(fresh);
    } catch (IOException e) {
      FileTree.delete(fresh);
      throw e;
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) throw new IOException("the archive leaves its folder");
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(target.getParent());
      Files.copy(tar, target);
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
