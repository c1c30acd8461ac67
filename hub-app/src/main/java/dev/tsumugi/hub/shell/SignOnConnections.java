package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.IdentityConnections;

/** The hub's connections to the tables of sign-on: they answer while exports hold the others. */
final class SignOnConnections extends SmallPool implements IdentityConnections {
  SignOnConnections(Database database) {
    super(database, "sign-on", false);
  }
}
