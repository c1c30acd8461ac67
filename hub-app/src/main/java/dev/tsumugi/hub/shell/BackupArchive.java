package dev.tsumugi.hub.shell;

import dev.tsumugi.kernel.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A backup file being written: a tar.gz that begins with {@value #MANIFEST} and ends with {@value
 * #CHECKSUMS}, which names every file with its SHA-256; without that end it is no backup. It gets
 * its name when it is complete and on disk.
 */
final class BackupArchive implements AutoCloseable {
  static final String MANIFEST = "manifest.json";
  static final String CHECKSUMS = "checksums.txt";
  static final String DATA = "data/";
  static final String FORMAT = "tsumugi-backup-1";

  private final Path target;
  private final Path partial;
  private final FileChannel channel;
  private final TarArchiveOutputStream tar;
  private final StringBuilder checksums = new StringBuilder();
  private final byte[] buffer = new byte[1 << 16];
  private boolean complete;

  BackupArchive(Path target, Instant made, boolean running) throws IOException {
    this.target = target.toAbsolutePath().normalize();
    this.partial = this.target.resolveSibling(this.target.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    channel =
        FileChannel.open(
            partial,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    OutputStream packed =
        new GZIPOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
    tar = new TarArchiveOutputStream(packed, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    Json.Obj manifest =
        Json.object()
            .put("format", FORMAT)
            .put("made", made.toString())
            .put("postgresMajor", PostgresPrograms.MAJOR)
            .put("running", running)
            .build();
    entry(MANIFEST, Json.bytes(manifest));
  }

  /** The name this backup will have, and the one it has while it is written. */
  boolean isOwn(Path path) {
    return path.equals(target) || path.equals(partial);
  }

  void folder(String name, Path folder) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(DATA + name + "/");
    entry.setMode(mode(Files.getPosixFilePermissions(folder)));
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  void text(String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    entry(DATA + name, bytes);
    checksums.append(hex(sha256().digest(bytes))).append("  ").append(name).append('\n');
  }

  /**
   * Copies a file that may change meanwhile, in the length it has now. What PostgreSQL writes or
   * cuts off after that is in its write-ahead log, which the restored server replays.
   */
  void file(String name, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      long size = Files.size(file);
      TarArchiveEntry entry = new TarArchiveEntry(DATA + name);
      entry.setSize(size);
      entry.setMode(mode(Files.getPosixFilePermissions(file)));
      tar.putArchiveEntry(entry);
      MessageDigest digest = sha256();
      long left = size;
      while (left > 0) {
        int read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
        if (read == 0) {
          read = (int) Math.min(buffer.length, left);
          java.util.Arrays.fill(buffer, 0, read, (byte) 0);
        }
        tar.write(buffer, 0, read);
        digest.update(buffer, 0, read);
        left -= read;
      }
      tar.closeArchiveEntry();
      checksums.append(hex(digest.digest())).append("  ").append(name).append('\n');
    }
  }

  /** Writes the end, waits for the disk, and gives the file its name; returns its size. */
  long complete() throws IOException {
    entry(CHECKSUMS, checksums.toString().getBytes(StandardCharsets.UTF_8));
    tar.finish();
    tar.flush();
    // Closing writes the end of the gzip stream, and closes the channel: so force on a new one.
    tar.close();
    try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    complete = true;
    return Files.size(target);
  }

  /** An archive that was not completed leaves nothing behind. */
  @Override
  public void close() throws IOException {
    if (complete) return;
    channel.close();
    Files.deleteIfExists(partial);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private void entry(String name, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(0600);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** Only what the owner may: nothing in HUB_DATA is for others. */
  private static int mode(Set<PosixFilePermission> permissions) {
    int mode = 0;
    if (permissions.contains(PosixFilePermission.OWNER_READ)) mode |= 0400;
    if (permissions.contains(PosixFilePermission.OWNER_WRITE)) mode |= 0200;
    if (permissions.contains(PosixFilePermission.OWNER_EXECUTE)) mode |= 0100;
    return mode;
  }
}
