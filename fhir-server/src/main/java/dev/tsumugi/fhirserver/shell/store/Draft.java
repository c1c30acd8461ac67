package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Classifier;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.consent.Ties;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.Index;
import dev.tsumugi.fhirserver.r4.Indexer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource as it will stand in the tables.
 *
 * @param patients owner first, then further compartments; empty for what is nobody's
 */
record Draft(Ref ref, Json.Obj json, List<Ref> patients, Facet facet, Index index, List<Tie> ties) {
  /** Knows how to make drafts. */
  record Maker(R4 r4, Indexer indexer, Compartments compartments) {
    Draft draft(Ref ref, Json.Obj body, String recorder) {
      Json.Obj json = body.with("id", Json.text(ref.id()));
      Index index = indexer.index(json);
      List<Ref> patients = compartments.patientsOf(json);
      Facet facet = Classifier.facetOf(json, Compartments.isOpen(ref.type()), recorder);
      return new Draft(
          ref, json, patients, facet, index, patients.isEmpty() ? List.of() : Ties.of(json));
    }
  }

  static long key(Ref patient) {
    return Hash64.of(patient.toString());
  }

  long owner() {
    return patients.isEmpty() ? Facts.CITY : key(patients.get(0));
  }

  List<Long> members() {
    return patients.stream().skip(1).map(Draft::key).toList();
  }

  /** What stands in the row itself to be searched. */
  Entries entries(R4 r4) {
    return new Entries(r4, ref.type(), index);
  }

  short number(R4 r4, String param) {
    return r4.searchParameter(ref.type(), param).orElseThrow().number();
  }

  /** The main date, or an empty stretch at the start of time if there is none. */
  Period mainDate() {
    String main = MainDate.of(ref.type());
    for (Index.DateValue date : index.dates()) {
      if (date.param().equals(main)) return bounded(date);
    }
    return new Period(Period.MIN, Period.MIN);
  }

  boolean hasMainDate() {
    return !mainDate().until().equals(Period.MIN);
  }

  /** The other dates, by parameter. */
  Map<String, List<Period>> otherDates() {
    Map<String, List<Period>> others = new LinkedHashMap<>();
    for (Index.DateValue date : index.dates()) {
      if (MainDate.is(ref.type(), date.param())) continue;
      others.computeIfAbsent(date.param(), p -> new ArrayList<>()).add(bounded(date));
    }
    return others;
  }

  /** Numbers and quantities, those that composites ask for once more. */
  List<Index.NumberValue> numbers() {
    List<Index.NumberValue> all = new ArrayList<>(index.numbers());
    all.addAll(index.together());
    return all;
  }

  private static Period bounded(Index.DateValue date) {
    Instant from = date.from().isBefore(Period.MIN) ? Period.MIN : date.from();
    Instant until = date.until().isAfter(Period.MAX) ? Period.MAX : date.until();
    return new Period(from, until);
  }
}
