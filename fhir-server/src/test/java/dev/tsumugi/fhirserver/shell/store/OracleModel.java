package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Gate;
import dev.tsumugi.consent.Membership;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.RowFacts;
import dev.tsumugi.consent.Rule;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.Situation;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.consent.Ties;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that stands in a store, read row by row past its gate, and the pure evaluator over it: every
 * decision on the single row, no condition of a query. What decisions rest on (policies, ties,
 * memberships) is made of the resources themselves, not of what the store keeps beside them.
 */
final class OracleModel {
  /**
   * @param json without meaning for a deletion
   */
  record Version(
      Ref ref,
      long row,
      int version,
      Instant updated,
      Change change,
      boolean current,
      List<Ref> patients,
      Facet facet,
      RowFacts facts,
      Json.Obj json) {}

  final List<Version> versions = new ArrayList<>();
  final Map<Ref, Version> newest = new HashMap<>();
  private final Map<Ref, Compartment> residents = new HashMap<>();
  private final List<Membership> memberships = new ArrayList<>();
  private Policy city = Policy.NONE;

  /** Why the evaluator refused, and how often it permitted. */
  static final class Tally {
    final Map<Decision.Layer, Long> refused = new EnumMap<>(Decision.Layer.class);
    long permitted;
    long denied;
    long ofTheRow;
    long outsideScope;

    void take(Decision whole, Decision onRow) {
      if (whole instanceof Decision.Depends) ofTheRow++;
      if (onRow.permitted()) permitted++;
      else denied++;
      if (onRow instanceof Decision.Deny deny) {
        refused.merge(deny.layer(), 1L, Long::sum);
        if (deny.reason() == Decision.Reason.OUTSIDE_SCOPE_QUERY) outsideScope++;
      }
    }
  }

  private OracleModel() {}

  static OracleModel read(TestStore store) {
    OracleModel model = new OracleModel();
    try (Connection connection = store.asSuperuser()) {
      model.rows(connection);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    model.facts();
    return model;
  }

  private void rows(Connection connection) throws SQLException {
    Map<Integer, Facet> facets = new HashMap<>();
    facets(connection, facets);
    Map<Long, Ref> patients = new HashMap<>();
    new Sql()
        .add("select id from compartment where patient <> 0")
        .all(connection, row -> Ref.patient(row.getString(1)))
        .forEach(ref -> patients.put(Hash64.of(ref.toString()), ref));
    for (String table : List.of("resource", "resource_history")) {
      Sql sql =
          new Sql()
              .add(
                  "select "
                      + Row.COLUMNS
                      + ", r.type as the_type, r.since as since_, r.until as until_, r.marks as"
                      + " marks_, r.tokens as tokens_ from "
                      + table
                      + " r");
      versions.addAll(
          sql.all(connection, row -> version(row, facets, patients, table.equals("resource"))));
    }
    for (Version one : versions) {
      newest.merge(one.ref(), one, (a, b) -> a.version() > b.version() ? a : b);
    }
  }

  private static void facets(Connection connection, Map<Integer, Facet> into) throws SQLException {
    new Sql()
        .add("select id, type, data_class, sensitivity, confidentiality, recorder from facet")
        .all(
            connection,
            row ->
                into.put(
                    row.getInt(1),
                    new Facet(
                        TestStore.R4_FACTS.typeName(row.getShort(2)),
                        DataClass.of(row.getString(3)).orElseThrow(),
                        Set.of((String[]) row.getArray(4).getArray()),
                        Confidentiality.valueOf(row.getString(5)),
                        row.getString(6))));
  }

  private static Version version(
      ResultSet row, Map<Integer, Facet> facets, Map<Long, Ref> patients, boolean current)
      throws SQLException {
    Row read = Row.read(TestStore.R4_FACTS.typeName(row.getShort("the_type")), row);
    List<Ref> whose = new ArrayList<>();
    if (read.patient() != Facts.CITY) whose.add(patients.get(read.patient()));
    for (long member : read.members()) whose.add(patients.get(member));
    OffsetDateTime since = row.getObject("since_", OffsetDateTime.class);
    OffsetDateTime until = row.getObject("until_", OffsetDateTime.class);
    Optional<Period> when =
        since == null
            ? Optional.empty()
            : Optional.of(new Period(since.toInstant(), until.toInstant()));
    long[] tokens = Row.longs(row.getArray("tokens_"));
    Arrays.sort(tokens);
    RowFacts told = new RowFacts(read.ref(), when, Row.longs(row.getArray("marks_")), tokens);
    boolean deleted = read.change() == Change.DELETED;
    return new Version(
        read.ref(),
        read.row(),
        read.version(),
        read.updated(),
        read.change(),
        current,
        whose,
        facets.get(read.facet()),
        told,
        deleted ? Json.object().build() : Json.parseObject(read.stored().json()));
  }

  private void facts() {
    Map<Ref, List<Json.Obj>> consents = new HashMap<>();
    Map<Ref, List<Tie>> ties = new HashMap<>();
    List<Json.Obj> ofTheCity = new ArrayList<>();
    for (Version one : versions) {
      if (!one.current()) continue;
      if (one.patients().isEmpty()) {
        if (one.ref().type().equals("Consent")) ofTheCity.add(one.json());
        memberships.addAll(membershipsOf(one));
        continue;
      }
      Ref owner = one.patients().get(0);
      if (one.ref().type().equals("Consent")) {
        consents.computeIfAbsent(owner, o -> new ArrayList<>()).add(one.json());
      }
      ties.computeIfAbsent(owner, o -> new ArrayList<>()).addAll(Ties.of(one.json()));
    }
    city = policy(ofTheCity);
    for (Version one : List.copyOf(newest.values())) {
      if (!one.ref().type().equals("Patient") || !one.current()) continue;
      Policy own = policy(consents.getOrDefault(one.ref(), List.of()));
      residents.put(
          one.ref(),
          new Compartment(
              one.ref(),
              own,
              ties.getOrDefault(one.ref(), List.of()),
              Optional.ofNullable(one.json().text("birthDate")).map(LocalDate::parse),
              Optional.empty(),
              neighbours(own)));
    }
  }

  private static Policy policy(List<Json.Obj> consents) {
    List<Rule> rules = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Json.Obj consent : consents) {
      Compiled compiled = ConsentCompiler.compile(consent);
      if (compiled instanceof Compiled.Active active) rules.add(active.rule());
      if (compiled instanceof Compiled.Unreadable) unreadable.add(ConsentCompiler.name(consent));
    }
    return new Policy(rules, unreadable);
  }

  /** Stated by the few kinds that this town has. */
  private static List<Membership> membershipsOf(Version one) {
    String self = one.ref().toString();
    List<Membership> stated = new ArrayList<>();
    Json.Obj whole = one.json().obj("partOf");
    if (whole != null) stated.add(new Membership(self, whole.text("reference"), Period.ALWAYS));
    Json.Obj person = one.json().obj("practitioner");
    if (person != null) {
      stated.add(new Membership(person.text("reference"), self, Period.ALWAYS));
      stated.add(new Membership(self, person.text("reference"), Period.ALWAYS));
    }
    if (one.ref().type().equals("Group")) {
      for (Json.Obj member : one.json().objects("member")) {
        String who = member.obj("entity").text("reference");
        stated.add(new Membership(who, self, Period.ALWAYS));
      }
    }
    return stated;
  }

  private Map<Ref, Set<Ref>> neighbours(Policy own) {
    Set<Ref> named = new HashSet<>(own.related());
    named.addAll(city.related());
    Map<Ref, Set<Ref>> neighbours = new HashMap<>();
    for (Ref ref : named) {
      Version there = newest.get(ref);
      if (there == null || !there.current()) continue;
      Set<Ref> refs = new HashSet<>();
      Json.mapTexts(
          there.json(),
          "reference",
          text -> {
            Ref.parse(text).ifPresent(refs::add);
            return text;
          });
      neighbours.put(ref, refs);
    }
    return neighbours;
  }

  /** What the clients of the town are assessed for. */
  static Optional<Service> service(String client) {
    Instant later = Instant.parse("2030-01-01T00:00:00Z");
    Set<DataClass> few =
        EnumSet.of(DataClass.IDENTITY, DataClass.RESULT, DataClass.ENCOUNTER, DataClass.OPEN);
    return Optional.ofNullable(
        switch (client) {
          case "app" ->
              new Service(
                  client, EnumSet.allOf(DataClass.class), "user/*.cruds patient/*.cruds", later);
          case "loader" ->
              new Service(client, EnumSet.allOf(DataClass.class), "system/*.cruds", later);
          case "small" -> new Service(client, few, "user/*.cruds patient/*.rs", later);
          case "old" ->
              new Service(client, few, "user/*.cruds", Instant.parse("2020-01-01T00:00:00Z"));
          default -> null;
        });
  }

  /** The gate of one requester over all of it. */
  Asked asked(Access access) {
    String client = access.requester().client();
    return new Asked(access.in(new Situation(service(client), city, memberships)));
  }

  /** What one requester may do to every row. */
  final class Asked {
    private final Gate gate;

    Asked(Gate gate) {
      this.gate = gate;
    }

    boolean permits(Action action, Version one) {
      return permits(action, one, new Tally());
    }

    /** Each compartment must permit. */
    boolean permits(Action action, Version one, Tally tally) {
      if (one.patients().isEmpty()) return permits(action, one, Compartment.CITY, tally);
      boolean all = true;
      for (Ref patient : one.patients()) {
        Compartment resident = residents.get(patient);
        all = all && permits(action, one, resident, tally);
      }
      return all;
    }

    private boolean permits(Action action, Version one, Compartment whose, Tally tally) {
      Decision whole = gate.decide(action, one.facet(), whose);
      Decision onRow = whole.on(one.facts());
      tally.take(whole, onRow);
      return onRow.permitted();
    }

    /** May something new of this facet be written there? Nothing of it is known beside that. */
    boolean creates(Facet facet, RowFacts facts, Ref patient) {
      return gate.decide(Action.CREATE, facet, residents.get(patient)).on(facts).permitted();
    }

    List<Version> visible(Action action, Tally tally) {
      return versions.stream().filter(one -> permits(action, one, tally)).toList();
    }
  }
}
