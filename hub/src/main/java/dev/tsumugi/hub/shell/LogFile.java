package dev.tsumugi.hub.shell;

/** Where the log goes: see {@code logback.xml}, which reads this property once. */
final class LogFile {
  private LogFile() {}

  /** To be called before anything is logged. */
  static void open(DataFolder folder) {
    System.setProperty("hub.log", folder.hubLog().toString());
  }
}
