package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.fhirserver.shell.store.LabelGenerations.Generation;
import dev.tsumugi.fhirserver.shell.store.Relabelling.Moves;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.terminology.labels.Hierarchy;
import dev.tsumugi.terminology.labels.Labels;
import dev.tsumugi.terminology.labels.SensitivitySet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What writes of sensitivity value sets do to the labels, in their own transaction, which holds
 * {@link ParameterLock} alone: from its commit on new rows are labelled by the new rules, and rows
 * that may have to change count as the stricter of both until {@link RelabelWalk} has passed them
 * (docs/adr/0015).
 */
final class LabelChange {
  private static final String TYPE = "ValueSet";
  private static final Logger log = LoggerFactory.getLogger(LabelChange.class);

  private final LabelRules rules;
  private final Hierarchy hierarchy;

  LabelChange(LabelRules rules, Hierarchy hierarchy) {
    this.rules = rules;
    this.hierarchy = hierarchy;
  }

  /** Whether one of these may change the labels. */
  static boolean concerns(List<Write> writes) {
    return writes.stream().anyMatch(LabelChange::concerns);
  }

  private static boolean concerns(Write write) {
    if (write instanceof Write.Create create) return isOne(create.body());
    if (write instanceof Write.Update update) return isOne(update.ref()) || isOne(update.body());
    if (write instanceof Write.Patch patch) return isOne(patch.ref());
    if (write instanceof Write.Delete delete) return isOne(delete.ref());
    // What a condition finds is not known yet.
    if (write instanceof Write.UpdateWhere update) return update.query().type().equals(TYPE);
    if (write instanceof Write.PatchWhere patch) return patch.query().type().equals(TYPE);
    if (write instanceof Write.DeleteWhere delete) return delete.query().type().equals(TYPE);
    throw new IllegalStateException("a write of no type");
  }

  private static boolean isOne(Ref ref) {
    return ref.type().equals(TYPE) && ref.id().startsWith(SensitivitySet.ID);
  }

  private static boolean isOne(Json.Obj body) {
    return TYPE.equals(body.text("resourceType"))
        && String.valueOf(body.text("url")).startsWith(SensitivitySet.CANONICAL);
  }

  /**
   * Follows what was written.
   *
   * @throws Problem UNPROCESSABLE if a sensitivity value set cannot be understood
   */
  void follow(Connection connection, List<Write> writes, List<Written> written)
      throws SQLException {
    Set<String> fresh = new TreeSet<>();
    for (int i = 0; i < written.size(); i++) {
      for (StoredResource resource : written.get(i).resources()) {
        boolean stands = resource.change() != StoredResource.Change.DELETED;
        if (stands && resource.ref().type().equals(TYPE)) demandName(resource, writes, i);
        if (isOne(resource.ref()) && written.get(i).kind() != Written.Kind.FOUND) {
          SensitivitySet.labelOfId(resource.ref().id()).ifPresent(fresh::add);
        }
      }
    }
    if (!fresh.isEmpty()) putInForce(connection, hierarchy, fresh);
  }

  private static void demandName(StoredResource resource, List<Write> writes, int i) {
    try {
      LabelRules.demandName(Json.parseObject(resource.json()));
    } catch (Problem problem) {
      throw writes.size() == 1 ? problem : problem.under(Committer.prefix(writes, i));
    }
  }

  /**
   * At start: this release may ship other sets than the one before. What hangs on a hierarchy goes
   * on as it was understood.
   */
  boolean putInForce(Connection connection) throws SQLException {
    return putInForce(connection, Hierarchy.NONE, Set.of());
  }

  /** Puts in force what is stored and shipped; nothing happens, and false, if it is already. */
  private boolean putInForce(Connection connection, Hierarchy by, Set<String> fresh)
      throws SQLException {
    Generation before = LabelGenerations.current(connection);
    Labels old = rules.labels(connection, before.rules());
    List<Json.Obj> sets = rules.wanted(connection, old, by, fresh);
    if (before.rules() != 0 && sets.equals(ordered(old))) return false;
    int number = rules.add(connection, sets);
    Relabelling moves = difference(connection, old, rules.labels(connection, number));
    Relabelling pending = before.pending().and(moves);
    Generation after = new Generation(before.number() + 1, number, pending);
    LabelGenerations.add(connection, after);
    RelabelWalk.begin(connection, after.number());
    ParameterTable.grow(connection);
    log.info(
        "sensitivity value sets: generation {} is in force{}",
        after.number(),
        pending.isNothing() ? "" : ", rows are labelled anew");
    return true;
  }

  /** Whether what is stored and shipped is what rows are labelled by. */
  boolean isInForce(Connection connection) throws SQLException {
    Generation now = LabelGenerations.current(connection);
    Labels labels = rules.labels(connection, now.rules());
    return now.rules() != 0
        && rules.wanted(connection, labels, Hierarchy.NONE, Set.of()).equals(ordered(labels));
  }

  private static List<Json.Obj> ordered(Labels labels) {
    List<Json.Obj> sets = new ArrayList<>();
    for (String label : new TreeSet<>(labels.valueSets().keySet())) {
      sets.add(labels.valueSets().get(label));
    }
    return sets;
  }

  /**
   * For each facet that has, or had, a code that the two see differently: what may become of it.
   */
  private static Relabelling difference(Connection connection, Labels old, Labels fresh)
      throws SQLException {
    Map<Moves, List<Integer>> codes = new HashMap<>();
    Vocabulary.each(
        connection,
        (id, coding) -> {
          Moves moves = moves(old, fresh, coding);
          if (!moves.adds().isEmpty() || !moves.drops().isEmpty()) {
            codes.computeIfAbsent(moves, m -> new ArrayList<>()).add(id);
          }
        });
    Map<Integer, Moves> facets = new HashMap<>();
    for (Map.Entry<Moves, List<Integer>> group : codes.entrySet()) {
      int[] ids = group.getValue().stream().mapToInt(Integer::intValue).toArray();
      for (int facet : Vocabulary.facets(connection, ids)) {
        facets.merge(facet, group.getKey(), Moves::and);
      }
    }
    return Relabelling.of(facets);
  }

  private static Moves moves(Labels old, Labels fresh, Coding coding) {
    Labels.Revealed before = old.of(coding);
    Labels.Revealed after = fresh.of(coding);
    Set<String> adds = new TreeSet<>(after.sensitivity());
    adds.removeAll(before.sensitivity());
    Set<String> drops = new TreeSet<>(before.sensitivity());
    drops.removeAll(after.sensitivity());
    if (after.uncertain() && !before.uncertain()) adds.add(Relabelling.ANY);
    if (before.uncertain() && !after.uncertain()) drops.add(Relabelling.ANY);
    return new Moves(adds, drops);
  }
}
