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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

  /** Rows of one kind that one sheet may mention. */
  private static final int MOST = 100;

  private final R4 r4;
  private final Owning owning;
  private final Reader reader;

  WorkData(R4 r4, Reader reader) {
    this.r4 = r4;
    this.owning = new Owning(r4);
    this.reader = reader;
  }

  /**
   * One sheet.
   *
   * @param mentioned in its blocks
   * @param rulings all of which must permit
   */
  record Sheet(Set<Ref> mentioned, List<Ruling> rulings) {
    private List<Ref> of(String type) {
      return mentioned.stream().filter(ref -> ref.type().equals(type)).toList();
    }
  }

  /** Empty if nothing is mentioned, or nothing of it may be seen by all. */
  Optional<Block> of(Connection connection, Set<Ref> mentioned, List<Ruling> rulings)
      throws SQLException {
    return of(connection, List.of(new Sheet(mentioned, rulings))).get(0);
  }

  /** Of each as of it alone, in their order, by as many statements as of one. */
  List<Optional<Block>> of(Connection connection, List<Sheet> sheets) throws SQLException {
    List<Map<Ref, Json>> found = new ArrayList<>();
    for (int i = 0; i < sheets.size(); i++) found.add(new LinkedHashMap<>());
    List<List<Ref>> practitioners = sheets.stream().map(sheet -> sheet.of(PRACTITIONER)).toList();
    take(sheets, byId(connection, PRACTITIONER, practitioners), found);
    List<List<Ref>> roles = sheets.stream().map(sheet -> sheet.of(ROLE)).toList();
    take(sheets, byId(connection, ROLE, roles), found);
    take(sheets, rolesOf(connection, practitioners), found);
    List<List<Ref>> employers = new ArrayList<>();
    for (int i = 0; i < sheets.size(); i++) {
      employers.add(employers(sheets.get(i), found.get(i).values()));
    }
    take(sheets, byId(connection, ORGANIZATION, employers), found);
    return found.stream().map(WorkData::block).toList();
  }

  private static Optional<Block> block(Map<Ref, Json> found) {
    if (found.isEmpty()) return Optional.empty();
    byte[] items = Json.bytes(new Json.Arr(List.copyOf(found.values())));
    return Optional.of(new Block(Sheets.DIRECTORY, items));
  }

  private static List<Ref> employers(Sheet sheet, Collection<Json> found) {
    Set<Ref> employers = new LinkedHashSet<>(sheet.of(ORGANIZATION));
    for (Json one : found) {
      Json.Obj employer = one instanceof Json.Obj role ? role.obj("organization") : null;
      String literal = employer == null ? null : employer.text("reference");
      if (literal != null) Ref.parse(literal).ifPresent(employers::add);
    }
    return employers.stream().filter(ref -> ref.type().equals(ORGANIZATION)).toList();
  }

  /** For each its rows; asked for once where several mention the same. */
  private List<List<Row>> byId(Connection connection, String type, List<List<Ref>> wanted)
      throws SQLException {
    String[] ids =
        wanted.stream().flatMap(List::stream).map(Ref::id).distinct().toArray(String[]::new);
    if (ids.length == 0) return Collections.nCopies(wanted.size(), List.of());
    Sql sql =
        new Sql()
            .add("select " + Row.COLUMNS + " from resource r where r.patient = ?", Facts.CITY)
            .add(" and r.type = ? and r.id = any (?) order by r.row", r4.typeNumber(type), ids);
    List<Row> rows = reader.rows(connection, sql, type);
    List<List<Row>> all = new ArrayList<>();
    for (List<Ref> own : wanted) {
      Set<Ref> refs = Set.copyOf(own);
      all.add(rows.stream().filter(row -> refs.contains(row.ref())).limit(MOST).toList());
    }
    return all;
  }

  /** For each the roles of its practitioners; one branch of the statement for all of the same. */
  private List<List<Row>> rolesOf(Connection connection, List<List<Ref>> practitioners)
      throws SQLException {
    List<Set<Ref>> branches =
        practitioners.stream().filter(one -> !one.isEmpty()).map(Set::copyOf).distinct().toList();
    if (branches.isEmpty()) return Collections.nCopies(practitioners.size(), List.of());
    Sql sql = new Sql();
    List<List<Row>> roles = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      roles.add(new ArrayList<>());
      sql.add(i == 0 ? "(select " : " union all (select ")
          .add(Row.COLUMNS + ", " + i + " from resource r where r.patient = ?", Facts.CITY)
          .add(" and ")
          .add(rolesOf(branches.get(i)))
          .add(" order by r.row limit " + MOST + ")");
    }
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) roles.get(row.getInt(Row.COUNT + 1)).add(Row.read(ROLE, row));
    }
    List<List<Row>> all = new ArrayList<>();
    for (List<Ref> own : practitioners) {
      int branch = branches.indexOf(Set.copyOf(own));
      all.add(branch < 0 ? List.of() : roles.get(branch));
    }
    return all;
  }

  private Sql rolesOf(Set<Ref> practitioners) throws SQLException {
    String whose = String.join(",", practitioners.stream().map(Ref::toString).sorted().toList());
    Query query =
        new QueryParser(r4).parse(ROLE, List.of(new QueryParser.Word("practitioner", whose)));
    return new SearchSql(query, r4, owning, Instant.EPOCH, Gated.NOWHERE).where();
  }

  /** What all rulings of a sheet permit. */
  private static void take(List<Sheet> sheets, List<List<Row>> rows, List<Map<Ref, Json>> found)
      throws SQLException {
    for (int i = 0; i < sheets.size(); i++) {
      for (Row row : rows.get(i)) {
        boolean may = true;
        for (Ruling ruling : sheets.get(i).rulings()) may &= ruling.permits(Action.READ, row);
        if (may) found.get(i).put(row.ref(), Json.parseObject(row.stored().json()));
      }
    }
  }
}
