package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The unpacked and built server. Both steps are done once and redone when interrupted: the unpacked
 * tree gets its name, and the build its stamp, only when whole.
 */
final class KeycloakInstallation {
  /** Fixed at build time, so that {@code start --optimized} skips a second of every start. */
  private static final List<String> BUILD =
      List.of("build", "--db=postgres", "--features=parameterized-scopes", "--health-enabled=true");

  private static final String STAMP = "tsumugi-build.txt";
  private static final String PROVIDER = "tsumugi-keycloak-provider.jar";

  private final Path home;
  private final KeycloakOptions options;

  private KeycloakInstallation(Path home, KeycloakOptions options) {
    this.home = home;
    this.options = options;
  }

  static KeycloakInstallation in(KeycloakOptions options) {
    String name = options.zip().getFileName().toString().replaceFirst("\\.zip$", "");
    return new KeycloakInstallation(options.folder().resolve(name), options);
  }

  Path home() {
    return home;
  }

  /**
   * Unpacks and builds what is missing or out of date.
   *
   * @return true if a build was needed
   */
  boolean prepare(KeycloakCommand command) {
    Path lock = options.folder().resolve("install.lock");
    try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE)) {
      FileLock held = channel.lock(); // another hub may be unpacking into the same folder
      unpack();
      boolean built = build(command);
      held.release();
      return built;
    } catch (IOException e) {
      throw new Failure(
          "Keycloak cannot be made ready in " + options.folder() + ": " + reason(e) + ".", e);
    }
  }

  private void unpack() throws IOException {
    if (Files.isDirectory(home)) return;
    if (!Files.isRegularFile(options.zip())) {
      throw new Failure("The Keycloak archive " + options.zip() + " is missing.");
    }
    Path partial = home.resolveSibling(home.getFileName() + ".partial");
    delete(partial);
    Files.createDirectories(partial);
    // Not as a stream: only the directory at the archive's end shows that it is whole.
    try (var archive = new ZipFile(options.zip().toFile())) {
      unpack(archive, partial);
    } catch (ZipException | EOFException e) {
      throw damaged(e);
    }
    Path root = onlyChild(partial);
    if (!Files.isRegularFile(root.resolve("bin/kc.sh"))) throw damaged(null);
    Files.move(root, home, ATOMIC_MOVE);
    delete(partial);
  }

  private Failure damaged(@Nullable Throwable cause) {
    String sentence =
        "The Keycloak archive " + options.zip() + " is damaged: delete it and start again.";
    return cause == null ? new Failure(sentence) : new Failure(sentence, cause);
  }

  private static void unpack(ZipFile archive, Path target) throws IOException {
    for (ZipEntry entry : Collections.list(archive.entries())) {
      Path file = target.resolve(entry.getName()).normalize();
      if (!file.startsWith(target)) throw new ZipException("entry outside: " + entry.getName());
      if (entry.isDirectory()) {
        Files.createDirectories(file);
        continue;
      }
      Files.createDirectories(file.getParent());
      try (InputStream in = archive.getInputStream(entry)) {
        Files.copy(in, file);
      }
      // java.util.zip does not read the archive's file modes.
      if (file.toString().endsWith(".sh") && !file.toFile().setExecutable(true, false)) {
        throw new IOException("cannot make " + file + " executable");
      }
    }
  }

  private static Path onlyChild(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findFirst().orElse(folder);
    }
  }

  private boolean build(KeycloakCommand command) throws IOException {
    if (!Files.isRegularFile(options.providerJar())) {
      throw new Failure("The Keycloak provider " + options.providerJar() + " is missing.");
    }
    String wanted =
        String.join("\n", home.getFileName().toString(), sha256(options.providerJar()))
            + "\n"
            + String.join(" ", BUILD)
            + "\n";
    Path stamp = home.resolve(STAMP);
    if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) return false;

    Files.deleteIfExists(stamp);
    Files.copy(
        options.providerJar(), home.resolve("providers").resolve(PROVIDER), REPLACE_EXISTING);
    command.run(BUILD);
    Path fresh = home.resolve(STAMP + ".new");
    Files.writeString(fresh, wanted, UTF_8);
    Files.move(fresh, stamp, ATOMIC_MOVE);
    return true;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) return;
    try (Stream<Path> files = Files.walk(tree)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
