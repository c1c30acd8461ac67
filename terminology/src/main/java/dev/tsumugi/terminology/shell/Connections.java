package dev.tsumugi.terminology.shell;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the tables of loaded code systems are; who takes a connection closes it. */
@FunctionalInterface
public interface Connections {
  Connection open() throws SQLException;
}
