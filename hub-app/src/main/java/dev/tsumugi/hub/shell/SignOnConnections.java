package dev.tsumugi.hub.shell;

import dev.tsumugi.fhirserver.Lane;
import dev.tsumugi.identity.shell.IdentityConnections;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The hub's connections to the tables of sign-on: they answer while exports hold the others. A
 * crew's token and its proofs are looked at by connections that only the urgent lane has.
 */
final class SignOnConnections extends SmallPool implements IdentityConnections {
  private final SmallPool urgent;

  SignOnConnections(Database database) {
    super(database, "sign-on", false);
    urgent = new Urgent(database);
  }

  private static final class Urgent extends SmallPool {
    Urgent(Database database) {
      super(database, "urgent-sign-on");
    }
  }

  @Override
  public Connection open() throws SQLException {
    return Lane.here() == Lane.URGENT ? urgent.open() : super.open();
  }

  @Override
  public void close() {
    super.close();
    urgent.close();
  }
}
