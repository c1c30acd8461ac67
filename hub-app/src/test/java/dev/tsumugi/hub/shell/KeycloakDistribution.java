package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The two files that the real server needs in a test. */
final class KeycloakDistribution {
  private static final String HOW =
      "The Keycloak archive is missing. Get it once with ./mvnw dependency:copy -N"
          + " -Dartifact=org.keycloak:keycloak-quarkus-dist:26.7.0:zip"
          + " -DoutputDirectory=.hub/download, or name it by -Dtsumugi.keycloak.zip=FILE.";

  private KeycloakDistribution() {}

  static Path root() {
    return Path.of(System.getProperty("tsumugi.root", "..")).toAbsolutePath().normalize();
  }

  /** Aborts the test where the archive is missing, and fails it in CI: there nothing is skipped. */
  static Path zip() throws IOException {
    String named = System.getProperty("tsumugi.keycloak.zip");
    Path zip = named == null ? search(root().resolve(".hub")) : Path.of(named);
    if (zip == null || !Files.exists(zip)) {
      if ("true".equals(System.getenv("CI"))) Assertions.fail(HOW);
      Assumptions.abort(HOW);
    }
    return zip;
  }

  private static Path search(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return null;
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> file.getFileName().toString().matches("keycloak-quarkus-dist-.*\\.zip"))
          .findFirst()
          .orElse(null);
    }
  }

  /** The provider's classes as a jar: {@code test} runs before Maven packs one. */
  static Path provider(Path jar) throws IOException {
    Path classes = root().resolve("identity/keycloak-provider/target/classes");
    if (!Files.isDirectory(classes.resolve("META-INF/services"))) {
      Assertions.fail("Build identity/keycloak-provider first: " + classes + " is empty.");
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(classes)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        var zip = new ZipOutputStream(out)) {
      for (Path file : files) {
        var entry = new ZipEntry(classes.relativize(file).toString().replace('\\', '/'));
        entry.setTime(0); // equal classes make an equal jar, so the server is not built anew
        zip.putNextEntry(entry);
        Files.copy(file, zip);
      }
    }
    return jar;
  }
}
