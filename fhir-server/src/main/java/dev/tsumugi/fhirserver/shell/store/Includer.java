package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Limits;
import dev.tsumugi.fhirserver.Query.Include;
import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.r4.Indexer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What comes along with a page. Every row passes the gate of its own compartment in the page's
 * snapshot; a hidden one is left out as an absent one is. Literal references are followed, not
 * canonical ones.
 */
final class Includer {
  private static final String ANY = "*";

  /** Rows that may come along with one page. */
  static final int MOST = 1_000;

  /** References by which rows may come along, each of another parameter or to another target. */
  private static final int MOST_LOOKUPS = 100_000;

  /** References that one step may follow; they stand in rows the requester sees. */
  private static final int MOST_REFERENCES = 5_000;

  /** Rows in memory unread: each may be a document of megabytes. */
  private static final int PORTION = 32;

  private final Gated gated;
  private final R4 r4;
  private final Owning owning;
  private final Indexer indexer;
  private final Map<Ref, Row> found = new LinkedHashMap<>();
  private final Set<Ref> known = new LinkedHashSet<>();
  private long bytes;

  Includer(Gated gated, R4 r4, Owning owning, Indexer indexer) {
    this.gated = gated;
    this.r4 = r4;
    this.owning = owning;
    this.indexer = indexer;
  }

  List<Row> along(List<Row> matches, List<Include> includes) throws SQLException {
    if (includes.isEmpty()) return List.of();
    for (Row match : matches) known.add(match.ref());
    List<Row> sources = matches;
    List<Include> now = includes;
    while (!sources.isEmpty() && !now.isEmpty()) {
      int before = found.size();
      forward(sources, now.stream().filter(i -> !i.reverse()).toList());
      for (Include include : now) {
        if (!include.reverse()) continue;
        if (include.source().equals(ANY)) backward(sources);
        else backward(sources, include);
      }
      sources = List.copyOf(found.values()).subList(before, found.size());
      now = includes.stream().filter(Include::iterate).toList();
    }
    return List.copyOf(found.values());
  }

  private void forward(List<Row> sources, List<Include> includes) throws SQLException {
    Map<String, Set<String>> wanted = new TreeMap<>();
    int count = 0;
    for (Row source : sources) {
      List<Include> own = includes.stream().filter(i -> applies(i, source.ref().type())).toList();
      if (own.isEmpty()) continue;
      Json.Obj json = Json.parseObject(source.stored().json());
      for (Include include : own) {
        Set<String> params = codes(source.ref().type(), include.param());
        for (String target : indexer.references(json, params)) {
          Optional<Ref> ref = Ref.parse(target).filter(r -> r4.isType(r.type()));
          if (ref.isEmpty() || known.contains(ref.get())) continue;
          if (!include.target().map(ref.get().type()::equals).orElse(true)) continue;
          known.add(ref.get());
          wanted.computeIfAbsent(ref.get().type(), t -> new TreeSet<>()).add(ref.get().id());
          if (++count > MOST_REFERENCES) throw tooMany("_include");
        }
      }
    }
    for (Map.Entry<String, Set<String>> type : wanted.entrySet()) {
      Sql fits =
          new Sql()
              .add(
                  "r.type = ? and r.id = any (?)",
                  r4.typeNumber(type.getKey()),
                  type.getValue().toArray(String[]::new));
      fetch(GateTag.INCLUDE, fits);
    }
  }

  private static boolean applies(Include include, String type) {
    return include.source().equals(ANY) || include.source().equals(type);
  }

  private Set<String> codes(String type, Optional<SearchParameter> only) {
    if (only.isPresent()) return Set.of(only.get().code());
    Set<String> codes = new LinkedHashSet<>();
    for (SearchParameter param : references(type)) codes.add(param.code());
    return codes;
  }

  private List<SearchParameter> references(String type) {
    return r4.searchParameters(type).stream().filter(p -> p.kind() == Kind.REFERENCE).toList();
  }

  private void backward(List<Row> sources, Include include) throws SQLException {
    String type = include.source();
    short number = r4.typeNumber(type);
    List<Row> targets =
        sources.stream()
            .filter(row -> include.target().map(row.ref().type()::equals).orElse(true))
            .toList();
    if (targets.isEmpty()) return;
    List<SearchParameter> params = include.param().map(List::of).orElseGet(() -> references(type));
    List<Long> hashes = new ArrayList<>();
    boolean owned = true;
    for (SearchParameter param : params) {
      for (Row target : targets) {
        if (!param.targets().contains(target.ref().type())) continue;
        hashes.add(TokenText.reference(number, param.number(), target.ref().toString()));
        owned &= target.ref().type().equals("Patient") && owning.by(type, param.code());
      }
    }
    if (hashes.isEmpty()) return;
    Sql fits = new Sql().add("r.type = " + number);
    if (owned) {
      long[] patients = targets.stream().mapToLong(Row::patient).toArray();
      fits.add(" and r.patient = any (?)", patients);
    }
    fits.add(" and ").add(ClauseSql.overlap(Sql.longs(hashes)));
    fetch(GateTag.REVINCLUDE, fits);
  }

  /** Everything that refers to one of these, whatever its type and by whatever parameter. */
  private void backward(List<Row> targets) throws SQLException {
    List<Long> hashes = new ArrayList<>();
    for (String type : r4.types()) {
      short number = r4.typeNumber(type);
      for (SearchParameter param : references(type)) {
        for (Row target : targets) {
          if (!param.targets().contains(target.ref().type())) continue;
          if (hashes.size() == MOST_LOOKUPS) throw tooMany("_revinclude");
          hashes.add(TokenText.reference(number, param.number(), target.ref().toString()));
        }
      }
    }
    if (!hashes.isEmpty()) fetch(GateTag.REVINCLUDE, ClauseSql.overlap(Sql.longs(hashes)));
  }

  private void fetch(GateTag tag, Sql fits) throws SQLException {
    Sql sql =
        new Sql()
            .add("select " + Row.COLUMNS + ", r.type from resource r where ")
            .add(gated.gate(tag, fits))
            // Of the rows known already, as many may be in the way.
            .add(" order by r.row limit ?", MOST + 1 + known.size());
    try (PreparedStatement statement = sql.prepare(gated.connection())) {
      statement.setFetchSize(PORTION);
      ResultSet columns = statement.executeQuery();
      while (columns.next()) {
        add(Row.read(r4.typeName(columns.getShort(Row.COUNT + 1)), columns), "_" + tag.word());
      }
    }
  }

  private void add(Row row, String name) {
    boolean fresh = !found.containsKey(row.ref());
    if (name.equals("_revinclude")) fresh &= known.add(row.ref());
    if (!fresh) return;
    if (found.size() == MOST) throw tooMany(name);
    bytes += row.body().length;
    if (bytes > Limits.ALONG_BYTES) {
      throw Problem.at(
          Problem.Kind.TOO_LARGE,
          name,
          "more than "
              + (Limits.ALONG_BYTES >> 20)
              + " MB would come along with one page; ask for smaller pages");
    }
    found.put(row.ref(), row);
  }

  private static Problem tooMany(String name) {
    return Problem.at(
        Problem.Kind.TOO_LARGE,
        name,
        "more than " + MOST + " resources would come along with one page; ask for smaller pages");
  }
}
