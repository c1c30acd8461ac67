package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.RelabelWalk.Key;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some rows that are labelled anew, by the rules their transaction holds. Facet, labels and what is
 * found by them change; no version, no time, no byte of the body. What is kept beside the rows
 * follows: facets present, emergency sheets.
 */
final class RelabelledRows {
  private final Connection connection;
  private final Draft.Maker drafts;
  private final R4 r4;
  private final Facets facets;
  private final Keeping keeping;
  private final Map<Long, Set<Integer>> present = new HashMap<>();
  private final Map<Integer, Set<Coding>> met = new HashMap<>();

  RelabelledRows(Connection connection, Draft.Maker drafts, R4 r4, Facets facets, Keeping keeping) {
    this.connection = connection;
    this.drafts = drafts;
    this.r4 = r4;
    this.facets = facets;
    this.keeping = keeping;
  }

  /** A row as it stands, and as it is to be. */
  private record Found(Row row, short type, String recorder) {}

  /** A row that another has replaced meanwhile is left out: the new one is labelled already. */
  void current(List<Key> keys) throws SQLException {
    if (keys.isEmpty()) return;
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + ", r.type, r.recorder from resource r where (r.patient, r.type, r.row) in"
                    + " (select * from unnest(?, ?, ?)) order by r.type, r.id for update of r",
                keys.stream().mapToLong(Key::patient).toArray(),
                keys.stream().mapToInt(Key::type).toArray(),
                keys.stream().mapToLong(Key::row).toArray());
    List<Found> found = found(sql);
    Medications medications = medications(found);
    List<Found> moving = new ArrayList<>();
    List<Draft> due = new ArrayList<>();
    for (Found one : found) {
      Draft draft = draft(one, medications);
      if (stands(one, draft)) continue;
      moving.add(one);
      due.add(draft);
    }
    facets.vocabulary().learn(met);
    if (moving.isEmpty()) return;
    Set<Keeping.Touched> changed = new LinkedHashSet<>();
    for (int i = 0; i < moving.size(); i++) {
      Row row = moving.get(i).row();
      changed.add(new Keeping.Touched(facets.facet(connection, row.facet()), row.patient()));
      changed.add(new Keeping.Touched(due.get(i).facet(), row.patient()));
    }
    keeping.lock(connection, changed);
    try (PreparedStatement update =
        connection.prepareStatement(
            "update resource set facet = ?, relabelled = ?, labels = ?, tokens = ?, present = ?,"
                + " words = ? where patient = ? and type = ? and row = ?")) {
      for (int i = 0; i < moving.size(); i++) {
        Found one = moving.get(i);
        Draft draft = due.get(i);
        Entries entries = draft.entries(r4);
        labels(update, one, draft);
        update.setArray(4, Sql.longs(connection, entries.tokens()));
        update.setArray(5, Sql.shorts(connection, entries.present()));
        update.setString(6, entries.words());
        update.setLong(7, one.row().patient());
        update.setShort(8, one.type());
        update.setLong(9, one.row().row());
        update.addBatch();
      }
      update.executeBatch();
    }
    facets.vocabulary().learn(met);
    keeping.facets(connection, present);
    keeping.refresh(connection, changed);
  }

  /** A deletion is hidden as what it deleted is: both are in the same history. */
  void earlier(List<Key> keys) throws SQLException {
    if (keys.isEmpty()) return;
    Sql sql =
        new Sql()
            .add(
                "select "
                    + Row.COLUMNS
                    + ", r.type, r.recorder from resource_history r where (r.patient, r.row, r.version)"
                    + " in (select * from unnest(?, ?, ?)) and r.change <> 'D' order by r.type, r.id,"
                    + " r.version for update of r",
                keys.stream().mapToLong(Key::patient).toArray(),
                keys.stream().mapToLong(Key::row).toArray(),
                keys.stream().mapToInt(Key::version).toArray());
    List<Found> found = found(sql);
    Medications medications = medications(found);
    try (PreparedStatement update =
            connection.prepareStatement(
                "update resource_history set facet = ?, relabelled = ?, labels = ? where patient = ?"
                    + " and row = ? and version = ?");
        PreparedStatement deletion =
            connection.prepareStatement(
                "update resource_history set facet = ? where type = ? and id = ? and version = ? and"
                    + " change = 'D'")) {
      for (Found one : found) {
        Draft draft = draft(one, medications);
        if (stands(one, draft)) continue;
        int facet = labels(update, one, draft);
        update.setLong(4, one.row().patient());
        update.setLong(5, one.row().row());
        update.setInt(6, one.row().version());
        update.addBatch();
        deletion.setInt(1, facet);
        deletion.setShort(2, one.type());
        deletion.setString(3, one.row().ref().id());
        deletion.setInt(4, one.row().version() + 1);
        deletion.addBatch();
      }
      update.executeBatch();
      deletion.executeBatch();
    }
    facets.vocabulary().learn(met);
  }

  private List<Found> found(Sql sql) throws SQLException {
    List<Found> found = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        short type = row.getShort(Row.COUNT + 1);
        found.add(new Found(Row.read(r4.typeName(type), row), type, row.getString(Row.COUNT + 2)));
      }
    }
    return found;
  }

  private Medications medications(List<Found> found) throws SQLException {
    List<Json.Obj> bodies = new ArrayList<>();
    for (Found one : found) bodies.add(json(one));
    return Medications.held(connection, r4, bodies);
  }

  private static Json.Obj json(Found one) {
    return Json.parseObject(one.row().stored().json());
  }

  private Draft draft(Found one, Medications medications) {
    Json.Obj json = json(one);
    return drafts.draft(one.row().ref(), json, one.recorder(), medications.along(json));
  }

  /** Its codes are learnt in any case: rows of an older release were written without. */
  private boolean stands(Found one, Draft draft) throws SQLException {
    Facet facet = facets.facet(connection, one.row().facet());
    boolean stands =
        facet.equals(draft.facet()) && one.row().labels().codes().equals(draft.marks().beyond());
    if (stands) learn(one.row().facet(), draft);
    return stands;
  }

  private void learn(int facet, Draft draft) {
    met.computeIfAbsent(facet, f -> new HashSet<>()).addAll(draft.marks().codings());
  }

  /** Facet and labels into a statement's first places. */
  private int labels(PreparedStatement update, Found one, Draft draft) throws SQLException {
    int facet = facets.id(draft.facet());
    Row.Beyond before = one.row().labels();
    boolean shown = !before.codes().equals(draft.marks().beyond());
    update.setInt(1, facet);
    update.setInt(2, before.times() + (shown ? 1 : 0));
    update.setArray(
        3, connection.createArrayOf("text", draft.marks().beyond().toArray(String[]::new)));
    present.computeIfAbsent(one.row().patient(), p -> new HashSet<>()).add(facet);
    learn(facet, draft);
    return facet;
  }
}
