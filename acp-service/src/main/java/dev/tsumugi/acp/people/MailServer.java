package dev.tsumugi.acp.people;

/**
 * Through whom mail is sent (RFC 5321).
 *
 * @param from address of the hub
 * @param user empty for a server that asks for none
 * @param starttls whether the connection must become TLS before anything is said
 */
public record MailServer(
    String host, int port, String from, String user, String password, boolean starttls) {
  /** Whether mail is sent at all. */
  public boolean isSet() {
    return !host.isBlank() && !from.isBlank();
  }

  /** Without the password: records are printed. */
  @Override
  public String toString() {
    return "MailServer[" + host + ":" + port + "]";
  }
}
