package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.ParametersInForce.Progress.State;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.Indexer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.ParameterTable.Entry;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.labels.Labels;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The search values that rows must have by the parameters loaded in this snapshot. Of those under
 * way, to be answered or to be removed, a row may have the values or not; no others.
 */
final class DueValues {
  private final Draft.Maker drafts;
  private final R4 answered;
  private final Set<Short> underWay;
  private final Relabelling pending;

  /** For each parameter under way, R4 with it alone: two of them may share a code. */
  private final List<Draft.Maker> further = new ArrayList<>();

  private DueValues(
      R4 r4, Compartments compartments, List<Entry> entries, Labels labels, Relabelling pending) {
    this.pending = pending;
    answered = SearchSet.overlay(r4, entries, entry -> entry.is(State.ACTIVE));
    drafts = new Draft.Maker(answered, new Indexer(answered), compartments, labels);
    underWay = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.is(State.ACTIVE)) continue;
      underWay.add(entry.number());
      R4 alone = SearchSet.overlay(r4, List.of(entry), one -> true);
      further.add(new Draft.Maker(alone, new Indexer(alone), compartments, labels));
    }
  }

  static DueValues read(Connection connection, R4 r4, Compartments compartments)
      throws SQLException {
    List<Entry> entries = new ParameterTable(r4).readIfThere(connection);
    boolean labelled =
        new Sql()
            .add("select to_regclass('label_generation') is not null")
            .first(connection, row -> row.getBoolean(1))
            .orElse(false);
    if (!labelled) {
      return new DueValues(r4, compartments, entries, LabelRules.NONE, Relabelling.NOTHING);
    }
    LabelGenerations.Generation now = LabelGenerations.current(connection);
    Labels labels = new LabelRules(r4).labels(connection, now.rules());
    return new DueValues(r4, compartments, entries, labels, now.pending());
  }

  /**
   * By the parameters that are answered. A row that is not labelled anew yet may have its former
   * labels: its values are those by the labels that stand in it.
   */
  Draft draft(Row row, Json.Obj json, String recorder, List<Json.Obj> along) {
    return isSettled(row)
        ? drafts.draft(row.ref(), json, recorder, along)
        : drafts.again(row, recorder);
  }

  /** Whether its labels must be what follows from its codes. */
  boolean isSettled(Row row) {
    return !pending.concerns(row.facet());
  }

  SideValues beside(Draft draft, SideValues.Key key) {
    return SideValues.of(answered, draft, key);
  }

  Set<Short> underWay() {
    return underWay;
  }

  boolean agree(Draft draft, long[] tokens) {
    long[] due = draft.entries(answered).tokens();
    if (further.isEmpty()) return SideValues.sameSet(due, tokens);
    Set<Long> left = boxed(tokens);
    boolean complete = left.containsAll(boxed(due));
    left.removeAll(boxed(due));
    for (Draft.Maker one : further) {
      Draft more = one.draft(draft.ref(), draft.json(), "");
      left.removeAll(boxed(more.entries(one.r4()).tokens()));
    }
    return complete && left.isEmpty();
  }

  private static Set<Long> boxed(long[] tokens) {
    Set<Long> boxed = new HashSet<>();
    for (long token : tokens) boxed.add(token);
    return boxed;
  }

  boolean agree(Draft draft, int[] present, String words) {
    Entries due = draft.entries(answered);
    int[] settled =
        Arrays.stream(present).filter(number -> !underWay.contains((short) number)).toArray();
    return Arrays.equals(due.present(), settled)
        && due.words().equals(Entries.without(words, underWay));
  }
}
