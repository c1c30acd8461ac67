package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements that fetch rows by id. What they return is undecided. */
final class Reader {
  private final R4 r4;

  Reader(R4 r4) {
    this.r4 = r4;
  }

  /** A row, if there is one, and what a decision on it rests on. */
  record Known(Optional<Row> row, Facts facts) {}

  /**
   * The current row or else the last deletion, with the facts of its patients. One statement, which
   * is its own snapshot, so that the decision and the row need no transaction, and all cases look
   * alike.
   */
  Known current(Connection connection, PolicyTexts policies, Access access, Ref ref)
      throws SQLException {
    Requester requester = access.requester();
    Circles.Circle circle = policies.circles().of(connection, access);
    for (int i = 0; i < Facts.TRIES; i++) {
      Optional<Known> known = current(connection, policies, requester, circle, ref);
      if (known.isPresent()) return known.get();
      circle = policies.circles().read(connection, access);
    }
    throw Database.lostRace("memberships keep changing");
  }

  /** Empty if what was remembered of the requester no longer holds. */
  private Optional<Known> current(
      Connection connection,
      PolicyTexts policies,
      Requester requester,
      Circles.Circle circle,
      Ref ref)
      throws SQLException {
    Sql sql =
        new Sql()
            .add("select " + Row.COLUMNS + ", " + Facts.COLUMNS + " from (values (1)) v")
            .add(" left join lateral (")
            .add(versionsOf(ref))
            .add(" limit 1) r on true")
            .add(Facts.joins(requester, circle, new Sql().add("r.members || r.patient")));
    Optional<Row> found = Optional.empty();
    Facts.Rows facts = new Facts.Rows(requester, Row.COUNT);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        if (found.isEmpty() && row.getString(3) != null) {
          found = Optional.of(Row.read(ref.type(), row));
        }
        facts.take(row);
      }
    }
    if (!facts.isOf(circle)) return Optional.empty();
    return Optional.of(new Known(found, facts.facts(connection, policies, circle)));
  }

  /** The current row or else the last deletion. */
  Optional<Row> newest(Connection connection, Ref ref) throws SQLException {
    Sql sql =
        new Sql().add("select " + Row.COLUMNS + " from (").add(versionsOf(ref)).add(" limit 1) r");
    return rows(connection, sql, ref.type()).stream().findFirst();
  }

  /** That version, or nothing. */
  List<Row> version(Connection connection, Ref ref, int version) throws SQLException {
    String where = " r where r.type = ? and r.id = ? and r.version = ?";
    Object[] key = {r4.typeNumber(ref.type()), ref.id(), version};
    Sql sql =
        new Sql()
            .add("select " + Row.COLUMNS + " from resource" + where, key)
            .add(" union all select " + Row.COLUMNS + " from resource_history" + where, key);
    return rows(connection, sql, ref.type());
  }

  private Sql versionsOf(Ref ref) {
    short type = r4.typeNumber(ref.type());
    String where = " r where r.type = ? and r.id = ?";
    return new Sql()
        .add("(select " + Row.PLAIN + " from resource" + where + ")", type, ref.id())
        .add(" union all (select " + Row.PLAIN + " from resource_history" + where, type, ref.id())
        .add(" order by r.version desc) order by 4 desc");
  }

  List<Row> rows(Connection connection, Sql sql, String type) throws SQLException {
    return sql.all(connection, row -> Row.read(type, row));
  }

  static List<Long> patients(Iterable<Row> rows) {
    List<Long> patients = new ArrayList<>();
    for (Row row : rows) {
      if (!patients.contains(row.patient())) patients.add(row.patient());
      for (long member : row.members()) if (!patients.contains(member)) patients.add(member);
    }
    return patients;
  }
}
