package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The work data that a sheet mentions: practitioners, the roles they have, the organisations they
 * work for. Open to every signed-in user, and still asked of the gate like any row.
 */
final class WorkData {
  private static final String PRACTITIONER = "Practitioner";
  private static final String ROLE = "PractitionerRole";
  private static final String ORGANIZATION = "Organization";

  private final R4 r4;
  private final Owning owning;
  private final Reader reader;

  WorkData(R4 r4, Reader reader) {
    this.r4 = r4;
    this.owning = new Owning(r4);
    this.reader = reader;
  }

  /** Empty if nothing is mentioned, or nothing of it may be seen by all. */
  Optional<Block> of(Connection connection, Set<Ref> mentioned, List<Ruling> rulings)
      throws SQLException {
    Map<Ref, Json> found = new LinkedHashMap<>();
    Set<Ref> employers = new LinkedHashSet<>(of(mentioned, ORGANIZATION));
    Collection<Ref> practitioners = of(mentioned, PRACTITIONER);
    take(byId(PRACTITIONER, practitioners), PRACTITIONER, connection, rulings, found);
    take(byId(ROLE, of(mentioned, ROLE)), ROLE, connection, rulings, found);
    if (!practitioners.isEmpty()) {
      take(rolesOf(practitioners), ROLE, connection, rulings, found);
    }
    for (Json one : found.values()) {
      Json.Obj employer = one instanceof Json.Obj role ? role.obj("organization") : null;
      String literal = employer == null ? null : employer.text("reference");
      if (literal != null) Ref.parse(literal).ifPresent(employers::add);
    }
    take(byId(ORGANIZATION, employers), ORGANIZATION, connection, rulings, found);
    if (found.isEmpty()) return Optional.empty();
    byte[] items = Json.bytes(new Json.Arr(List.copyOf(found.values())));
    return Optional.of(new Block(Sheets.DIRECTORY, items));
  }

  private static List<Ref> of(Collection<Ref> refs, String type) {
    return refs.stream().filter(ref -> ref.type().equals(type)).toList();
  }

  private Optional<Sql> byId(String type, Collection<Ref> refs) {
    String[] ids =
        refs.stream().filter(ref -> ref.type().equals(type)).map(Ref::id).toArray(String[]::new);
    if (ids.length == 0) return Optional.empty();
    return Optional.of(new Sql().add("r.type = ? and r.id = any (?)", r4.typeNumber(type), ids));
  }

  private Optional<Sql> rolesOf(Collection<Ref> practitioners) throws SQLException {
    String whose = String.join(",", practitioners.stream().map(Ref::toString).toList());
    Query query =
        new QueryParser(r4).parse(ROLE, List.of(new QueryParser.Word("practitioner", whose)));
    return Optional.of(new SearchSql(query, r4, owning, Instant.EPOCH, Gated.NOWHERE).where());
  }

  private void take(
      Optional<Sql> where,
      String type,
      Connection connection,
      List<Ruling> rulings,
      Map<Ref, Json> found)
      throws SQLException {
    if (where.isEmpty()) return;
    Sql sql =
        new Sql()
            .add("select " + Row.COLUMNS + " from resource r where r.patient = ?", Facts.CITY)
            .add(" and ")
            .add(where.get())
            .add(" order by r.row limit 100");
    List<Row> rows = new ArrayList<>(reader.rows(connection, sql, type));
    for (Row row : rows) {
      boolean may = true;
      for (Ruling ruling : rulings) may &= ruling.permits(Action.READ, row);
      if (may) found.put(row.ref(), Json.parseObject(row.stored().json()));
    }
  }
}
