package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.Query.Far;
import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.r4.Indexer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chains and {@code _has}, step by step from the far end. Each step is a gated search of its own in
 * the same snapshot and hands on permitted rows alone, so a hidden row on the way leads nowhere, as
 * an absent one.
 */
final class FarSteps implements FarRows {
  /** Permitted rows that one step may hand on. */
  static final int MOST = 10_000;

  private final Gated gated;
  private final R4 r4;
  private final Owning owning;
  private final Indexer indexer;

  FarSteps(Gated gated, R4 r4, Owning owning, Indexer indexer) {
    this.gated = gated;
    this.r4 = r4;
    this.owning = owning;
    this.indexer = indexer;
  }

  @Override
  public Sql chain(String type, Clause.Chain chain) throws SQLException {
    SearchParameter param = chain.param();
    short typeNumber = r4.typeNumber(type);
    Sql any = new Sql().add("(false");
    List<Long> hashes = new ArrayList<>();
    for (Far far : chain.far()) {
      Sql fits = fits(far);
      if (far.type().equals("Patient")) {
        List<Long> keys = owners(GateTag.CHAIN, fits, chain.shown());
        if (owning.by(type, param.code())) {
          any.add(" or r.patient = any (?)", Sql.longs(keys)).add(" and ");
          any.add(refersToOwner(typeNumber, param.number()));
        } else {
          long mask = TokenText.mask(typeNumber, param.number());
          for (long key : keys) hashes.add(key ^ mask);
        }
      } else {
        for (String id : ids(GateTag.CHAIN, fits, chain.shown())) {
          String target = far.type() + "/" + id;
          hashes.add(TokenText.reference(typeNumber, param.number(), target));
        }
      }
    }
    if (!hashes.isEmpty()) any.add(" or ").add(ClauseSql.overlap(Sql.longs(hashes)));
    return any.add(")");
  }

  @Override
  public Sql has(String type, Clause.Has has) throws SQLException {
    Far far = has.far();
    SearchParameter param = has.param();
    Sql fits = fits(far);
    if (type.equals("Patient") && owning.by(far.type(), param.code())) {
      fits.add(" and ").add(refersToOwner(r4.typeNumber(far.type()), param.number()));
      return new Sql()
          .add("r.patient = any (?)", Sql.longs(owners(GateTag.HAS, fits, has.shown())));
    }
    Set<String> ids = referred(type, far.type(), param, fits, has.shown());
    return new Sql().add("r.id = any (?)", (Object) ids.toArray(String[]::new));
  }

  /** That the row's owner is whom this parameter names. */
  private static Sql refersToOwner(short type, short param) {
    return new Sql().add("r.tokens @> array[r.patient # ?]", TokenText.mask(type, param));
  }

  /** The condition of a step, as yet without the gate; its own far rows are gated. */
  private Sql fits(Far far) throws SQLException {
    ClauseSql clauses = new ClauseSql(far.type(), r4, gated.access().at(), this);
    Sql fits = new Sql().add("r.type = " + r4.typeNumber(far.type()) + " and ");
    return fits.add(clauses.clause(far.clause()));
  }

  /** Keys of the patients whose permitted rows fit. */
  private List<Long> owners(GateTag tag, Sql fits, String shown) throws SQLException {
    Set<Long> keys = new LinkedHashSet<>();
    for (Gated.Admitted one : gated.permitted(tag, fits)) keys.add(one.touched().patient());
    if (keys.size() > MOST) throw tooMany(shown);
    return List.copyOf(keys);
  }

  private List<String> ids(GateTag tag, Sql fits, String shown) throws SQLException {
    Sql sql = new Sql().add("select r.id from resource r where ").add(gated.gate(tag, fits));
    List<String> ids = new ArrayList<>();
    try (PreparedStatement statement = sql.add(" limit ?", MOST + 1).prepare(gated.connection())) {
      ResultSet row = statement.executeQuery();
      while (row.next()) ids.add(row.getString(1));
    }
    if (ids.size() > MOST) throw tooMany(shown);
    return ids;
  }

  /** Ids that the permitted rows' references name; tokens alone do not tell them. */
  private Set<String> referred(
      String type, String farType, SearchParameter param, Sql fits, String shown)
      throws SQLException {
    Sql sql =
        new Sql()
            .add("select " + Row.COLUMNS + " from resource r where ")
            .add(gated.gate(GateTag.HAS, fits))
            .add(" limit ?", MOST + 1);
    Set<String> ids = new LinkedHashSet<>();
    int[] rows = {0};
    sql.each(
        gated.connection(),
        row -> {
          if (++rows[0] > MOST) throw tooMany(shown);
          Json.Obj far = Json.parseObject(Row.read(farType, row).stored().json());
          for (String target : indexer.references(far, Set.of(param.code()))) {
            if (target.startsWith(type + "/")) ids.add(target.substring(type.length() + 1));
          }
        });
    return ids;
  }

  private static Problem tooMany(String shown) {
    return Problem.at(
        Problem.Kind.TOO_LARGE,
        shown,
        "'"
            + shown
            + "' leads over more than "
            + MOST
            + " resources on one step; narrow it, for example to one patient");
  }
}
