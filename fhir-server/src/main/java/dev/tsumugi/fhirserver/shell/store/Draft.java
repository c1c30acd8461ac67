package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Classifier;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Membership;
import dev.tsumugi.consent.RowFacts;
import dev.tsumugi.consent.SecurityLabels;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.consent.Ties;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.Index;
import dev.tsumugi.fhirserver.r4.Indexer;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.terminology.labels.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resource as it will stand in the tables.
 *
 * @param patients owner first, then further compartments; empty for what is nobody's
 */
record Draft(
    Ref ref,
    Json.Obj json,
    List<Ref> patients,
    Marks marks,
    Entries entries,
    List<Tie> ties,
    List<Membership> memberships)
    implements Told {
  /**
   * What consent looks at, and what it follows from.
   *
   * @param beyond labels to state beside the author's, see {@link SecurityLabels#beyond}
   * @param codings every code the labels follow from
   * @param all see {@link dev.tsumugi.consent.Marks}; none for what every signed-in user may see
   */
  @SuppressWarnings("ArrayRecordComponent") // a column; nobody changes it
  record Marks(Facet facet, List<String> beyond, Set<Coding> codings, long[] all) {}

  /** Knows how to make drafts. */
  record Maker(R4 r4, Indexer indexer, Compartments compartments, Labels labels) {
    Draft draft(Ref ref, Json.Obj body, String recorder) {
      return draft(ref, body, recorder, List.of());
    }

    /**
     * @param along resources whose codes are this one's too: the Medication it names
     */
    Draft draft(Ref ref, Json.Obj body, String recorder, List<Json.Obj> along) {
      Json.Obj json = SecurityLabels.asWritten(body).with("id", Json.text(ref.id()));
      Marks marks = marks(ref, json, recorder, along);
      Index index = indexer.index(labelled(json, marks.beyond()));
      List<Ref> patients = compartments.patientsOf(json);
      return draft(ref, json, patients, marks, index);
    }

    private Draft draft(Ref ref, Json.Obj json, List<Ref> patients, Marks marks, Index index) {
      boolean nobodys = patients.isEmpty();
      return new Draft(
          ref,
          json,
          patients,
          marks,
          new Entries(r4, ref.type(), index),
          nobodys ? List.of() : Ties.of(json),
          nobodys ? Membership.of(json) : List.of());
    }

    private Marks marks(Ref ref, Json.Obj json, String recorder, List<Json.Obj> along) {
      Set<Coding> codings = Labels.codings(json);
      for (Json.Obj one : along) codings.addAll(Labels.codings(one));
      Labels.Revealed revealed = labels.of(codings);
      Facet facet =
          Classifier.facetOf(
              json,
              Compartments.isOpen(ref.type()),
              recorder,
              new Classifier.Derived(revealed.sensitivity(), revealed.uncertain()));
      return new Marks(facet, SecurityLabels.beyond(json, facet), codings, marks(json));
    }

    private static long[] marks(Json.Obj json) {
      boolean open = Compartments.isOpen(String.valueOf(json.text("resourceType")));
      return open ? new long[0] : dev.tsumugi.consent.Marks.of(json);
    }

    /** With the labels that stand in the row, whatever would follow from its codes now. */
    Draft again(Row row, String recorder) {
      Json.Obj stated = Json.parseObject(row.stored().json());
      Json.Obj json = SecurityLabels.asWritten(stated);
      Facet facet = Classifier.facetOf(stated, Compartments.isOpen(row.ref().type()), recorder);
      Marks marks = new Marks(facet, row.labels().codes(), Set.of(), marks(json));
      List<Ref> patients = compartments.patientsOf(json);
      return draft(row.ref(), json, patients, marks, indexer.index(stated));
    }
  }

  private static Json.Obj labelled(Json.Obj json, List<String> beyond) {
    if (beyond.isEmpty()) return json;
    return json.with("meta", SecurityLabels.stated(json.obj("meta"), beyond));
  }

  /** What a row states of who cares or speaks for its patient; nothing if it is nobody's. */
  static List<Tie> ties(Row row, Json.Obj json) {
    return row.patient() == Facts.CITY ? List.of() : Ties.of(json);
  }

  /** What a row that is nobody's states of who belongs to whom. */
  static List<Membership> memberships(Row row, Json.Obj json) {
    return row.patient() == Facts.CITY ? Membership.of(json) : List.of();
  }

  Facet facet() {
    return marks.facet();
  }

  @Override
  public Optional<RowFacts> facts() {
    Optional<Period> when = hasMainDate() ? Optional.of(mainDate()) : Optional.empty();
    long[] tokens = entries.tokens();
    Arrays.sort(tokens);
    return Optional.of(new RowFacts(ref, when, marks.all(), tokens));
  }

  Index index() {
    return entries.index();
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
    return new Entries(r4, ref.type(), index());
  }

  short number(R4 r4, String param) {
    return r4.searchParameter(ref.type(), param).orElseThrow().number();
  }

  /** The main date, or an empty stretch at the start of time if there is none. */
  Period mainDate() {
    String main = MainDate.of(ref.type());
    for (Index.DateValue date : index().dates()) {
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
    for (Index.DateValue date : index().dates()) {
      if (MainDate.is(ref.type(), date.param())) continue;
      others.computeIfAbsent(date.param(), p -> new ArrayList<>()).add(bounded(date));
    }
    return others;
  }

  /** Numbers and quantities, those that composites ask for once more. */
  List<Index.NumberValue> numbers() {
    List<Index.NumberValue> all = new ArrayList<>(index().numbers());
    all.addAll(index().together());
    return all;
  }

  private static Period bounded(Index.DateValue date) {
    Instant from = date.from().isBefore(Period.MIN) ? Period.MIN : date.from();
    Instant until = date.until().isAfter(Period.MAX) ? Period.MAX : date.until();
    return new Period(from, until);
  }
}
