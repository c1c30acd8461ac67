package dev.tsumugi.hub.shell;

import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the log goes: see {@code logback.xml}, which reads this property once. */
final class LogFile {
  private LogFile() {}

  /** To be called before anything is logged. */
  static void open(DataFolder folder) {
    System.setProperty("hub.log", folder.hubLog().toString());
    // Spring Boot would set the logging up anew, and lose the file.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    // Tomcat and the database driver log by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
