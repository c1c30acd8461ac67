package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid}, in which a running PostgreSQL says who and where it is (<a
 * href="https://www.postgresql.org/docs/17/storage-file-layout.html">storage layout</a>).
 */
record PostmasterFile(long pid, int port) {
  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;

  /**
   * @throws Failure if no PostgreSQL runs on the folder
   */
  static PostmasterFile read(DataFolder folder) {
    return readIfThere(folder)
        .orElseThrow(() -> new Failure("No PostgreSQL runs on HUB_DATA " + folder.root() + "."));
  }

  /**
   * The server that runs on this very folder. A number alone proves nothing, as numbers are used
   * again after a restart of the machine: its command line must name the folder.
   */
  static Optional<ProcessHandle> livingOwner(DataFolder folder) {
    return readIfThere(folder)
        .flatMap(file -> ProcessHandle.of(file.pid()))
        .filter(PostmasterFile::isAlive)
        .filter(process -> names(process, folder.postgres()));
  }

  /** False for a dead process that nobody has collected yet; {@link ProcessHandle} says true. */
  static boolean isAlive(ProcessHandle process) {
    if (!process.isAlive()) return false;
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    if (!Files.exists(stat)) return process.isAlive();
    try {
      String line = Files.readString(stat);
      String state = line.substring(line.lastIndexOf(')') + 2);
      return !state.startsWith("Z");
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean names(ProcessHandle process, Path folder) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(folder.toString()))
        .isPresent();
  }

  private static Optional<PostmasterFile> readIfThere(DataFolder folder) {
    Path file = folder.postgres().resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() <= PORT_LINE) return Optional.empty();
      return Optional.of(
          new PostmasterFile(
              Long.parseLong(lines.get(PID_LINE).strip()),
              Integer.parseInt(lines.get(PORT_LINE).strip())));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new Failure(file + " cannot be read.", e);
    }
  }
}
