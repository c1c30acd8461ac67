package dev.tsumugi.identity.shell;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the tables of sign-on are, in the application's role; who takes a connection closes it. */
@FunctionalInterface
public interface IdentityConnections {
  Connection open() throws SQLException;
}
