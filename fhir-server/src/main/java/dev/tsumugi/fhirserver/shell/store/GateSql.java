package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Residue;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.Gated.Admitted;
import dev.tsumugi.fhirserver.shell.store.Gated.Touched;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was decided, as a condition on {@code r}, a row of {@code resource} or {@code
 * resource_history}: the combinations of which rows may be seen, and what must hold of the single
 * row. The latter agrees with {@link Residue#holds} on every row that is marked and is false on all
 * others; it is never null.
 */
final class GateSql {
  private final R4 r4;

  GateSql(R4 r4) {
    this.r4 = r4;
  }

  /** What fits and is among these. */
  Sql gate(GateTag tag, Sql where, List<Admitted> permitted) {
    return new Sql().add(where).add(" and ").gate(tag, condition(permitted));
  }

  /**
   * Pairs of patient and facet; for rows of several patients, each of them. Combinations that
   * depend on the same in their rows stand together, so that a statement grows with what people
   * choose, not with their number.
   */
  private Sql condition(List<Admitted> permitted) {
    Map<Optional<Residue>, List<Touched>> groups = new LinkedHashMap<>();
    groups.put(Optional.empty(), new ArrayList<>());
    for (Admitted one : permitted) {
      groups.computeIfAbsent(one.when(), w -> new ArrayList<>()).add(one.touched());
    }
    Sql gate = new Sql();
    groups.forEach(
        (when, touched) -> {
          Sql group = among(touched);
          if (when.isPresent()) {
            gate.add(" or (").add(group).add(") and ").add(condition(when.get()));
          } else {
            gate.add(group); // always the first
          }
        });
    return gate;
  }

  private static Sql among(List<Touched> permitted) {
    List<Touched> alone = permitted.stream().filter(t -> t.members().isEmpty()).toList();
    int[] facets = alone.stream().mapToInt(Touched::facet).toArray();
    Sql among = new Sql().add("r.members = '{}' and ");
    if (alone.stream().mapToLong(Touched::patient).distinct().count() == 1) {
      // Of one patient's rows the database sees a range of the key, in its order.
      among.add("r.patient = ? and r.facet = any (?)", alone.get(0).patient(), facets);
    } else {
      // "is true" keeps it a look-up in a table of hashes, once a row: as a join of an unknown
      // length the database would go through all rows of each patient.
      among.add(
          "((r.patient, r.facet) in (select * from unnest(?, ?))) is true",
          alone.stream().mapToLong(Touched::patient).toArray(),
          facets);
    }
    for (Touched one : permitted) {
      if (one.members().isEmpty()) continue;
      among.add(
          " or r.patient = ? and r.facet = ? and r.members = ?",
          one.patient(),
          one.facet(),
          Sql.longs(one.members()));
    }
    return among;
  }

  private Sql condition(Residue residue) {
    // "false and null" is false, so nothing below needs to look for unmarked rows again.
    return new Sql().add("(r.marks is not null and ").add(of(residue)).add(")");
  }

  private Sql of(Residue residue) {
    if (residue instanceof Residue.All all) return joined(all.parts(), " and ", "true");
    if (residue instanceof Residue.Any any) return joined(any.parts(), " or ", "false");
    if (residue instanceof Residue.Not not) {
      return new Sql().add("(not ").add(of(not.part())).add(")");
    }
    if (residue instanceof Residue.Within within) {
      return new Sql()
          .add(
              "(r.since is not null and r.since >= ? and r.until <= ?)",
              within.period().from(),
              within.period().until());
    }
    if (residue instanceof Residue.MayOverlap overlap) {
      return new Sql()
          .add(
              "(r.since is null or r.since < ? and r.until > ?)",
              overlap.period().until(),
              overlap.period().from());
    }
    if (residue instanceof Residue.Marked marked) {
      return new Sql().add("(r.marks && ?)", (Object) Sql.longs(marked.marks()));
    }
    if (residue instanceof Residue.Tokened tokened) {
      // "is true" keeps it a look at the row: the index over all tokens knows of no patient, and
      // the database would go through all of a city's rows of one category.
      return new Sql().add("((r.tokens && ?) is true)", (Object) Sql.longs(tokened.tokens()));
    }
    return is((Residue.Is) residue);
  }

  private Sql joined(List<Residue> parts, String with, String none) {
    if (parts.isEmpty()) return new Sql().add(none);
    Sql sql = new Sql().add("(");
    for (int i = 0; i < parts.size(); i++) sql.add(i == 0 ? "" : with).add(of(parts.get(i)));
    return sql.add(")");
  }

  private Sql is(Residue.Is is) {
    List<Ref> refs =
        new TreeSet<>(is.refs()).stream().filter(ref -> r4.isType(ref.type())).toList();
    return new Sql()
        .add(
            "((r.type, r.id) in (select * from unnest(?, ?)))",
            refs.stream().mapToInt(ref -> r4.typeNumber(ref.type())).toArray(),
            refs.stream().map(Ref::id).toArray(String[]::new));
  }
}
