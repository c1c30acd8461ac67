package dev.tsumugi.hub.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.hub.PatientMatch;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST [base]/Patient/$match}: who of those that the requester may see is the person
 * described. A search like any other to the gate and the journal; only the comparison is ours.
 *
 * @see <a href="https://hl7.org/fhir/R4/patient-operation-match.html">R4 Patient/$match</a>
 */
final class MatchOperation implements Operation {
  // Of one birth date and sex in a city of a million there are some twenty.
  private static final int MOST = 200;

  private final Records records;
  private final QueryParser queries;

  MatchOperation(Records records, QueryParser queries) {
    this.records = records;
    this.queries = queries;
  }

  @Override
  public String name() {
    return "$match";
  }

  @Override
  public Optional<String> type() {
    return Optional.of("Patient");
  }

  @Override
  public boolean onInstance() {
    return false;
  }

  @Override
  public String documentation() {
    return "Finds who is described: birth date and sex equal, and kana, or kanji and address;"
        + " graded certain or possible";
  }

  @Override
  public boolean safe() {
    return false;
  }

  @Override
  public String definition() {
    return "http://hl7.org/fhir/OperationDefinition/Patient-match";
  }

  @Override
  public byte[] run(Access access, Call call) {
    if (!call.words().isEmpty()) {
      throw Problem.invalid("", "describe the person in the body: addresses are kept in logs");
    }
    call.demandOnly(Set.of("resource", "onlyCertainMatches", "count"));
    PatientMatch match =
        PatientMatch.of(
            call.resource().orElseThrow(() -> Problem.invalid("resource", "a Patient is needed")));
    Query.Page page = records.search(access, question(match), Optional.empty());
    if (page.next().isPresent()) {
      throw Problem.of(Problem.Kind.TOO_LARGE, "too many people have this birth date and sex");
    }
    List<Json.Obj> seen =
        page.matches().stream().map(patient -> Json.parseObject(patient.json())).toList();
    return Json.bytes(match.among(seen, onlyCertain(call), count(call)));
  }

  private Query question(PatientMatch match) {
    return queries.parse(
        "Patient",
        List.of(
            new QueryParser.Word("birthdate", match.born().toString()),
            new QueryParser.Word("gender", match.sex()),
            new QueryParser.Word("_count", Integer.toString(MOST))));
  }

  private static boolean onlyCertain(Call call) {
    Json.Obj input = call.input();
    if (input == null) return false;
    return input.objects("parameter").stream()
        .filter(parameter -> "onlyCertainMatches".equals(parameter.text("name")))
        .anyMatch(parameter -> Boolean.TRUE.equals(parameter.bool("valueBoolean")));
  }

  private static int count(Call call) {
    String text = call.values("count").stream().findFirst().orElse(Integer.toString(MOST));
    if (!text.matches("[1-9][0-9]{0,8}")) throw Problem.invalid("count", "is a positive number");
    return Math.min(MOST, Integer.parseInt(text));
  }
}
