package dev.tsumugi.hub.shell;

import java.util.List;

/** A run whose only part is the embedded database. */
final class DatabaseOnlyRun {
  private DatabaseOnlyRun() {}

  public static void main(String[] arguments) {
    Console console = new Console(System.out, System.err);
    RunCommand.execute(Settings.of(System.getenv()), List.of(new EmbeddedDatabasePart()), console);
  }
}
