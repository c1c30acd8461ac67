package dev.tsumugi.acp.shell;

import java.sql.Connection;
import java.sql.SQLException;

/** Where this module's tables are, in the application's role; who takes a connection closes it. */
@FunctionalInterface
public interface AcpConnections {
  Connection open() throws SQLException;
}
