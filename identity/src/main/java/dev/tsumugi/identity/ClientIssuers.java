package dev.tsumugi.identity;

import java.util.Map;

/**
 * The software that calls this hub's services in its own name, CDS clients for example.
 *
 * @param keys by the issuer that its JWTs name, where its key set is (RFC 7517)
 */
public record ClientIssuers(Map<String, String> keys) {
  public ClientIssuers {
    keys = Map.copyOf(keys);
  }
}
