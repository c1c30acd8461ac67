package dev.tsumugi.consent;

import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.consent.Scopes.Context;
import java.util.ArrayList;
import java.util.List;

/** To which rows scopes reach. */
final class ScopeReach {
  private final Scopes scopes;
  private final SearchTokens tokens;

  ScopeReach(Scopes scopes, SearchTokens tokens) {
    this.scopes = scopes;
    this.tokens = tokens;
  }

  /** What must hold of a row of the type; several scopes are alternatives. */
  Residue of(Action action, String type, Context context) {
    if (scopes.allows(action, type, context)) return Residue.ALWAYS;
    List<ScopeQuery> queries = scopes.queries(action, type, context);
    if (queries.isEmpty()) return Residue.NEVER;
    return Residues.any(queries.stream().map(query -> query.residue(tokens, type)).toList());
  }

  /** Why scopes that allow this in no context do not. */
  Reason tooNarrow(Action action, String type) {
    for (Context context : Context.values()) {
      if (!scopes.queries(action, type, context).isEmpty()) return Reason.SCOPE_QUERY_UNSUPPORTED;
    }
    return Reason.SCOPE_TOO_NARROW;
  }

  /** The parameters of scopes for this that no row can be held to. */
  List<String> unsupported(Action action, String type) {
    List<String> params = new ArrayList<>();
    for (Context context : Context.values()) {
      for (ScopeQuery query : scopes.queries(action, type, context)) {
        params.addAll(query.unsupported(tokens, type));
      }
    }
    return params.stream().distinct().toList();
  }
}
