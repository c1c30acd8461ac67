package dev.tsumugi.identity;

import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * What a proof of possession says (RFC 9449 section 4.2), read but not yet believed.
 *
 * @param method of the request it was made for ({@code htm})
 * @param address of that request ({@code htu})
 * @param id {@code jti}
 * @param tokenHash {@code ath}: BASE64URL of the SHA-256 of the token shown beside it
 */
public record Proof(
    String method, String address, Instant issued, String id, Optional<String> tokenHash) {
  private static final int LONGEST_ID = 256;

  /** Reads a proof's payload; empty if a claim is missing or misshapen. */
  public static Optional<Proof> read(Json.Obj payload) {
    TokenClaims.Reading in = new TokenClaims.Reading(payload);
    Optional<Instant> issued = in.instant("iat");
    Proof proof =
        new Proof(
            in.needed("htm"),
            in.needed("htu"),
            issued.orElse(Instant.EPOCH),
            in.needed("jti"),
            in.text("ath"));
    boolean whole = in.sound() && issued.isPresent() && proof.id().length() <= LONGEST_ID;
    return whole ? Optional.of(proof) : Optional.empty();
  }
}
