package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.Asker;
import dev.tsumugi.acp.NewVersion;
import dev.tsumugi.acp.PlanState;
import dev.tsumugi.acp.PlanVersions;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.Notices;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Talk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a person's plan a requester may see, through the gate. */
final class PlanRecords {
  /** Wishes among Observations. */
  static final Word WISHES =
      Rows.coded("category", Category.INTERVENTION_PREFERENCE, Category.CARE_EXPERIENCE_PREFERENCE);

  private final Rows rows;

  PlanRecords(Rows rows) {
    this.rows = rows;
  }

  /** Throws {@code Problem}: NOT_FOUND for hidden and absent alike. */
  Json.Obj patient(Access access, Ref patient) {
    return read(access, patient).orElseThrow(() -> Problem.notFound(patient));
  }

  /** As it stands; hidden, absent and deleted are one. */
  Optional<Json.Obj> read(Access access, Ref ref) {
    return rows.find(access, ref).map(PlanRecords::json);
  }

  /** As it stood. */
  Optional<Json.Obj> read(Access access, Ref ref, int version) {
    return rows.records().vread(access, ref, version).map(PlanRecords::json);
  }

  private static Json.Obj json(StoredResource stored) {
    return Json.parseObject(stored.json());
  }

  PlanState state(Access access, Ref patient) {
    Json.Obj person = patient(access, patient);
    Optional<Instant> died = died(person, access.at());
    return new PlanState(
        patient,
        PlanVersions.of(versions(access, patient), died),
        wishes(access, patient),
        died,
        access.at());
  }

  Asker asker(Access access, Ref patient) {
    return Asker.of(access.requester(), patient, people(access, patient), access.at());
  }

  /** The scan that stands behind what is asked: a Reference to it. */
  Optional<Json.Obj> paper(Access access, Given given) {
    Optional<Ref> scan = given.reference("paper", "DocumentReference");
    if (scan.isEmpty()) return Optional.empty();
    if (read(access, scan.get()).isEmpty()) {
      throw Problem.at(Problem.Kind.UNPROCESSABLE, "paper", "'paper' is not known here");
    }
    return Optional.of(Json.object().put("reference", scan.get().toString()).build());
  }

  /** When the person died, as far as the register knows it. */
  private static Optional<Instant> died(Json.Obj person, Instant at) {
    String day = person.text("deceasedDateTime");
    if (day != null) return Optional.of(FhirTime.parse(day).map(Period::from).orElse(at));
    return Boolean.TRUE.equals(person.bool("deceasedBoolean")) ? Optional.of(at) : Optional.empty();
  }

  private List<Json.Obj> versions(Access access, Ref patient) {
    return all(
        access, "DocumentReference", patient, Rows.coded("category", Category.ADVANCE_DIRECTIVE));
  }

  private List<Json.Obj> wishes(Access access, Ref patient) {
    return all(access, "Observation", patient, WISHES);
  }

  List<Json.Obj> people(Access access, Ref patient) {
    return beside(access, "RelatedPerson", patient);
  }

  /** Consents that say who may speak, and within what limits. */
  List<Json.Obj> powers(Access access, Ref patient) {
    return beside(
        access,
        "Consent",
        patient,
        Rows.coded("category", Category.ADVANCE_CARE),
        new Word("status", "active"));
  }

  List<Json.Obj> talks(Access access, Ref patient) {
    return beside(access, "Composition", patient, Rows.coded("type", Talk.TYPE));
  }

  /** What a plan names beside its wishes. */
  NewVersion.Beside beside(Access access, Ref patient) {
    return new NewVersion.Beside(
        powers(access, patient), people(access, patient), talks(access, patient));
  }

  List<Json.Obj> orders(Access access, Ref patient) {
    return beside(
        access,
        "ServiceRequest",
        patient,
        new Word("intent", "directive"),
        new Word("status", "active"));
  }

  /** Tasks by which the person was asked to look at the plan again. */
  List<Json.Obj> reminders(Access access, Ref patient) {
    return beside(access, "Task", patient, new Word("code", Notices.DUTY + "|confirm-wishes"));
  }

  /** What stands beside a plan: none, where the token does not reach it. */
  private List<Json.Obj> beside(Access access, String type, Ref patient, Word... words) {
    boolean reached = access.refusedByScope(Action.SEARCH, type).isEmpty();
    return reached ? all(access, type, patient, words) : List.of();
  }

  private List<Json.Obj> all(Access access, String type, Ref patient, Word... words) {
    List<Word> asked = new ArrayList<>(List.of(words));
    asked.add(Rows.of(patient));
    return rows.all(access, type, asked).stream().map(PlanRecords::json).toList();
  }

  /** A condition on a commit. */
  Query versionsOf(Ref patient, String set) {
    return rows.queries()
        .parse("DocumentReference", List.of(Rows.of(patient), new Word("identifier", set)));
  }
}
