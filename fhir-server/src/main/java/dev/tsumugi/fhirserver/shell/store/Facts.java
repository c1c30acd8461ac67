package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.Situation;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision rests on, read in the snapshot of the rows it is about: the client's assessment,
 * the city's policy, what the requester belongs to, each patient's policy and life, the requester's
 * ties to them.
 *
 * @param labels generation of the labels, see {@link LabelGenerations}
 */
record Facts(
    Situation situation, Map<Long, Compartment> compartments, long labels, Circles.Circle circle) {
  /** Rows of no patient have key 0. */
  static final long CITY = 0;

  /** Columns in the order {@link Rows#take} reads them, of the tables that {@link #joins} joins. */
  static final String COLUMNS =
      "s.classes, s.scopes, s.valid_until, c.patient, c.id, c.policy, c.slots, t.kind, t.actor,"
          + " t.powers, t.since, t.until, t.via, t.authority, c.born, c.died, y.policy, y.slots, "
          + Neighbours.COLUMN
          + ", "
          + LabelGenerations.CURRENT
          + ", "
          + Circles.CURRENT
          + ", "
          + SignOnFacts.COLUMNS;

  /** Which of these is the patient's key. */
  static final int PATIENT = 4;

  /** The same columns without values, for rows of a union that bring other things. */
  static final String NONE =
      "null::text[], null::text, null::timestamptz, null::bigint, null::text, null::int,"
          + " null::text[], null::text, null::text, null::text[], null::timestamptz,"
          + " null::timestamptz, null::text, null::text, null::date, null::timestamptz, null::int,"
          + " null::text[], null::text[], null::bigint, null::bigint, "
          + SignOnFacts.NONE;

  /**
   * To follow a table. A team may be a member of another, and that there is a guardian counts
   * whoever asks: these ties come along.
   *
   * @param patients an array of their keys
   */
  static Sql joins(Requester requester, Circles.Circle circle, Sql patients) {
    return new Sql()
        .add(" left join service s on s.client = ?", requester.client())
        .add(SignOnFacts.joins(requester.signOn()))
        .add(" left join compartment y on y.patient = 0")
        .add(" left join compartment c on c.patient = any (")
        .add(patients)
        .add(") and c.patient <> 0 left join tie t on t.patient = c.patient")
        .add(" and (t.actor = any (?) or t.authority = 'GUARDIAN'", (Object) circle.actors())
        .add(" or t.actor >= 'CareTeam/' and t.actor < 'CareTeam0')");
  }

  static Facts read(
      Connection connection, PolicyTexts policies, Access access, Collection<Long> patients)
      throws SQLException {
    return read(connection, policies, access, patients, policies.circles().of(connection, access));
  }

  /** What the requester belongs to may have changed since it was remembered. */
  private static Facts read(
      Connection connection,
      PolicyTexts policies,
      Access access,
      Collection<Long> patients,
      Circles.Circle remembered)
      throws SQLException {
    Circles.Circle circle = remembered;
    for (int i = 0; i < TRIES; i++) {
      Sql sql =
          new Sql()
              .add("select " + COLUMNS + " from (values (1)) v")
              .add(
                  joins(
                      access.requester(),
                      circle,
                      new Sql().add("?", (Object) Sql.longs(patients))));
      Rows rows = new Rows(access.requester(), 0);
      try (PreparedStatement statement = sql.prepare(connection)) {
        ResultSet row = statement.executeQuery();
        while (row.next()) rows.take(row);
      }
      if (rows.isOf(circle)) return rows.facts(connection, policies, circle);
      circle = policies.circles().read(connection, access);
    }
    throw Database.lostRace("memberships keep changing");
  }

  /** One is enough in a transaction that reads one snapshot. */
  static final int TRIES = 10;

  /** Gathers facts from the rows of a statement that brings them, alone or beside other columns. */
  static final class Rows {
    private final Requester requester;
    private final int before;
    private final Map<Long, Found> found = new HashMap<>();
    private Optional<Service> service = Optional.empty();
    private SignOnFacts signOn = SignOnFacts.UNKNOWN;
    private @Nullable Interned city;
    private long labels = -1;
    private long circle = -1;

    /**
     * @param before columns in front of {@link #COLUMNS}
     */
    Rows(Requester requester, int before) {
      this.requester = requester;
      this.before = before;
    }

    /** The cursor stands on a row; a patient comes once for each tie. */
    void take(ResultSet row) throws SQLException {
      long generation = row.getLong(before + 20);
      if (!row.wasNull()) {
        labels = generation;
        circle = row.getLong(before + 21);
        signOn = SignOnFacts.read(row, before + 22);
      }
      if (service.isEmpty() && row.getArray(before + 1) != null) {
        service = Optional.of(service(requester.client(), row, before));
      }
      if (city == null) {
        int policy = row.getInt(before + 17);
        if (!row.wasNull()) city = new Interned(policy, texts(row.getArray(before + 18)));
      }
      long patient = row.getLong(before + 4);
      if (row.wasNull()) return;
      Found one = found.get(patient);
      if (one == null) {
        one = found(row, before);
        found.put(patient, one);
      }
      if (row.getString(before + 8) != null) one.ties().add(tie(row, before));
    }

    /** Whether what was remembered of the requester still holds. */
    boolean isOf(Circles.Circle remembered) {
      return circle == remembered.generation();
    }

    /** Of the whole; read anew where what was remembered of the requester no longer holds. */
    Facts facts(
        Connection connection, PolicyTexts policies, Access access, Circles.Circle remembered)
        throws SQLException {
      if (isOf(remembered)) return facts(connection, policies, remembered);
      Circles.Circle circle = policies.circles().read(connection, access);
      return read(connection, policies, access, found.keySet(), circle);
    }

    Facts facts(Connection connection, PolicyTexts policies, Circles.Circle circle)
        throws SQLException {
      if (labels < 0) throw new IllegalStateException("no row told the generation of the labels");
      Map<Long, Compartment> compartments = new HashMap<>();
      for (var entry : found.entrySet()) {
        Found one = entry.getValue();
        compartments.put(
            entry.getKey(),
            new Compartment(
                Ref.patient(one.id()),
                one.policy().read(connection, policies),
                List.copyOf(one.ties()),
                one.life().born(),
                one.life().died(),
                one.neighbours()));
      }
      compartments.put(CITY, Compartment.CITY);
      Policy own = city == null ? Policy.NONE : city.read(connection, policies);
      Situation situation =
          new Situation(service, own, circle.memberships(), signOn.over(requester, service));
      return new Facts(situation, compartments, labels, circle);
    }
  }

  /** A policy as the database names it. */
  private record Interned(int id, List<String> slots) {
    Policy read(Connection connection, PolicyTexts policies) throws SQLException {
      return policies.policy(connection, id, slots);
    }
  }

  private record Found(
      String id, Interned policy, Life life, Map<Ref, Set<Ref>> neighbours, Set<Tie> ties) {}

  private static Found found(ResultSet row, int before) throws SQLException {
    Interned policy = new Interned(row.getInt(before + 6), texts(row.getArray(before + 7)));
    Optional<LocalDate> born = Optional.ofNullable(row.getObject(before + 15, LocalDate.class));
    Optional<Instant> died =
        Optional.ofNullable(row.getObject(before + 16, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant);
    Map<Ref, Set<Ref>> neighbours = new HashMap<>();
    Array told = row.getArray(before + 19);
    if (told != null) for (String one : texts(told)) Neighbours.read(one, neighbours);
    return new Found(
        row.getString(before + 5), policy, new Life(born, died), neighbours, new LinkedHashSet<>());
  }

  boolean knows(long patient) {
    return compartments.containsKey(patient);
  }

  /** The generation of the labels stays: rows were read by it, and a later one hides no more. */
  Facts with(Facts more) {
    Map<Long, Compartment> both = new HashMap<>(compartments);
    both.putAll(more.compartments);
    return new Facts(situation, both, labels, circle);
  }

  /** As if this were so of a patient: for what is only supposed. */
  Facts supposing(long patient, Compartment supposed) {
    Map<Long, Compartment> changed = new HashMap<>(compartments);
    changed.put(patient, supposed);
    return new Facts(situation, changed, labels, circle);
  }

  /** As if the client were so assessed. */
  Facts supposing(Service assessed) {
    Situation supposed =
        new Situation(
            Optional.of(assessed), situation.city(), situation.memberships(), situation.over());
    return new Facts(supposed, compartments, labels, circle);
  }

  /** As of somebody whose sign-on holds: of those who are only imagined. */
  Facts supposingSignedOn() {
    Situation supposed =
        new Situation(situation.service(), situation.city(), situation.memberships());
    return new Facts(supposed, compartments, labels, circle);
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
        row.getObject(before + 3, OffsetDateTime.class).toInstant(),
        row.getBoolean(before + 22));
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
        powers,
        Optional.ofNullable(row.getString(before + 13)),
        Optional.ofNullable(row.getString(before + 14)).map(Tie.Authority::valueOf));
  }

  static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
