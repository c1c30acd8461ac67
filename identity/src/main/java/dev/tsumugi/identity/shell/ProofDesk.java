package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.HttpAddress;
import dev.tsumugi.identity.IdentitySettings;
import dev.tsumugi.identity.ProofRules;
import dev.tsumugi.identity.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Checks proofs of possession (RFC 9449 section 4.3): what costs nothing first, then the signature,
 * and last that it was not shown before, so that only who holds the key leaves a trace.
 */
final class ProofDesk {
  private static final String FHIR = "/fhir";

  private final String hub;
  private final SpentProofs spent;
  private final Clock clock;

  ProofDesk(IdentitySettings settings, SpentProofs spent, Clock clock) {
    String base = settings.base();
    this.hub = base.endsWith(FHIR) ? base.substring(0, base.length() - FHIR.length()) : base;
    this.spent = spent;
    this.clock = clock;
  }

  sealed interface Checked {
    /**
     * @param key thumbprint of the key that was proved
     */
    record Good(String key) implements Checked {}

    record Refused(Refusal refusal) implements Checked {}
  }

  /** The proof beside a token that is bound to {@code key}. */
  Checked check(HttpServletRequest request, String token, String key) {
    return check(request, Optional.of(hash(token)), Optional.of(key));
  }

  /** A proof that stands alone: that its sender holds some key. */
  Checked check(HttpServletRequest request) {
    return check(request, Optional.empty(), Optional.empty());
  }

  private Checked check(
      HttpServletRequest request, Optional<String> tokenHash, Optional<String> key) {
    List<String> headers = Collections.list(request.getHeaders("DPoP"));
    if (headers.size() != 1) return refused(Refusal.PROOF_MISSING);
    ShownProof.Parsed parsed = ShownProof.parse(headers.get(0));
    if (parsed instanceof ShownProof.Parsed.Unfit unfit) return refused(unfit.refusal());
    ShownProof shown = ((ShownProof.Parsed.Good) parsed).proof();
    if (key.isPresent() && !key.get().equals(shown.key())) {
      return refused(Refusal.PROOF_OF_ANOTHER_KEY);
    }
    // The address as clients know it: behind a balancer the request's own is another.
    Optional<HttpAddress> here = HttpAddress.of(hub + request.getRequestURI());
    if (here.isEmpty()) return refused(Refusal.PROOF_ELSEWHERE);
    Optional<Refusal> refusal =
        ProofRules.refusal(
            shown.proof(), request.getMethod(), here.get(), tokenHash, clock.instant());
    if (refusal.isPresent()) return refused(refusal.get());
    if (!shown.signed()) return refused(Refusal.PROOF_SIGNATURE);
    boolean first =
        spent.first(
            "dpop " + shown.key() + " " + shown.proof().id(),
            ProofRules.rememberedUntil(shown.proof()));
    return first ? new Checked.Good(shown.key()) : refused(Refusal.PROOF_REPLAYED);
  }

  private static Checked refused(Refusal refusal) {
    return new Checked.Refused(refusal);
  }

  private static String hash(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
