package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON value (<a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>), its
 * tokens unescaped.
 */
record JsonPointer(List<String> tokens) {
  /** As deep as JSON may be nested here at all. */
  static final int MAX_DEPTH = 100;

  JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /** Null for what is no pointer; the empty text is the whole value. */
  static @Nullable JsonPointer parse(String text) {
    if (text.isEmpty()) return new JsonPointer(List.of());
    if (text.charAt(0) != '/') return null;
    List<String> tokens = new ArrayList<>();
    for (String part : text.substring(1).split("/", -1)) {
      String token = unescape(part);
      if (token == null) return null;
      tokens.add(token);
    }
    return new JsonPointer(tokens);
  }

  /** {@code ~1} is a slash and {@code ~0} a tilde; any other tilde is a mistake. */
  private static @Nullable String unescape(String part) {
    if (part.indexOf('~') < 0) return part;
    StringBuilder token = new StringBuilder(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c != '~') {
        token.append(c);
        continue;
      }
      char next = ++i < part.length() ? part.charAt(i) : ' ';
      if (next != '0' && next != '1') return null;
      token.append(next == '0' ? '~' : '/');
    }
    return token.toString();
  }

  boolean isWhole() {
    return tokens.isEmpty();
  }

  String first() {
    return tokens.get(0);
  }

  JsonPointer rest() {
    return new JsonPointer(tokens.subList(1, tokens.size()));
  }

  /** Whether {@code other} lies inside of what this names, and is not the same place. */
  boolean encloses(JsonPointer other) {
    int size = tokens.size();
    return size < other.tokens.size() && other.tokens.subList(0, size).equals(tokens);
  }

  /** What stands there; null if nothing does. */
  @Nullable Json in(Json value) {
    Json found = value;
    for (String token : tokens) {
      if (found instanceof Json.Obj obj) {
        Json member = obj.get(token);
        if (member == null) return null;
        found = member;
      } else if (found instanceof Json.Arr arr) {
        int index = index(token);
        if (index < 0 || index >= arr.items().size()) return null;
        found = arr.items().get(index);
      } else {
        return null;
      }
    }
    return found;
  }

  /** An array index as the RFC writes it, without leading zeros; -1 for all else. */
  static int index(String token) {
    if (token.isEmpty() || token.length() > 9) return -1;
    if (token.length() > 1 && token.charAt(0) == '0') return -1;
    int index = 0;
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c < '0' || c > '9') return -1;
      index = index * 10 + (c - '0');
    }
    return index;
  }
}
