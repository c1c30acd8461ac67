package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.r4.Composites;
import dev.tsumugi.fhirserver.r4.R4;
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

  public static boolean supports(R4 r4, SearchParameter param) {
    if (param.kind() == SearchParameter.Kind.COMPOSITE) return Composites.supports(r4, param);
    if (param.kind() == SearchParameter.Kind.SPECIAL) return param.code().equals("near");
    return KINDS.contains(param.kind()) && !WHOLE_TEXT.contains(param.code());
  }
}
