package dev.tsumugi.hub.shell;

/** A database user. */
record Login(String user, String password) {
  /** Without the password: logins get into log lines. */
  @Override
  public String toString() {
    return user;
  }
}
