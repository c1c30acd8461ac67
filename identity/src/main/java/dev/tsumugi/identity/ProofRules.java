package dev.tsumugi.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a proof of possession was made for this request (RFC 9449 section 4.3); its signature and
 * that it was not shown before are still to be checked. The first rule that fails speaks.
 */
public final class ProofRules {
  /** A proof is made for one request, and sent at once. */
  public static final Duration OLDEST = Duration.ofSeconds(60);

  /** Two clocks are never the same. */
  public static final Duration EARLIEST = Duration.ofSeconds(5);

  private ProofRules() {}

  /**
   * @param address of the request as its client knows it
   * @param tokenHash of the token shown beside it; empty where there is none
   */
  public static Optional<Refusal> refusal(
      Proof proof, String method, HttpAddress address, Optional<String> tokenHash, Instant now) {
    boolean there = HttpAddress.of(proof.address()).filter(address::equals).isPresent();
    if (!there || !proof.method().equals(method)) return Optional.of(Refusal.PROOF_ELSEWHERE);
    boolean old = proof.issued().plus(OLDEST).isBefore(now);
    boolean early = proof.issued().minus(EARLIEST).isAfter(now);
    if (old || early) return Optional.of(Refusal.PROOF_TIME);
    if (tokenHash.isPresent() && !proof.tokenHash().equals(tokenHash)) {
      return Optional.of(Refusal.PROOF_OF_ANOTHER_TOKEN);
    }
    return Optional.empty();
  }

  /** Until when it must be remembered that a proof was shown. */
  public static Instant rememberedUntil(Proof proof) {
    return proof.issued().plus(OLDEST).plus(EARLIEST);
  }
}
