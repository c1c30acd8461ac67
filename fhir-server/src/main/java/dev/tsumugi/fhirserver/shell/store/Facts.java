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
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a decision rests on, read in the snapshot of the rows it is about: the client's assessment,
 * each patient's policy, the requester's ties to them.
 *
 * @param labels generation of the labels, see {@link LabelGenerations}
 */
record Facts(Optional<Service> service, Map<Long, Compartment> compartments, long labels) {
  /** Rows of no patient have key 0. */
  static final long CITY = 0;

  /** Columns in the order {@link Rows#take} reads them, of the tables that {@link #JOINS} joins. */
  static final String COLUMNS =
      "s.classes, s.scopes, s.valid_until, c.patient, c.id, c.policy, c.slots, t.kind, t.actor,"
          + " t.powers, t.since, t.until, "
          + LabelGenerations.CURRENT;

  /** Which of these is the patient's key. */
  static final int PATIENT = 4;

  /** The same columns without values, for rows of a union that bring other things. */
  static final String NONE =
      "null::text[], null::text, null::timestamptz, null::bigint, null::text, null::int,"
          + " null::text[], null::text, null::text, null::text[], null::timestamptz,"
          + " null::timestamptz, null::bigint";

  /** To follow a table; binds the client, then the patients (see {@code of}), then the actors. */
  static String joins(String patients) {
    return " left join service s on s.client = ?"
        + " left join compartment c on c.patient = any ("
        + patients
        + ") left join tie t on t.patient = c.patient and t.actor = any (?)";
  }

  static Facts read(
      Connection connection, PolicyTexts policies, Access access, Collection<Long> patients)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select " + COLUMNS + " from (values (1)) v" + joins("?"),
                access.requester().client(),
                Sql.longs(patients),
                actors(access));
    Rows rows = new Rows(access.requester().client(), 0);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) rows.take(row);
    }
    return rows.facts(connection, policies);
  }

  static String[] actors(Access access) {
    return access.requester().actorKeys().toArray(String[]::new);
  }

  /** Gathers facts from the rows of a statement that brings them, alone or beside other columns. */
  static final class Rows {
    private final String client;
    private final int before;
    private final Map<Long, Found> found = new HashMap<>();
    private Optional<Service> service = Optional.empty();
    private long labels = -1;

    /**
     * @param before columns in front of {@link #COLUMNS}
     */
    Rows(String client, int before) {
      this.client = client;
      this.before = before;
    }

    /** The cursor stands on a row; a patient comes once for each tie. */
    void take(ResultSet row) throws SQLException {
      long generation = row.getLong(before + 13);
      if (!row.wasNull()) labels = generation;
      if (service.isEmpty() && row.getArray(before + 1) != null) {
        service = Optional.of(service(client, row, before));
      }
      long patient = row.getLong(before + 4);
      if (row.wasNull()) return;
      Found one = found.get(patient);
      if (one == null) {
        List<String> slots = texts(row.getArray(before + 7));
        one =
            new Found(
                row.getString(before + 5), row.getInt(before + 6), slots, new LinkedHashSet<>());
        found.put(patient, one);
      }
      if (row.getString(before + 8) != null) one.ties().add(tie(row, before));
    }

    Facts facts(Connection connection, PolicyTexts policies) throws SQLException {
      if (labels < 0) throw new IllegalStateException("no row told the generation of the labels");
      Map<Long, Compartment> compartments = new HashMap<>();
      for (var entry : found.entrySet()) {
        Found one = entry.getValue();
        Policy policy = policies.policy(connection, one.policy(), one.slots());
        List<Tie> ties = List.copyOf(one.ties());
        compartments.put(entry.getKey(), new Compartment(Ref.patient(one.id()), policy, ties));
      }
      compartments.put(CITY, Compartment.CITY);
      return new Facts(service, compartments, labels);
    }
  }

  private record Found(String id, int policy, List<String> slots, Set<Tie> ties) {}

  boolean knows(long patient) {
    return compartments.containsKey(patient);
  }

  /** The generation of the labels stays: rows were read by it, and a later one hides no more. */
  Facts with(Facts more) {
    Map<Long, Compartment> both = new HashMap<>(compartments);
    both.putAll(more.compartments);
    return new Facts(service, both, labels);
  }

  /** As if this were so of a patient: for what is only supposed. */
  Facts supposing(long patient, Compartment supposed) {
    Map<Long, Compartment> changed = new HashMap<>(compartments);
    changed.put(patient, supposed);
    return new Facts(service, changed, labels);
  }

  /** As if the client were so assessed. */
  Facts supposing(Service assessed) {
    return new Facts(Optional.of(assessed), compartments, labels);
  }

  /** A patient who is in a document but not here has no policy: nothing is permitted by consent. */
  Compartment of(long patient) {
    Compartment known = compartments.get(patient);
    return known != null ? known : new Compartment(ABSENT, Policy.NONE, List.of());
  }

  private static final Ref ABSENT = Ref.patient("-");

  private static Service service(String client, ResultSet row, int before) throws SQLException {
    Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
    for (String code : texts(row.getArray(before + 1)))
      classes.add(DataClass.of(code).orElseThrow());
    return new Service(
        client,
        classes,
        row.getString(before + 2),
        row.getObject(before + 3, OffsetDateTime.class).toInstant());
  }

  private static Tie tie(ResultSet row, int before) throws SQLException {
    Set<Tie.Power> powers = EnumSet.noneOf(Tie.Power.class);
    for (String power : texts(row.getArray(before + 10))) powers.add(Tie.Power.valueOf(power));
    return new Tie(
        Tie.Kind.valueOf(row.getString(before + 8)),
        row.getString(before + 9),
        new Period(
            row.getObject(before + 11, OffsetDateTime.class).toInstant(),
            row.getObject(before + 12, OffsetDateTime.class).toInstant()),
        powers);
  }

  static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
