package dev.tsumugi.bench.shell;

import java.nio.file.Path;

/** The JVM that runs the bench runs the servers too. */
final class Java {
  private Java() {}

  static String path() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
