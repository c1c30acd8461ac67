package dev.tsumugi.consent;

import dev.tsumugi.consent.Decision.Basis;
import dev.tsumugi.consent.Decision.Deny;
import dev.tsumugi.consent.Decision.Permit;
import dev.tsumugi.consent.Decision.Reason;
import java.util.List;
import java.util.stream.Stream;

/** The decisions that rest on no consent: one of each, so that deciding allocates nothing. */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
final class Answers {
  private static final Permit[] PERMITS =
      Stream.of(Basis.values()).map(basis -> new Permit(basis, List.of())).toArray(Permit[]::new);
  private static final Deny[] DENIES =
      Stream.of(Reason.values()).map(Deny::new).toArray(Deny[]::new);

  private Answers() {}

  static Decision permit(Basis basis) {
    return PERMITS[basis.ordinal()];
  }

  static Decision deny(Reason reason) {
    return DENIES[reason.ordinal()];
  }
}
