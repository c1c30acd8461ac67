package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import org.jspecify.annotations.Nullable;

/** The forms a {@code Reference.reference} may have (R4 references, literal references). */
final class References {
  private References() {}

  /**
   * Whether {@code text} is a fragment, {@code Type/id[/_history/v]}, an absolute URL or URN, or a
   * conditional reference {@code Type?query}, which a transaction replaces before it stores.
   */
  static boolean isWellFormed(String text, Structures structures) {
    if (text.startsWith("#")) return text.length() == 1 || Ref.isId(text.substring(1));
    int question = text.indexOf('?');
    if (question > 0 && structures.resource(text.substring(0, question)) != null) {
      return question + 1 < text.length();
    }
    if (isAbsolute(text)) return true;
    return Ref.parse(text).filter(ref -> structures.resource(ref.type()) != null).isPresent();
  }

  /** Starts with a URI scheme. */
  static boolean isAbsolute(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') return i > 1 && i + 1 < text.length();
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean inner = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !inner)) return false;
    }
    return false;
  }

  /** The type a Reference says it leads to; null if that takes following it. */
  static @Nullable String typeOf(Json.Obj reference) {
    String text = reference.text("reference");
    if (text != null) {
      int question = text.indexOf('?');
      if (question > 0) return text.substring(0, question);
      String[] parts = text.split("/", -1);
      int end = parts.length;
      if (end >= 4 && parts[end - 2].equals("_history")) end -= 2;
      if (end >= 2 && isTypeName(parts[end - 2])) return parts[end - 2];
    }
    return reference.text("type");
  }

  private static boolean isTypeName(String part) {
    return !part.isEmpty() && part.charAt(0) >= 'A' && part.charAt(0) <= 'Z';
  }
}
