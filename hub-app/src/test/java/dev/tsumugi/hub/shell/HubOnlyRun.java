package dev.tsumugi.hub.shell;

import java.util.List;

/** A run of the embedded database and the application: no town, and somebody else's issuer. */
final class HubOnlyRun {
  private HubOnlyRun() {}

  public static void main(String[] arguments) {
    Console console = new Console(System.out, System.err);
    RunCommand.execute(
        Settings.of(System.getenv()), List.of(new EmbeddedDatabasePart(), new HubPart()), console);
  }
}
