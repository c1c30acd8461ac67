package dev.tsumugi.hub.shell;

import dev.tsumugi.acp.shell.AcpConnections;

/** The hub's connections to the tables of wishes and the people around them. */
final class AcpPool extends SmallPool implements AcpConnections {
  AcpPool(Database database) {
    super(database, "acp", false);
  }
}
