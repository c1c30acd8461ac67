package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * One clause as a condition on {@code resource r}. Types and parameters are numbers of ours, put as
 * text.
 */
final class ClauseSql {
  /** Mean radius in metres: distances are those on a sphere, off by 0.5 % at most. */
  private static final String EARTH = "6371008.8";

  private static final int MOST_COMPARED = 8;

  private static final String LAST_TEXT = "\uffff\uffff";

  private final String typeName;
  private final List<Short> types;
  private final Instant now;
  private final FarRows far;
  private final boolean ofOne;

  ClauseSql(String typeName, R4 r4, Instant now, FarRows far) {
    this(typeName, List.of(r4.typeNumber(typeName)), now, far, false);
  }

  /**
   * @param types numbers of the types looked at; with several only parameters of every resource
   * @param ofOne whether another condition leaves only one patient's rows
   */
  ClauseSql(String typeName, List<Short> types, Instant now, FarRows far, boolean ofOne) {
    this.typeName = typeName;
    this.types = types;
    this.now = now;
    this.far = far;
    this.ofOne = ofOne;
  }

  Sql clause(Clause clause) throws SQLException {
    if (clause instanceof Clause.Ids ids) {
      return new Sql().add("r.id = any (?)", (Object) ids.ids().toArray(String[]::new));
    }
    if (clause instanceof Clause.Updated updated) {
      return anyOf(
          updated.tests(), test -> Ranges.date(test, "r.updated", "r.updated", false, now));
    }
    if (clause instanceof Clause.Tokens tokens) {
      Sql hit = hashes(tokens.param(), tokens.texts());
      return tokens.not() ? new Sql().add("not ").add(hit) : hit;
    }
    if (clause instanceof Clause.References references) {
      short param = references.param().number();
      short type = types.get(0);
      return tokens(
          references.targets().stream()
              .mapToLong(target -> TokenText.reference(type, param, target))
              .toArray());
    }
    if (clause instanceof Clause.Strings strings) return strings(strings);
    if (clause instanceof Clause.Dates dates) return dates(dates);
    if (clause instanceof Clause.Numbers numbers) return numbers(numbers);
    if (clause instanceof Clause.Told told) {
      short param = told.param().number();
      return anyOf(
          told.beginnings(),
          text -> new Sql().add("strpos(r.words, ?) > 0", Entries.word(param, text)));
    }
    if (clause instanceof Clause.Missing missing) {
      String not = missing.missing() ? "not " : "";
      return new Sql().add(not + missing.param().number() + " = any (r.present)");
    }
    if (clause instanceof Clause.Together together) return together(together);
    if (clause instanceof Clause.Near near) return near(near);
    if (clause instanceof Clause.Any any) return joined(any.clauses(), " or ");
    if (clause instanceof Clause.All all) return joined(all.clauses(), " and ");
    if (clause instanceof Clause.Chain chain) return far.chain(typeName, chain);
    if (clause instanceof Clause.Has has) return far.has(typeName, has);
    throw new IllegalStateException("a clause that no statement knows");
  }

  /** Out of the body: a city has few places, and no index of ours knows the plane. */
  private static Sql near(Clause.Near near) {
    // Rounded, for what is too small a number for the machine is an error to the database.
    String latitude = "round((p ->> 'latitude')::numeric, 9)";
    String longitude = "round((p ->> 'longitude')::numeric, 9)";
    return new Sql()
        .add("exists (select from (select")
        .add(" convert_from('\\x7b'::bytea || r.body, 'UTF8')::jsonb -> 'position' as p) j where")
        .add(" case when " + latitude + " between -90 and 90 and " + longitude)
        .add(" between -180 and 180 then 2 * " + EARTH + " * asin(least(1, sqrt(")
        .add("power(sin(radians(" + latitude + "::float8 - ?) / 2), 2)", near.latitude())
        .add(" + cos(radians(?)) * cos(radians(" + latitude + "::float8))", near.latitude())
        .add(" * power(sin(radians(" + longitude + "::float8 - ?) / 2), 2))))", near.longitude())
        .add(" <= ? end)", near.metres());
  }

  private Sql joined(List<Clause> clauses, String with) throws SQLException {
    Sql sql = new Sql().add("(");
    for (int i = 0; i < clauses.size(); i++) {
      sql.add(i == 0 ? "" : with).add(clause(clauses.get(i)));
    }
    return sql.add(")");
  }

  private Sql hashes(SearchParameter param, List<String> texts) {
    return tokens(
        types.stream()
            .flatMap(type -> texts.stream().map(t -> TokenText.hash(type, param.number(), t)))
            .mapToLong(Long::longValue)
            .toArray());
  }

  /**
   * One patient's rows are a short range of the key: gone through, they keep its order, and their
   * cost does not grow with the city. The index over all tokens knows of no patient, and the
   * database, which takes a patient and a token for independent, would choose it.
   */
  private Sql tokens(long[] hashes) {
    if (!ofOne || hashes.length > MOST_COMPARED) return overlap(hashes);
    Sql sql = new Sql().add("(");
    for (int i = 0; i < hashes.length; i++) {
      sql.add(i == 0 ? "? = any (r.tokens)" : " or ? = any (r.tokens)", hashes[i]);
    }
    return sql.add(")");
  }

  static Sql overlap(long[] hashes) {
    // One value is the common case, and "contains" is the operator with the better estimate.
    return new Sql().add(hashes.length == 1 ? "r.tokens @> ?" : "r.tokens && ?", hashes);
  }

  private Sql beside(String table, SearchParameter param, Sql condition) {
    return new Sql()
        .add("exists (select from " + table + " where ")
        .add("n.patient = r.patient and n.row = r.row and n.type = " + types.get(0))
        .add(" and n.param = " + param.number() + " and ")
        .add(condition)
        .add(")");
  }

  private Sql strings(Clause.Strings clause) {
    return anyOf(
        clause.values(),
        value ->
            beside(
                "string_value n",
                clause.param(),
                switch (clause.match()) {
                  case PREFIX ->
                      new Sql().add("n.value >= ? and n.value < ?", value, value + LAST_TEXT);
                  case CONTAINS -> new Sql().add("strpos(n.value, ?) > 0", value);
                  case EXACT -> new Sql().add("n.exact = ?", value);
                }));
  }

  private Sql dates(Clause.Dates clause) {
    boolean main = MainDate.is(typeName, clause.param().code());
    return anyOf(
        clause.tests(),
        test ->
            main
                ? Ranges.date(test, "r.since", "r.until", true, now)
                : beside(
                    "date_value n",
                    clause.param(),
                    Ranges.date(test, "n.since", "n.until", true, now)));
  }

  private Sql numbers(Clause.Numbers clause) {
    return anyOf(
        clause.tests(), test -> beside("number_value n", clause.param(), Ranges.number(test)));
  }

  private Sql together(Clause.Together clause) {
    SearchParameter param = clause.param();
    if (clause.second() instanceof Clause.Tokens tokens) {
      List<String> texts =
          tokens.texts().stream().map(t -> TokenText.both(clause.first(), t)).toList();
      return hashes(param, texts);
    }
    Clause.Numbers numbers = (Clause.Numbers) clause.second();
    long first = TokenText.hash(types.get(0), param.number(), clause.first());
    return beside(
        "number_value n",
        param,
        new Sql()
            .add("n.beside @> ? and ", new long[] {first})
            .add(anyOf(numbers.tests(), Ranges::number)));
  }

  private static <T> Sql anyOf(List<T> values, Function<T, Sql> one) {
    Sql sql = new Sql().add("(");
    for (int i = 0; i < values.size(); i++) {
      sql.add(i == 0 ? "" : " or ").add(one.apply(values.get(i)));
    }
    return sql.add(")");
  }
}
