package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.AuditLine;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalMark;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of the journal in the order of time, from a place on. Of an erased row only the proof is
 * left: it is not read.
 */
final class JournalReading {
  private static final String COLUMNS =
      "j.node, j.seq, j.at, j.kind, j.patient, j.content, c.id, array(select m.mark from"
          + " journal_mark m where m.node = j.node and m.seq = j.seq)";

  private static final String FROM =
      " from journal j left join compartment c on c.patient = j.patient where j.content is not"
          + " null";

  private JournalReading() {}

  /**
   * A row, and the key of whose record it is about.
   *
   * @param patient {@link Facts#CITY} for nobody's in particular
   */
  record Read(AuditLine line, long patient) {}

  /** A place between two rows; the newest row that the first page could see bounds all pages. */
  record Place(Instant at, String node, long seq, Instant newest) {
    static Place of(Query.Position position) {
      try {
        List<String> values = position.values();
        return new Place(
            Instant.parse(values.get(0)),
            values.get(1),
            position.row(),
            Instant.parse(values.get(2)));
      } catch (DateTimeException | IndexOutOfBoundsException otherLink) {
        throw Problem.invalid("_page", "this page link is of another kind; search again");
      }
    }

    /** Behind this row. */
    Place behind(AuditLine line) {
      return new Place(line.at(), line.key().node(), line.key().seq(), newest);
    }

    Query.Position position() {
      return new Query.Position(List.of(at.toString(), node, newest.toString()), seq);
    }
  }

  static Place start(boolean newestFirst, Instant newest) {
    return newestFirst
        ? new Place(Period.MAX, "", 0, newest)
        : new Place(Period.MIN, "", 0, newest);
  }

  /** What is read, beside the place. */
  record Which(Period time, boolean newestFirst, List<Sql> conditions) {}

  static List<Read> rows(Connection connection, Which which, Place from, int most)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select " + COLUMNS + FROM + " and j.at >= ? and j.at < ? and j.at <= ?",
                which.time().from(),
                which.time().until(),
                from.newest());
    for (Sql condition : which.conditions()) sql.add(" and ").add(condition);
    String beyond = which.newestFirst() ? "<" : ">";
    String order = which.newestFirst() ? "desc" : "asc";
    sql.add(
        " and (j.at, j.node, j.seq) " + beyond + " (?, ?, ?)", from.at(), from.node(), from.seq());
    sql.add(" order by j.at " + order + ", j.node " + order + ", j.seq " + order);
    sql.add(" limit ?", most);
    return sql.all(connection, JournalReading::read);
  }

  static Optional<Read> one(Connection connection, AuditLine.Key key) throws SQLException {
    return new Sql()
        .add("select " + COLUMNS + FROM + " and j.node = ? and j.seq = ?", key.node(), key.seq())
        .first(connection, JournalReading::read);
  }

  /** Rows of one chain behind a number, in its order. */
  static List<Read> chain(Connection connection, String node, long from, int most)
      throws SQLException {
    return new Sql()
        .add("select " + COLUMNS + FROM + " and j.node = ? and j.seq > ?", node, from)
        .add(" order by j.seq limit ?", most)
        .all(connection, JournalReading::read);
  }

  /** How far a chain goes where {@code rows} are all that is left of it to read. */
  static long last(Connection connection, String node, long from, List<Read> rows)
      throws SQLException {
    if (!rows.isEmpty()) return rows.get(rows.size() - 1).line().key().seq();
    return new Sql()
        .add("select max(seq) from journal where node = ? and seq > ?", node, from)
        .first(connection, row -> row.getLong(1))
        .orElse(0L);
  }

  private static Read read(ResultSet row) throws SQLException {
    String id = row.getString(7);
    Set<JournalMark> marks = EnumSet.noneOf(JournalMark.class);
    for (String code : Facts.texts(row.getArray(8))) JournalMark.of(code).ifPresent(marks::add);
    AuditLine line =
        new AuditLine(
            new AuditLine.Key(row.getString(1), row.getLong(2)),
            row.getObject(3, OffsetDateTime.class).toInstant(),
            JournalEntry.Kind.valueOf(row.getString(4)),
            id == null ? Optional.empty() : Optional.of(Ref.patient(id)),
            Json.parseObject(row.getBytes(6)),
            marks);
    return new Read(line, row.getLong(5));
  }
}
