package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.Identified;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.identity.TokenReader;
import java.util.List;

/**
 * Tokens that came in a body. Whoever shows one there can add no proof of having its key: a bound
 * one would be as good as an unbound one if it were taken.
 */
record BodyTokens(TokenDesk desk) implements TokenReader {
  @Override
  public Identified identify(String token, List<String> purposes) {
    Identified who = desk.identify(token, purposes);
    boolean bound = who instanceof Identified.As as && as.requester().signOn().key().isPresent();
    return bound ? new Identified.Refused(Refusal.BOUND) : who;
  }
}
