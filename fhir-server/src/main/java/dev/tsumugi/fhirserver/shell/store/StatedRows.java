package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Membership;
import dev.tsumugi.consent.Tie;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Batches over what resources state of people: ties to a patient, and who belongs to whom. */
final class StatedRows implements AutoCloseable {
  /** Types that may say who belongs to whom. */
  static final Set<String> STATE_MEMBERSHIPS =
      Set.of("CareTeam", "Group", "Organization", "PractitionerRole");

  private final Connection connection;
  private final PreparedStatement dropTies;
  private final PreparedStatement dropMemberships;
  private final PreparedStatement tie;
  private final PreparedStatement membership;

  StatedRows(Connection connection) throws SQLException {
    this.connection = connection;
    dropTies = connection.prepareStatement("delete from tie where patient = ? and row = ?");
    dropMemberships = connection.prepareStatement("delete from membership where row = ?");
    tie =
        connection.prepareStatement(
            "insert into tie (patient, row, kind, actor, powers, since, until, via, authority) values"
                + " (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    membership =
        connection.prepareStatement(
            "insert into membership (member, whole, since, until, type, row) values (?, ?, ?, ?, ?,"
                + " ?)");
  }

  void drop(Row row) throws SQLException {
    dropTies.setLong(1, row.patient());
    dropTies.setLong(2, row.row());
    dropTies.addBatch();
    if (!STATE_MEMBERSHIPS.contains(row.ref().type())) return;
    dropMemberships.setLong(1, row.row());
    dropMemberships.addBatch();
  }

  void put(Row row, short type, List<Tie> ties, List<Membership> memberships) throws SQLException {
    for (Tie stated : ties) {
      tie.setLong(1, row.patient());
      tie.setLong(2, row.row());
      tie.setString(3, stated.kind().name());
      tie.setString(4, stated.actor());
      String[] powers = stated.powers().stream().map(Enum::name).toArray(String[]::new);
      tie.setArray(5, connection.createArrayOf("text", powers));
      tie.setObject(6, Sql.time(stated.period().from()));
      tie.setObject(7, Sql.time(stated.period().until()));
      tie.setString(8, stated.via().orElse(null));
      tie.setString(9, stated.authority().map(Enum::name).orElse(null));
      tie.addBatch();
    }
    for (Membership stated : memberships) {
      membership.setString(1, stated.member());
      membership.setString(2, stated.whole());
      membership.setObject(3, Sql.time(stated.period().from()));
      membership.setObject(4, Sql.time(stated.period().until()));
      membership.setShort(5, type);
      membership.setLong(6, row.row());
      membership.addBatch();
    }
  }

  void flush() throws SQLException {
    dropTies.executeBatch();
    dropMemberships.executeBatch();
    tie.executeBatch();
    membership.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    dropTies.close();
    dropMemberships.close();
    tie.close();
    membership.close();
  }
}
