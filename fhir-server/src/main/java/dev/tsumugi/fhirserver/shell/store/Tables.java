package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements that change rows, in batches: one round trip a statement for a whole bundle. */
final class Tables implements AutoCloseable {
  private final Connection connection;
  private final R4 r4;
  private final Facets facets;
  private final Instant now;
  private final List<PreparedStatement> open = new ArrayList<>();
  private final ValueRows values;
  private final StatedRows stated;

  /** Codes of what is written, by facet. */
  private final Map<Integer, Set<Coding>> met = new HashMap<>();

  private final PreparedStatement keep;
  private final PreparedStatement drop;
  private final PreparedStatement dropMembers;
  private final PreparedStatement insert;
  private final PreparedStatement member;
  private final PreparedStatement tombstone;
  private final PreparedStatement event;

  Tables(Connection connection, R4 r4, Facets facets, Instant now) throws SQLException {
    this.connection = connection;
    this.r4 = r4;
    this.facets = facets;
    this.now = now;
    values = new ValueRows(connection, r4);
    stated = new StatedRows(connection);
    keep =
        prepare(
            "insert into resource_history (patient, type, row, id, version, updated, xact, recorder,"
                + " facet, members, change, labels, relabelled, meta, body, marks, since, until, tokens)"
                + " select"
                + " patient, type, row, id, version, updated, xact, recorder, facet, members, change,"
                + " labels, relabelled, meta, body, marks, since, until, tokens from resource where"
                + " type = ? and id = ?");
    drop = prepare("delete from resource where type = ? and id = ?");
    dropMembers = prepare("delete from member where owner = ? and type = ? and row = ?");
    insert =
        prepare(
            "insert into resource (patient, type, row, id, version, updated, recorder, facet,"
                + " tokens, since, until, meta, body, change, members, present, words, labels, marks)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    member = prepare("insert into member (patient, owner, type, row) values (?, ?, ?, ?)");
    tombstone =
        prepare(
            // What tells the deleted version tells its deletion: both are hidden by the same.
            "insert into resource_history (patient, type, row, id, version, updated, xact, recorder,"
                + " facet, members, change, labels, meta, body, marks, since, until, tokens) select ?, ?, ?, ?,"
                + " ?, ?, pg_current_xact_id(), ?, ?, ?, 'D', '{}', '', '', h.marks, h.since, h.until, h.tokens"
                + " from resource_history h where h.patient = ? and h.row = ? and h.version = ?");
    event =
        prepare(
            "insert into outbox (at, kind, patient, type, id, version) values (?, ?, ?, ?, ?, ?)");
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    open.add(statement);
    return statement;
  }

  /** Row numbers for new resources. */
  List<Long> newRows(int count) throws SQLException {
    List<Long> rows = new ArrayList<>(count);
    if (count == 0) return rows;
    Sql sql = new Sql().add("select nextval('resource_row') from generate_series(1, ?)", count);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) rows.add(row.getLong(1));
    }
    return rows;
  }

  /** Moves the current version to the history. */
  void retire(Row row) throws SQLException {
    short type = r4.typeNumber(row.ref().type());
    for (PreparedStatement statement : List.of(keep, drop)) {
      statement.setShort(1, type);
      statement.setString(2, row.ref().id());
      statement.addBatch();
    }
    values.drop(row);
    stated.drop(row);
    dropMembers.setLong(1, row.patient());
    dropMembers.setShort(2, type);
    dropMembers.setLong(3, row.row());
    dropMembers.addBatch();
  }

  void bury(Row row, String recorder) throws SQLException {
    tombstone.setLong(1, row.patient());
    tombstone.setShort(2, r4.typeNumber(row.ref().type()));
    tombstone.setLong(3, row.row());
    tombstone.setString(4, row.ref().id());
    tombstone.setInt(5, row.version() + 1);
    tombstone.setObject(6, Sql.time(now));
    tombstone.setString(7, recorder);
    tombstone.setInt(8, row.facet());
    tombstone.setArray(9, Sql.longs(connection, row.members()));
    tombstone.setLong(10, row.patient());
    tombstone.setLong(11, row.row());
    tombstone.setInt(12, row.version());
    tombstone.addBatch();
    event("deleted", row.patient(), row.ref(), row.version() + 1);
  }

  /** The row of the new current version. */
  Row put(Draft draft, long rowNumber, int version, String recorder, Change change)
      throws SQLException {
    short type = r4.typeNumber(draft.ref().type());
    int facet = facets.id(draft.facet());
    Row row =
        new Row(
            draft.owner(),
            rowNumber,
            draft.ref(),
            version,
            now,
            facet,
            change,
            Row.metaOf(draft.json()),
            Row.bodyOf(draft.json()),
            Sql.longs(draft.members()),
            new Row.Beyond(draft.marks().beyond(), 0),
            draft);
    met.computeIfAbsent(facet, f -> new HashSet<>()).addAll(draft.marks().codings());
    insert.setLong(1, row.patient());
    insert.setShort(2, type);
    insert.setLong(3, rowNumber);
    insert.setString(4, draft.ref().id());
    insert.setInt(5, version);
    insert.setObject(6, Sql.time(now));
    insert.setString(7, recorder);
    insert.setInt(8, facet);
    Entries entries = draft.entries(r4);
    insert.setArray(9, Sql.longs(connection, entries.tokens()));
    boolean dated = draft.hasMainDate();
    Period main = draft.mainDate();
    insert.setObject(10, dated ? Sql.time(main.from()) : null);
    insert.setObject(11, dated ? Sql.time(main.until()) : null);
    insert.setString(12, row.meta());
    insert.setBytes(13, row.body());
    insert.setObject(14, String.valueOf(change.code()), java.sql.Types.OTHER);
    insert.setArray(15, Sql.longs(connection, row.members()));
    insert.setArray(16, Sql.shorts(connection, entries.present()));
    insert.setString(17, entries.words());
    insert.setArray(
        18, connection.createArrayOf("text", draft.marks().beyond().toArray(String[]::new)));
    insert.setArray(19, Sql.longs(connection, draft.marks().all()));
    insert.addBatch();
    side(draft, row, type);
    event(change == Change.CREATED ? "created" : "updated", row.patient(), draft.ref(), version);
    return row;
  }

  private void side(Draft draft, Row row, short type) throws SQLException {
    values.put(draft, row, type);
    stated.put(row, type, draft.ties(), draft.memberships());
    for (long further : row.members()) {
      member.setLong(1, further);
      member.setLong(2, row.patient());
      member.setShort(3, type);
      member.setLong(4, row.row());
      member.addBatch();
    }
  }

  private void event(String kind, long patient, Ref ref, int version) throws SQLException {
    event.setObject(1, Sql.time(now));
    event.setString(2, kind);
    event.setLong(3, patient);
    event.setShort(4, r4.typeNumber(ref.type()));
    event.setString(5, ref.id());
    event.setInt(6, version);
    event.addBatch();
  }

  /** Sends all batches, history first. */
  void flush() throws SQLException {
    facets.vocabulary().learn(met);
    met.clear();
    for (PreparedStatement statement : open) statement.executeBatch();
    stated.flush();
    values.flush();
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : open) statement.close();
    stated.close();
    values.close();
  }
}
