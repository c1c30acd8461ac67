package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.SearchTokens;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What scopes may be narrowed by: R4's parameters of the type {@code token} that stand in the row,
 * in their plain form. Those that a SearchParameter resource brought may go again, and are none.
 */
public final class ScopeTokens implements SearchTokens {
  private final R4 r4;

  /**
   * @param r4 without loaded parameters
   */
  public ScopeTokens(R4 r4) {
    this.r4 = r4;
  }

  /** Codes of the parameters by which scopes for this type may be narrowed. */
  public List<String> params(String type) {
    return r4.searchParameters(type).stream()
        .filter(this::narrows)
        .map(SearchParameter::code)
        .toList();
  }

  private boolean narrows(SearchParameter param) {
    return param.kind() == Kind.TOKEN
        && !param.code().equals("_id")
        && !param.expression().isEmpty()
        && Searchable.supports(r4, param);
  }

  @Override
  public Optional<SortedSet<Long>> of(String type, String param, String value) {
    return r4.searchParameter(type, param).filter(this::narrows).flatMap(p -> tokens(p, value));
  }

  private Optional<SortedSet<Long>> tokens(SearchParameter param, String value) {
    List<String> values = QueryValues.apart(value, ',');
    values.removeIf(String::isEmpty);
    boolean readable =
        !values.isEmpty()
            && values.size() <= Limits.ALTERNATIVES
            && values.stream().allMatch(one -> one.length() <= Limits.VALUE_LENGTH);
    if (!readable) return Optional.empty();
    short type = r4.typeNumber(param.type());
    SortedSet<Long> tokens = new TreeSet<>();
    for (String one : values) {
      tokens.add(TokenText.hash(type, param.number(), QueryValues.token(one)));
    }
    return Optional.of(tokens);
  }
}
