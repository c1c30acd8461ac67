package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Written;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The generation of stored definitions of codes: it grows in the transaction that writes one. */
final class TermWrites {
  static final Set<String> TYPES = Set.of("CodeSystem", "ValueSet", "ConceptMap");

  private TermWrites() {}

  static void follow(Connection connection, List<Written> written) throws SQLException {
    if (written.stream().noneMatch(TermWrites::changes)) return;
    try (PreparedStatement grow =
        connection.prepareStatement("update terminology_set set generation = generation + 1")) {
      grow.executeUpdate();
    }
  }

  private static boolean changes(Written one) {
    boolean stays = one.kind() == Written.Kind.FOUND || one.kind() == Written.Kind.UNCHANGED;
    return !stays && one.resources().stream().anyMatch(r -> TYPES.contains(r.ref().type()));
  }

  static long generation(Connection connection) throws SQLException {
    try (PreparedStatement ask =
            connection.prepareStatement("select generation from terminology_set");
        ResultSet told = ask.executeQuery()) {
      if (!told.next()) throw new SQLException("terminology_set is empty");
      return told.getLong(1);
    }
  }
}
