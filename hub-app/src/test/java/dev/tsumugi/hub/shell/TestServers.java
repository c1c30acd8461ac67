package dev.tsumugi.hub.shell;

import java.nio.file.Path;

/** Real servers for tests, on folders of their own; the programs are unpacked once for all. */
final class TestServers {
  private TestServers() {}

  static Path cache() {
    return Path.of(System.getProperty("tsumugi.root", "."), ".hub").toAbsolutePath().normalize();
  }

  static DataFolder folder(Path temp) throws java.io.IOException {
    // The real path: the server's command line is compared with it.
    DataFolder folder = new DataFolder(temp.toRealPath().resolve("data"));
    folder.prepare();
    return folder;
  }

  static PostgresServer start(DataFolder folder) {
    return start(folder, 0);
  }

  static PostgresServer start(DataFolder folder, int port) {
    return PostgresServer.start(folder, port, cache());
  }
}
