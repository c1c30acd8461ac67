package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Journal rows of writes, between the write's commit and the journal's: left in the write's own
 * transaction, gone with the rows themselves.
 */
final class Pending {
  private Pending() {}

  /** What one write left. */
  record Left(long id, List<JournalLine> lines) {}

  /** Returns the number under which it is forgotten. */
  static long leave(Connection connection, String node, List<JournalEntry> entries)
      throws SQLException {
    List<Json> list = new ArrayList<>();
    for (JournalEntry entry : entries) {
      list.add(
          Json.object()
              .put("kind", entry.kind().name())
              .put("patient", entry.patient().map(Ref::toString).orElse(null))
              .put("content", entry.content())
              .build());
    }
    byte[] bytes = Json.bytes(Json.object().put("entries", list).build());
    Sql sql =
        new Sql()
            .add("insert into pending (node, entries) values (?, ?) returning id", node, bytes);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  /** What a killed hub of this name left, oldest first. */
  static List<Left> left(Connection connection, String node) throws SQLException {
    List<Left> left = new ArrayList<>();
    Sql sql = new Sql().add("select id, entries from pending where node = ? order by id", node);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        List<JournalLine> lines = new ArrayList<>();
        for (Json.Obj entry : Json.parseObject(row.getBytes(2)).objects("entries")) {
          lines.add(line(entry));
        }
        left.add(new Left(row.getLong(1), lines));
      }
    }
    return left;
  }

  /** Which of these are there still. */
  static Set<Long> among(Connection connection, List<Long> ids) throws SQLException {
    return Set.copyOf(
        new Sql()
            .add("select id from pending where id = any (?)", (Object) Sql.longs(ids))
            .all(connection, row -> row.getLong(1)));
  }

  private static JournalLine line(Json.Obj entry) {
    String patient = entry.text("patient");
    return JournalLine.of(
        Objects.requireNonNull(entry.text("kind")),
        patient == null ? 0 : Hash64.of(patient),
        Objects.requireNonNull(entry.obj("content")));
  }
}
