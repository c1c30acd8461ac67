package dev.tsumugi.hub.shell;

import dev.tsumugi.terminology.shell.Connections;

/**
 * The hub's connections to loaded code systems, apart from those of the records: a search that asks
 * for codes holds one of those already, and must not wait for a second.
 */
final class CodeTableConnections extends SmallPool implements Connections {
  CodeTableConnections(Database database) {
    super(database, "codes", true);
  }
}
