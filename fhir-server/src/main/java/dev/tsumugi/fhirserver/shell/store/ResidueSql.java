package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Residue;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.TreeSet;

/**
 * What a decision leaves open, as a condition on {@code r}, a row of {@code resource} or {@code
 * resource_history}. It agrees with {@link Residue#holds} on every row that is marked and is false
 * on all others; it is never null.
 */
final class ResidueSql {
  private final R4 r4;

  ResidueSql(R4 r4) {
    this.r4 = r4;
  }

  Sql condition(Residue residue) {
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
