package dev.tsumugi.acp.paper;

import java.util.Locale;
import java.util.Optional;

/** In which words a paper is made. */
public enum Language {
  JA,
  EN;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Language> of(String code) {
    return switch (code) {
      case "ja" -> Optional.of(JA);
      case "en" -> Optional.of(EN);
      default -> Optional.empty();
    };
  }

  String pick(String ja, String en) {
    return this == JA ? ja : en;
  }
}
