package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.AuditEvents;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.fhirserver.PatientRecord;
import dev.tsumugi.fhirserver.PatientRecord.Selection;
import dev.tsumugi.fhirserver.Pieces;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * {@code GET|POST Patient/[id]/$everything} (<a
 * href="https://hl7.org/fhir/R4/patient-operation-everything.html">R4</a>): the whole record,
 * streamed; by pages where {@code _count} asks for them.
 */
public final class EverythingOperation implements PatientOperation {
  private static final List<String> PARAMETERS =
      List.of("start", "end", "_since", "_type", "_count");

  private final PatientRecord records;
  private final R4 r4;
  private final ConsentEngine engine;
  private final Clock clock;
  private final String base;
  private final Cursors cursors;

  /**
   * @param base address of the FHIR server, without a slash at the end
   * @param cursorKey signs page links
   */
  public EverythingOperation(
      PatientRecord records,
      R4 r4,
      ConsentEngine engine,
      Clock clock,
      String base,
      byte[] cursorKey) {
    this.records = records;
    this.r4 = r4;
    this.engine = engine;
    this.clock = clock;
    this.base = base;
    this.cursors = new Cursors(cursorKey);
  }

  @Override
  public String name() {
    return "$everything";
  }

  @Override
  public String documentation() {
    return "All of the patient's record that may be seen, and the work data it names, as a stream;"
        + " start and end ask for dates of care, _since, _type, _count for parts and pages";
  }

  @Override
  public String definition() {
    return "http://hl7.org/fhir/OperationDefinition/Patient-everything";
  }

  @Override
  public byte[] run(Access access, Call call) {
    return pieces(access, call).rest();
  }

  @Override
  public Pieces pieces(Access access, Call call) {
    Ref patient = call.instance().orElseThrow();
    String address = patient + "/" + name();
    Optional<String> cursor = call.value(Cursors.WORD);
    String text;
    Optional<Query.Position> from = Optional.empty();
    if (cursor.isPresent()) {
      Cursors.Place place = cursors.open(cursor.get(), address, access.requester());
      text = place.text();
      from = Optional.of(place.position());
    } else {
      text = text(call);
    }
    Selection selection = selection(QueryParser.words(text));
    return new EverythingPieces(
        records.of(patient, selection, from),
        again(access),
        base,
        base + "/" + address + Cursors.query(text),
        position ->
            base
                + "/"
                + address
                + "?"
                + Cursors.WORD
                + "="
                + cursors.seal(address, text, position, access.requester()));
  }

  /** The request's own access for the first chunk; for each further one as of its own time. */
  private Supplier<Access> again(Access access) {
    AtomicBoolean first = new AtomicBoolean(true);
    return () -> first.getAndSet(false) ? access : engine.open(access.requester(), clock.instant());
  }

  /** The parameters as a query; refuses those that are none of this operation's. */
  private static String text(Call call) {
    List<String> words = new ArrayList<>();
    call.demandOnly(PARAMETERS);
    for (String name : PARAMETERS) {
      List<String> values = call.values(name);
      if (values.size() > 1 && !name.equals("_type")) {
        throw Problem.invalid(name, "'" + name + "' can be given once");
      }
      String value = String.join(",", values);
      if (value.lines().count() > 1) throw Problem.invalid(name, "a value is one line");
      if (!value.isEmpty()) words.add(name + "=" + value);
    }
    return String.join("\n", words);
  }

  private Selection selection(List<QueryParser.Word> words) {
    Set<String> types = new TreeSet<>();
    Instant from = Period.MIN;
    Instant until = Period.MAX;
    Instant since = Period.MIN;
    OptionalInt count = OptionalInt.empty();
    for (QueryParser.Word word : words) {
      switch (word.name()) {
        case "start" -> from = date(word).from();
        case "end" -> until = date(word).until();
        case "_since" -> since = date(word).from();
        case "_type" -> types.addAll(types(word));
        case "_count" -> count = OptionalInt.of(count(word));
        default -> throw new IllegalStateException("no parameter " + word.name());
      }
    }
    if (until.isBefore(from)) throw Problem.invalid("end", "the end is before the start");
    return new Selection("everything", types, new Period(from, until), since, count);
  }

  private static Period date(QueryParser.Word word) {
    return FhirTime.parse(word.value())
        .orElseThrow(
            () -> Problem.invalid(word.name(), "'" + word.name() + "' is a date, 2026-04-01"));
  }

  private List<String> types(QueryParser.Word word) {
    List<String> types = List.of(word.value().split(",", -1));
    for (String type : types) {
      if (!r4.isType(type)) {
        throw Problem.invalid("_type", "'_type' names resource types of R4, with commas between");
      }
      if (type.equals(AuditEvents.TYPE)) {
        throw Problem.at(
            Problem.Kind.NOT_SUPPORTED,
            "_type",
            "AuditEvent is no part of a record: the journal is searched at /fhir/AuditEvent");
      }
    }
    return types;
  }

  private static int count(QueryParser.Word word) {
    if (word.value().matches("[1-9][0-9]{0,8}")) return Integer.parseInt(word.value());
    throw Problem.invalid("_count", "'_count' is a number of resources, at least 1");
  }
}
