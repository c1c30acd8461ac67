package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.ParametersInForce;
import dev.tsumugi.fhirserver.ParametersInForce.Progress;
import dev.tsumugi.fhirserver.ParametersInForce.Progress.State;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.Indexer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.fhirserver.shell.store.ParameterTable.Entry;
import dev.tsumugi.terminology.labels.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The search parameters and sensitivity value sets of one generation, and what is made of them.
 * Immutable.
 *
 * @param written what a row's values are made by: also parameters whose index is not complete yet
 * @param inForce what searches may ask
 */
record SearchSet(
    long generation,
    List<Entry> entries,
    R4 written,
    Indexer indexer,
    Draft.Maker drafts,
    ParametersInForce inForce) {

  /**
   * @param labels by which rows are labelled
   */
  static SearchSet of(
      R4 r4, Compartments compartments, long generation, List<Entry> entries, Labels labels) {
    R4 written = overlay(r4, entries, Entry::written);
    Indexer indexer = new Indexer(written);
    return new SearchSet(
        generation,
        entries,
        written,
        indexer,
        new Draft.Maker(written, indexer, compartments, labels),
        inForce(overlay(r4, entries, e -> e.is(State.ACTIVE)), entries));
  }

  /** The same generation, with the parameters further on their way. */
  SearchSet with(R4 r4, List<Entry> moved) {
    boolean answersMore = !numbers(entries, State.ACTIVE).equals(numbers(moved, State.ACTIVE));
    R4 answered = answersMore ? overlay(r4, moved, e -> e.is(State.ACTIVE)) : inForce.answered();
    return new SearchSet(generation, moved, written, indexer, drafts, inForce(answered, moved));
  }

  static R4 overlay(R4 r4, List<Entry> entries, Predicate<Entry> wanted) {
    List<SearchParameter> further = new ArrayList<>();
    for (Entry entry : entries) {
      if (wanted.test(entry)) further.addAll(entry.definition().parameters(entry.number()));
    }
    return r4.with(further);
  }

  private static ParametersInForce inForce(R4 answered, List<Entry> entries) {
    Map<String, Progress> underWay = new HashMap<>();
    for (Entry entry : entries) {
      if (!entry.is(State.INDEXING)) continue;
      for (String type : entry.definition().types()) {
        underWay.put(ParametersInForce.key(type, entry.definition().code()), entry.progress());
      }
    }
    return new ParametersInForce(answered, underWay);
  }

  static List<Short> numbers(List<Entry> entries, State state) {
    return entries.stream().filter(entry -> entry.is(state)).map(Entry::number).toList();
  }
}
