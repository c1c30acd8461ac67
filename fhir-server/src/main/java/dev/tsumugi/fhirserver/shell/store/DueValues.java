package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.ParametersInForce.Progress.State;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.Indexer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.ParameterTable.Entry;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
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

  /** For each parameter under way, R4 with it alone: two of them may share a code. */
  private final List<Draft.Maker> further = new ArrayList<>();

  private DueValues(R4 r4, Compartments compartments, List<Entry> entries) {
    answered = SearchSet.overlay(r4, entries, entry -> entry.is(State.ACTIVE));
    drafts = new Draft.Maker(answered, new Indexer(answered), compartments);
    underWay = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.is(State.ACTIVE)) continue;
      underWay.add(entry.number());
      R4 alone = SearchSet.overlay(r4, List.of(entry), one -> true);
      further.add(new Draft.Maker(alone, new Indexer(alone), compartments));
    }
  }

  static DueValues read(Connection connection, R4 r4, Compartments compartments)
      throws SQLException {
    return new DueValues(r4, compartments, new ParameterTable(r4).readIfThere(connection));
  }

  /** By the parameters that are answered. */
  Draft draft(Ref ref, Json.Obj json, String recorder) {
    return drafts.draft(ref, json, recorder);
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
