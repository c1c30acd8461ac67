package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.r4.SearchParameter;
import java.util.Set;

/**
 * Which parameters this release answers: the parser refuses and the metadata leaves out the rest.
 */
public final class Searchable {
  private static final Set<SearchParameter.Kind> KINDS =
      Set.of(
          SearchParameter.Kind.TOKEN,
          SearchParameter.Kind.REFERENCE,
          SearchParameter.Kind.STRING,
          SearchParameter.Kind.DATE,
          SearchParameter.Kind.NUMBER,
          SearchParameter.Kind.QUANTITY,
          SearchParameter.Kind.URI);

  /** Searches of the whole text need an index of their own. */
  private static final Set<String> WHOLE_TEXT = Set.of("_text", "_content", "_query", "_filter");

  private Searchable() {}

  public static boolean supports(SearchParameter param) {
    return KINDS.contains(param.kind()) && !WHOLE_TEXT.contains(param.code());
  }
}
