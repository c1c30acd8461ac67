package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** PostgreSQL's data folder inside HUB_DATA: how it is made, and whether it is ours to use. */
final class PostgresFolder {
  /** Sizes for a small machine. They go to postgresql.conf, where an operator may change them. */
  private static final List<String> SIZES =
      List.of(
          "shared_buffers=256MB",
          "max_connections=100",
          "effective_cache_size=1GB",
          "maintenance_work_mem=64MB",
          "max_wal_size=1GB",
          "wal_level=replica",
          "random_page_cost=1.1",
          "jit=off",
          "log_timezone=UTC",
          "timezone=UTC");

  private PostgresFolder() {}

  /**
   * @throws Failure if the data folder was made by another major version
   */
  static void requireOurMajor(DataFolder folder) {
    Path file = folder.postgres().resolve("PG_VERSION");
    if (!Files.exists(folder.postgres())) return;
    try {
      String major = Files.readString(file).strip();
      if (major.equals(PostgresPrograms.MAJOR)) return;
      throw new Failure(
          "HUB_DATA holds a PostgreSQL "
              + major
              + " database and this hub brings PostgreSQL "
              + PostgresPrograms.MAJOR
              + ": use a hub of that time, or move the data over.");
    } catch (IOException e) {
      throw new Failure(folder.postgres() + " holds no PostgreSQL database.", e);
    }
  }

  /** Beside the final name first, so that a killed {@code initdb} leaves nothing half made. */
  static void make(DataFolder folder, PostgresPrograms programs, PostgresUser user, Login superuser)
      throws IOException {
    Path fresh = folder.root().resolve("postgres.new");
    FileTree.delete(fresh);
    Path passwordFile =
        Files.createTempFile(
            folder.root(),
            "initdb",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      DataFolder.makePrivate(fresh);
      Files.writeString(passwordFile, superuser.password() + "\n");
      user.take(fresh);
      user.take(passwordFile);
      List<String> command =
          user.command(
              programs.initdb(),
              "--pgdata=" + fresh,
              "--username=" + superuser.user(),
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              // Sorts by code point and knows upper and lower case; no system update changes it.
              "--builtin-locale=C.UTF-8",
              "--data-checksums",
              "--no-instructions");
      for (String size : SIZES) command.add("--set=" + size);
      Program.Result result = Program.run(command);
      if (!result.succeeded())
        throw explained(folder, "PostgreSQL's data folder cannot be made", result);
    } finally {
      Files.delete(passwordFile);
    }
    Files.move(fresh, folder.postgres(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** What went wrong, with the reason PostgreSQL gave last. */
  static Failure explained(DataFolder folder, String what, Program.Result result) {
    if (result.output().contains("No space left on device")) {
      return new Failure("The disk of HUB_DATA " + folder.root() + " is full: " + what + ".");
    }
    String reason =
        result
            .output()
            .lines()
            .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
            .reduce((first, second) -> second)
            .map(line -> line.replaceFirst("^.*?(FATAL|PANIC):\\s*", ""))
            .orElse(result.lastLine());
    return new Failure(
        what + ": " + reason + " (see " + folder.postgresLog() + ").",
        new IOException(result.output()));
  }
}
