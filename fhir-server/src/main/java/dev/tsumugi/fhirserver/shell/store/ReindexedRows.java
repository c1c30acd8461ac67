package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Period;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some current rows of one type, locked, whose search values are made anew where they are not what
 * the set gives. Nothing else of them changes: no version, no time, no byte of the body.
 */
final class ReindexedRows {
  private final Connection connection;
  private final SearchSet set;
  private final short type;
  private final List<Found> found = new ArrayList<>();

  /** A row and the values that stand in it. */
  private record Found(
      Row row,
      String recorder,
      List<Long> tokens,
      List<Integer> present,
      String words,
      @Nullable Instant since,
      @Nullable Instant until) {
    SideValues.Key key() {
      return new SideValues.Key(row.patient(), row.row());
    }
  }

  private ReindexedRows(Connection connection, SearchSet set, short type) {
    this.connection = connection;
    this.set = set;
    this.type = type;
  }

  /**
   * Those behind {@code after}, by id. A row that another transaction is writing is waited for; if
   * that one has replaced it, it is left out, as the new one is right already.
   */
  static ReindexedRows lock(
      Connection connection, SearchSet set, String typeName, String after, int most)
      throws SQLException {
    short type = set.written().typeNumber(typeName);
    ReindexedRows rows = new ReindexedRows(connection, set, type);
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + ", r.recorder, r.tokens, r.present, r.words, r.since, r.until from resource r"
                    + " where r.type = ? and r.id > ? order by r.id limit ? for update of r",
                type,
                after,
                most);
    sql.each(connection, row -> rows.take(typeName, row));
    return rows;
  }

  private void take(String typeName, ResultSet columns) throws SQLException {
    found.add(
        new Found(
            Row.read(typeName, columns),
            columns.getString(Row.COUNT + 1),
            Arrays.stream(Row.longs(columns.getArray(Row.COUNT + 2))).boxed().toList(),
            Arrays.stream(Row.shorts(columns.getArray(Row.COUNT + 3))).boxed().toList(),
            columns.getString(Row.COUNT + 4),
            instant(columns, Row.COUNT + 5),
            instant(columns, Row.COUNT + 6)));
  }

  private static @Nullable Instant instant(ResultSet columns, int column) throws SQLException {
    OffsetDateTime time = columns.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  int size() {
    return found.size();
  }

  String lastId() {
    return found.get(found.size() - 1).row().ref().id();
  }

  void rebuild() throws SQLException {
    if (found.isEmpty()) return;
    SideValues beside = SideValues.read(connection, found.stream().map(Found::key).toList());
    try (ValueRows values = new ValueRows(connection, set.written());
        PreparedStatement update =
            connection.prepareStatement(
                "update resource set tokens = ?, present = ?, words = ?, since = ?, until = ? where"
                    + " patient = ? and type = ? and row = ?")) {
      for (Found one : found) {
        Draft draft = set.drafts().again(one.row(), one.recorder());
        Entries entries = draft.entries(set.written());
        if (!agrees(one, draft, entries)) update(update, one.row(), draft, entries);
        SideValues due = SideValues.of(set.written(), draft, one.key());
        boolean same =
            SideValues.SEARCHED.stream().allMatch(table -> due.agrees(beside, table, one.key()));
        if (same) continue;
        values.drop(one.row());
        values.put(draft, one.row(), type);
      }
      update.executeBatch();
      values.flush();
    }
  }

  private static boolean agrees(Found one, Draft draft, Entries entries) {
    boolean dated = draft.hasMainDate();
    Period main = draft.mainDate();
    return SideValues.sameSet(Sql.longs(one.tokens()), entries.tokens())
        && one.present().equals(Arrays.stream(entries.present()).boxed().toList())
        && one.words().equals(entries.words())
        && Objects.equals(dated ? SideValues.kept(main.from()) : null, one.since())
        && Objects.equals(dated ? SideValues.kept(main.until()) : null, one.until());
  }

  private void update(PreparedStatement update, Row row, Draft draft, Entries entries)
      throws SQLException {
    boolean dated = draft.hasMainDate();
    Period main = draft.mainDate();
    update.setArray(1, Sql.longs(connection, entries.tokens()));
    update.setArray(2, Sql.shorts(connection, entries.present()));
    update.setString(3, entries.words());
    update.setObject(4, dated ? Sql.time(main.from()) : null);
    update.setObject(5, dated ? Sql.time(main.until()) : null);
    update.setLong(6, row.patient());
    update.setShort(7, type);
    update.setLong(8, row.row());
    update.addBatch();
  }
}
