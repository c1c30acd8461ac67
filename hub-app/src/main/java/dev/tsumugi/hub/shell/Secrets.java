package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Passwords this installation made for itself, in one file that only its owner reads. A name asked
 * for the first time gets a random value, which is on disk before it is used.
 */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Properties values = new Properties();

  private Secrets(Path file) {
    this.file = file;
  }

  /**
   * @throws Failure if the file is there and cannot be read
   */
  static Secrets open(Path file) {
    Secrets secrets = new Secrets(file);
    if (!Files.exists(file)) return secrets;
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      secrets.values.load(reader);
    } catch (IOException e) {
      throw new Failure(file + " cannot be read: " + DataFolder.reason(e) + ".", e);
    }
    return secrets;
  }

  /** The secret called {@code name}: 160 random bits, in characters that need no quoting. */
  synchronized String get(String name) {
    String known = values.getProperty(name);
    if (known != null) return known;
    byte[] random = new byte[20];
    RANDOM.nextBytes(random);
    String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    values.setProperty(name, made);
    save();
    return made;
  }

  boolean has(String name) {
    return values.getProperty(name) != null;
  }

  private void save() {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    var options =
        EnumSet.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    var onlyMine =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.deleteIfExists(fresh);
      try (FileChannel channel = FileChannel.open(fresh, options, onlyMine);
          Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
        writer.write("# Made by the hub for this installation. Belongs into every backup.\n");
        for (String name : names()) writer.write(name + "=" + values.getProperty(name) + "\n");
        writer.flush();
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure(file + " cannot be written: " + DataFolder.reason(e) + ".", e);
    }
  }

  private Set<String> names() {
    return new TreeSet<>(values.stringPropertyNames());
  }
}
