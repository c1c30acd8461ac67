package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which loaded parameters a question goes through. A node may be a moment behind: so the snapshot
 * that answers is asked, too, whether each of them is complete and still the same. A question
 * without any pays nothing.
 */
final class LoadedInUse {
  private final SearchSet set;
  private final List<SearchParameter> used = new ArrayList<>();

  private LoadedInUse(SearchSet set) {
    this.set = set;
  }

  /**
   * @throws Problem UNAVAILABLE if one of them has just changed
   */
  static void demand(Connection connection, Query query, SearchSet set) throws SQLException {
    LoadedInUse use = new LoadedInUse(set);
    query.clauses().forEach(use::clause);
    query.sort().forEach(sort -> use.param(sort.param()));
    query.includes().forEach(use::include);
    if (!use.used.isEmpty()) use.demand(connection);
  }

  private void demand(Connection connection) throws SQLException {
    Set<Short> numbers = new TreeSet<>();
    for (SearchParameter param : used) {
      boolean same =
          set.inForce()
              .answered()
              .searchParameter(param.type(), param.code())
              .map(known -> known.number() == param.number())
              .orElse(false);
      if (!same) throw changed(param);
      numbers.add(param.number());
    }
    if (!ParameterTable.allActive(connection, numbers)) throw changed(used.get(0));
  }

  private static Problem changed(SearchParameter param) {
    return Problem.at(
        Problem.Kind.UNAVAILABLE,
        param.code(),
        "the loaded search parameter '" + param.code() + "' is just being changed; ask again");
  }

  private void param(SearchParameter param) {
    if (param.loaded()) used.add(param);
  }

  private void include(Query.Include include) {
    include.param().ifPresent(this::param);
    if (include.param().isPresent() || !include.reverse()) return;
    set.inForce().answered().searchParameters(include.source()).stream()
        .filter(param -> param.kind() == Kind.REFERENCE)
        .forEach(this::param);
  }

  private void clause(Clause clause) {
    if (clause instanceof Clause.Tokens tokens) param(tokens.param());
    if (clause instanceof Clause.References references) param(references.param());
    if (clause instanceof Clause.Strings strings) param(strings.param());
    if (clause instanceof Clause.Dates dates) param(dates.param());
    if (clause instanceof Clause.Numbers numbers) param(numbers.param());
    if (clause instanceof Clause.Told told) param(told.param());
    if (clause instanceof Clause.Missing missing) param(missing.param());
    if (clause instanceof Clause.Together together) {
      param(together.param());
      clause(together.second());
    }
    if (clause instanceof Clause.Any any) any.clauses().forEach(this::clause);
    if (clause instanceof Clause.All all) all.clauses().forEach(this::clause);
    if (clause instanceof Clause.Chain chain) {
      param(chain.param());
      chain.far().forEach(far -> clause(far.clause()));
    }
    if (clause instanceof Clause.Has has) {
      param(has.param());
      clause(has.far().clause());
    }
  }
}
