package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HUB_DATA: where each thing lies, and whose it is for the time of a run. */
record DataFolder(Path root) {
  /** Below this a start would fail half way: PostgreSQL alone reserves some of it for its log. */
  static final long LEAST_FREE_BYTES = 200L << 20;

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  Path postgres() {
    return root.resolve("postgres");
  }

  Path secrets() {
    return root.resolve("secrets.properties");
  }

  /** The hub's own keys: page links, the journal's heads. */
  Path keys() {
    return root.resolve("keys.properties");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path hubLog() {
    return logs().resolve("hub.log");
  }

  Path postgresLog() {
    return logs().resolve("postgres.log");
  }

  private Path lockFile() {
    return root.resolve("hub.lock");
  }

  /** True if a hub has put anything here. */
  boolean inUse() {
    return Files.exists(postgres().resolve("PG_VERSION")) || Files.exists(secrets());
  }

  /**
   * Makes the folder if it is missing.
   *
   * @throws Failure if it cannot be made or written, or the disk is nearly full
   */
  void prepare() {
    try {
      Files.createDirectories(root);
      Files.createDirectories(logs());
      Path probe = Files.createTempFile(root, "probe", ".tmp");
      Files.delete(probe);
    } catch (IOException e) {
      throw new Failure("HUB_DATA " + root + " cannot be written: " + reason(e) + ".", e);
    }
    if (Files.exists(root.resolve(Restore.UNFINISHED))) {
      throw new Failure(
          "HUB_DATA " + root + " holds a restore that did not end; empty it and restore again.");
    }
    requireSpace(LEAST_FREE_BYTES);
  }

  void requireSpace(long bytes) {
    long free;
    try {
      free = Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw new Failure("HUB_DATA " + root + " does not tell its free space: " + reason(e), e);
    }
    if (free >= bytes) return;
    throw new Failure(
        "The disk of HUB_DATA "
            + root
            + " is full: "
            + (free >> 20)
            + " MB are free, at least "
            + (bytes >> 20)
            + " MB are needed.");
  }

  /**
   * Takes the folder for this process until the lock is closed; the system lets go of it when the
   * process dies, however it dies.
   *
   * @throws Failure if another process has it
   */
  Lock lock() {
    try {
      FileChannel channel =
          FileChannel.open(
              lockFile(),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = holder(channel);
        channel.close();
        throw new Failure(
            "Another hub" + holder + " runs on HUB_DATA " + root + "; stop it or set HUB_DATA.");
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return new Lock(channel);
    } catch (IOException e) {
      throw new Failure("HUB_DATA " + root + " cannot be locked: " + reason(e) + ".", e);
    }
  }

  /** True if a hub runs on this folder now. */
  boolean isRunning() {
    if (!Files.exists(lockFile())) return false;
    try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE)) {
      try (FileLock lock = tryLock(channel)) {
        return lock == null;
      }
    } catch (IOException e) {
      throw new Failure("HUB_DATA " + root + " cannot be read: " + reason(e) + ".", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(20);
    int length = channel.read(buffer, 0);
    if (length <= 0) return "";
    return " (process " + new String(buffer.array(), 0, length, StandardCharsets.US_ASCII) + ")";
  }

  /** The private folder {@code path}, made if missing. */
  static Path makePrivate(Path path) throws IOException {
    if (Files.exists(path)) Files.setPosixFilePermissions(path, PRIVATE);
    else Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PRIVATE));
    return path;
  }

  /** A reason without the class name, which says nothing to the reader. */
  static String reason(IOException e) {
    String what = e instanceof java.nio.file.FileSystemException f ? f.getReason() : e.getMessage();
    if (what != null) return what;
    if (e instanceof java.nio.file.AccessDeniedException) return "permission denied";
    if (e instanceof java.nio.file.NoSuchFileException) return "it does not exist";
    if (e instanceof java.nio.file.FileAlreadyExistsException) return "a file is in its place";
    return e.getClass().getSimpleName();
  }

  /** Ownership of the folder. */
  static final class Lock implements AutoCloseable {
    private final FileChannel channel;

    private Lock(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new Failure("the lock of HUB_DATA could not be given back", e);
      }
    }
  }
}
