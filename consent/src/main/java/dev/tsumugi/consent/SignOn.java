package dev.tsumugi.consent;

import java.util.Optional;

/**
 * How a requester came to be signed on, as the verified token says it.
 *
 * @param session id of the sign-on session; empty for a service, which has none
 * @param token id of the token ({@code jti})
 * @param assurance how sure the issuer is of the person ({@code acr}): 1 a password, or badge and
 *     PIN; 2 a passkey or a second factor; 3 a national ID; 0 if the token states none
 * @param key thumbprint of the key that the token is bound to (RFC 7638, {@code cnf.jkt}); empty
 *     for a plain bearer token
 */
public record SignOn(String session, String token, int assurance, Optional<String> key) {
  /** Of those who never sign on, and whom that must not stop: the hub, and who is only imagined. */
  public static final SignOn NONE = new SignOn("-", "-", 3, Optional.empty());

  public SignOn {
    if (assurance < 0 || assurance > 3) {
      throw new IllegalArgumentException("assurance is from 0 to 3, not " + assurance);
    }
  }
}
