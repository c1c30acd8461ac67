package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Policies;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.PolicyText;
import dev.tsumugi.consent.Rule;
import dev.tsumugi.fhirserver.MatchKeys;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is kept ready beside the rows, in the transaction that changes them: the compiled policy of
 * each patient, the facets present, the emergency sheet, by which keys they are found.
 */
final class Keeping {
  private final R4 r4;
  private final Facets facets;
  private final PolicyTexts policies;
  private final Reader reader;
  private final Optional<SheetRenderer> renderer;
  private final Optional<MatchKeys> keys;

  Keeping(
      R4 r4,
      Facets facets,
      PolicyTexts policies,
      Reader reader,
      Optional<SheetRenderer> renderer,
      Optional<MatchKeys> keys) {
    this.keys = keys;
    this.r4 = r4;
    this.facets = facets;
    this.policies = policies;
    this.reader = reader;
    this.renderer = renderer;
  }

  /** That a row of this facet came into a patient's compartment, changed there or left it. */
  record Touched(Facet facet, long patient) {}

  private boolean keeps(Touched one) {
    // Nobody's Consents are the city's own policy.
    return rules(one) || (one.patient() != Facts.CITY && renders(one));
  }

  private static boolean rules(Touched one) {
    return one.facet().type().equals("Consent");
  }

  private boolean renders(Touched one) {
    return renderer.isPresent() && SheetBlocks.concerns(renderer.get(), one.facet());
  }

  /**
   * Makes commits that change the same patient's policy or sheet wait for each other: each must see
   * what the other wrote. In key order, so that none waits in a circle.
   */
  void lock(Connection connection, Set<Touched> changed) throws SQLException {
    Set<Long> patients = new TreeSet<>();
    for (Touched one : changed) if (keeps(one)) patients.add(one.patient());
    if (patients.isEmpty()) return;
    if (patients.contains(Facts.CITY)) openCity(connection);
    Sql sql =
        new Sql()
            .add(
                "select patient from compartment where patient = any (?) order by patient for"
                    + " update",
                (Object) Sql.longs(patients));
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.execute();
    }
  }

  private void openCity(Connection connection) throws SQLException {
    new Sql()
        .add(
            "insert into compartment (patient, id, policy) values (?, '', ?) on conflict do nothing",
            Facts.CITY,
            policies.id(Policies.write(Policy.NONE).text()))
        .run(connection);
  }

  /** A row for each new patient. */
  void open(Connection connection, Collection<Ref> patients) throws SQLException {
    if (patients.isEmpty()) return;
    PolicyText none = Policies.write(Policy.NONE);
    int policy = policies.id(none.text());
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into compartment (patient, id, policy, facets) values (?, ?, ?, array(select"
                + " distinct facet from resource where patient = ?)) on conflict (patient) do"
                + " nothing")) {
      for (Ref patient : new TreeSet<>(patients)) {
        long key = Hash64.of(patient.toString());
        statement.setLong(1, key);
        statement.setString(2, patient.id());
        statement.setInt(3, policy);
        statement.setLong(4, key); // documents about them may have come before them
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** When these patients were born and whether they died, as their newest version says. */
  void lives(Connection connection, Map<Ref, Life> lives) throws SQLException {
    if (lives.isEmpty()) return;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update compartment set born = ?, died = ? where patient = ?")) {
      for (Map.Entry<Ref, Life> one : new TreeMap<>(lives).entrySet()) {
        statement.setObject(1, one.getValue().born().orElse(null));
        statement.setObject(2, one.getValue().died().map(Sql::time).orElse(null));
        statement.setLong(3, Hash64.of(one.getKey().toString()));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** By what these Patients are found from now on; who was deleted, no more. */
  void keys(Connection connection, Map<Ref, Json.Obj> written, Collection<Ref> deleted)
      throws SQLException {
    if (keys.isEmpty()) return;
    MatchTable.keep(connection, keys.get(), written);
    MatchTable.forget(connection, deleted);
  }

  void facets(Connection connection, Map<Long, Set<Integer>> written) throws SQLException {
    for (Map.Entry<Long, Set<Integer>> entry : written.entrySet()) {
      if (entry.getKey() == Facts.CITY) continue; // its rows are looked for among the rows
      int[] ids = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
      Sql sql =
          new Sql()
              .add(
                  "update compartment set facets = array(select distinct f from unnest(facets || ?)"
                      + " f) where patient = ? and not facets @> ?",
                  ids,
                  entry.getKey(),
                  ids);
      try (PreparedStatement statement = sql.prepare(connection)) {
        statement.executeUpdate();
      }
    }
  }

  /** Compiles and renders anew what the changed rows touch. */
  void refresh(Connection connection, Set<Touched> changed) throws SQLException {
    Set<Long> ruled = new TreeSet<>();
    Set<Long> rendered = new TreeSet<>();
    for (Touched one : changed) {
      if (!keeps(one)) continue;
      if (rules(one)) ruled.add(one.patient());
      if (one.patient() != Facts.CITY && renders(one)) rendered.add(one.patient());
    }
    for (long patient : ruled) compile(connection, patient);
    for (long patient : rendered) render(connection, patient, renderer.orElseThrow());
  }

  /** Renders the sheets of these patients, whatever has changed. */
  void renderAll(Connection connection, Collection<Long> patients, SheetRenderer sheet)
      throws SQLException {
    for (long patient : patients) render(connection, patient, sheet);
  }

  /** Compiles the policies of these patients, whatever has changed. */
  void ruleAll(Connection connection, Collection<Long> patients) throws SQLException {
    for (long patient : patients) compile(connection, patient);
  }

  /** Compiles the city's policy, if there is a Consent that is nobody's. */
  void ruleCity(Connection connection) throws SQLException {
    if (resources(connection, Facts.CITY, "Consent").isEmpty()) return;
    openCity(connection);
    compile(connection, Facts.CITY);
  }

  private void compile(Connection connection, long patient) throws SQLException {
    Policy policy = policyOf(patient, resources(connection, patient, "Consent"));
    PolicyText text = Policies.write(policy);
    List<Ref> related = related(policy);
    Sql sql =
        new Sql()
            .add(
                "update compartment set policy = ?, slots = ?, related_types = ?, related_ids = ?,"
                    + " epoch = epoch + 1 where patient = ?",
                policies.id(text.text()),
                text.slots().toArray(String[]::new),
                related.stream().mapToInt(ref -> r4.typeNumber(ref.type())).toArray(),
                related.stream().map(Ref::toString).toArray(String[]::new),
                patient);
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.executeUpdate();
    }
  }

  /** Whose neighbours count too; of a type that R4 does not have nothing is here. */
  private List<Ref> related(Policy policy) {
    return policy.related().stream().filter(ref -> r4.isType(ref.type())).sorted().toList();
  }

  /** What a patient's current Consents compile to; without a patient, the city's. */
  static Policy policyOf(long patient, List<Json.Obj> consents) {
    List<Rule> rules = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Json.Obj consent : consents) {
      // One that is about somebody who cannot be told must not be taken for the city's.
      if (patient == Facts.CITY && consent.has("patient")) continue;
      Compiled compiled = ConsentCompiler.compile(consent);
      if (compiled instanceof Compiled.Active active) rules.add(active.rule());
      if (compiled instanceof Compiled.Unreadable) unreadable.add(ConsentCompiler.name(consent));
    }
    return new Policy(rules, unreadable);
  }

  private List<Json.Obj> resources(Connection connection, long patient, String type)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + " from resource r where r.patient = ? and r.type = ? order"
                    + " by r.row",
                patient,
                r4.typeNumber(type));
    return reader.rows(connection, sql, type).stream()
        .map(row -> Json.parseObject(row.stored().json()))
        .toList();
  }

  private record BlockKey(String block, int facet) {}

  private void render(Connection connection, long patient, SheetRenderer sheet)
      throws SQLException {
    String id = patientId(connection, patient);
    if (id.isEmpty()) return; // a document about somebody who is not here
    Map<BlockKey, List<Json>> blocks = new LinkedHashMap<>();
    SheetBlocks rendering = new SheetBlocks(r4, facets.table(), reader, sheet);
    for (Map.Entry<SheetBlocks.Key, List<Json>> block :
        rendering.of(connection, Ref.patient(id)).entrySet()) {
      SheetBlocks.Key key = block.getKey();
      blocks.put(new BlockKey(key.block(), facets.id(key.facet())), block.getValue());
    }
    replace(connection, patient, blocks);
  }

  private static String patientId(Connection connection, long patient) throws SQLException {
    Sql sql = new Sql().add("select id from compartment where patient = ?", patient);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      return row.next() ? row.getString(1) : "";
    }
  }

  private static void replace(Connection connection, long patient, Map<BlockKey, List<Json>> blocks)
      throws SQLException {
    Sql delete = new Sql().add("delete from emergency_sheet where patient = ?", patient);
    try (PreparedStatement statement = delete.prepare(connection)) {
      statement.executeUpdate();
    }
    if (blocks.isEmpty()) return;
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into emergency_sheet (patient, block, facet, valid_until, body) values (?, ?, ?,"
                + " ?, ?)")) {
      for (Map.Entry<BlockKey, List<Json>> block : blocks.entrySet()) {
        insert.setLong(1, patient);
        insert.setString(2, block.getKey().block());
        insert.setInt(3, block.getKey().facet());
        insert.setObject(4, Sql.time(Period.MAX));
        insert.setBytes(5, Json.bytes(new Json.Arr(block.getValue())));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
