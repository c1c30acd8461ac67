package dev.tsumugi.consent;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The search by which one scope is narrowed (<a
 * href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#finer-grained-resource-constraints-using-search-parameters">SMART
 * 2.2</a>). Every part of it must hold of a row.
 */
record ScopeQuery(List<Part> parts) {
  /** One {@code param=value}. */
  record Part(String param, String value) {
    Optional<SortedSet<Long>> tokens(SearchTokens tokens, String type) {
      return tokens.of(type, param, value);
    }
  }

  ScopeQuery {
    parts = List.copyOf(parts);
  }

  /**
   * What cannot be taken apart becomes a part that no store knows.
   *
   * @param text behind the question mark
   */
  static ScopeQuery parse(String text) {
    List<Part> parts = new ArrayList<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String param = equals < 0 ? "" : decoded(pair.substring(0, equals));
      parts.add(new Part(param, equals < 0 ? "" : decoded(pair.substring(equals + 1))));
    }
    return new ScopeQuery(parts);
  }

  /** A plus sign is one: a scope is no form. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) return text;
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      return "";
    }
  }

  /** What a row of the type must have; never, if some part of it cannot be held to. */
  Residue residue(SearchTokens tokens, String type) {
    List<Residue> all = new ArrayList<>(parts.size());
    for (Part part : parts) {
      all.add(part.tokens(tokens, type).<Residue>map(Residue.Tokened::new).orElse(Residue.NEVER));
    }
    return Residues.all(all);
  }

  /** The parameters that cannot be held to on rows of the type. */
  List<String> unsupported(SearchTokens tokens, String type) {
    return parts.stream()
        .filter(part -> part.tokens(tokens, type).isEmpty())
        .map(Part::param)
        .toList();
  }
}
