package dev.tsumugi.acp.paper;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is printed of a plan. */
public enum PaperKind {
  /** All of it, to sign, keep and show. */
  PLAN,
  /** One page for the door of the fridge: what a crew must know. */
  SHEET,
  /** A card for the wallet, two sides. */
  CARD;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<PaperKind> of(String code) {
    return Stream.of(values()).filter(kind -> kind.code().equals(code)).findFirst();
  }
}
