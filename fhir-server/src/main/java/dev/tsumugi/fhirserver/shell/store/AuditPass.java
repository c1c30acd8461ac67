package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** One way over the store, on which some claims are looked at. It changes nothing. */
interface AuditPass {
  Set<Claim> claims();

  void look(Connection connection, AuditNotes notes) throws SQLException;

  /** How a finding names a resource; a row may hold a type that does not exist. */
  static String name(R4 r4, short type, String id) {
    boolean known = type >= 1 && type <= r4.types().size();
    return (known ? r4.typeName(type) : "type " + type) + "/" + id;
  }
}
