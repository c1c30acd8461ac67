package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a decision rests on, read in the snapshot of the rows it is about: the client's assessment,
 * each patient's policy, the requester's ties to them.
 */
record Facts(Optional<Service> service, Map<Long, Compartment> compartments) {
  /** Rows of no patient have key 0. */
  static final long CITY = 0;

  private static final String SELECT =
      """
      select s.classes, s.scopes, s.valid_until,
             c.patient, c.id, c.policy, c.slots,
             t.kind, t.actor, t.powers, t.since, t.until
      from (values (?::text)) v(client)
      left join service s on s.client = v.client
      left join compartment c on c.patient = any (?)
      left join tie t on t.patient = c.patient and t.actor = any (?)
      """;

  static Facts read(
      Connection connection, PolicyTexts policies, Access access, Collection<Long> patients)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                SELECT,
                access.requester().client(),
                Sql.longs(patients),
                access.requester().actorKeys().toArray(String[]::new));
    Optional<Service> service = Optional.empty();
    Map<Long, Found> found = new HashMap<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        if (row.getArray(1) != null && service.isEmpty()) {
          service = Optional.of(service(access.requester().client(), row));
        }
        long patient = row.getLong(4);
        if (row.wasNull()) continue;
        Found one = found.get(patient);
        if (one == null) {
          List<String> slots = texts(row.getArray(7));
          one = new Found(row.getString(5), row.getInt(6), slots, new ArrayList<>());
          found.put(patient, one);
        }
        if (row.getString(8) != null) one.ties().add(tie(row));
      }
    }
    Map<Long, Compartment> compartments = new HashMap<>();
    for (var entry : found.entrySet()) {
      Found one = entry.getValue();
      Policy policy = policies.policy(connection, one.policy(), one.slots());
      compartments.put(entry.getKey(), new Compartment(Ref.patient(one.id()), policy, one.ties()));
    }
    compartments.put(CITY, Compartment.CITY);
    return new Facts(service, compartments);
  }

  private record Found(String id, int policy, List<String> slots, List<Tie> ties) {}

  boolean knows(long patient) {
    return compartments.containsKey(patient);
  }

  Facts with(Facts more) {
    Map<Long, Compartment> both = new HashMap<>(compartments);
    both.putAll(more.compartments);
    return new Facts(service, both);
  }

  /** A patient who is in a document but not here has no policy: nothing is permitted by consent. */
  Compartment of(long patient) {
    Compartment known = compartments.get(patient);
    return known != null ? known : new Compartment(ABSENT, Policy.NONE, List.of());
  }

  private static final Ref ABSENT = Ref.patient("-");

  private static Service service(String client, ResultSet row) throws SQLException {
    Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
    for (String code : texts(row.getArray(1))) classes.add(DataClass.of(code).orElseThrow());
    return new Service(
        client, classes, row.getString(2), row.getObject(3, OffsetDateTime.class).toInstant());
  }

  private static Tie tie(ResultSet row) throws SQLException {
    Set<Tie.Power> powers = EnumSet.noneOf(Tie.Power.class);
    for (String power : texts(row.getArray(10))) powers.add(Tie.Power.valueOf(power));
    return new Tie(
        Tie.Kind.valueOf(row.getString(8)),
        row.getString(9),
        new Period(
            row.getObject(11, OffsetDateTime.class).toInstant(),
            row.getObject(12, OffsetDateTime.class).toInstant()),
        powers);
  }

  static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
