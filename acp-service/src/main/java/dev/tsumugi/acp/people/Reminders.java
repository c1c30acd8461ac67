package dev.tsumugi.acp.people;

import static dev.tsumugi.acp.people.RoleResources.coding;
import static dev.tsumugi.acp.people.RoleResources.reference;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.acp.Due;
import dev.tsumugi.acp.PlanVersions;
import dev.tsumugi.fhirserver.Notices;
import dev.tsumugi.fhirserver.Prompts;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Table;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When a person is asked whether their plan is still so: a year after it was said last, when they
 * are admitted to a hospital, when a serious illness is found, when they move into a home. A Task
 * of theirs, once for each cause; of who has no plan nothing is asked.
 */
public final class Reminders implements Prompts {
  /** Codes of Task.reasonCode: those of {@link Due}. */
  static final String REASON = Shapes.BASE + "/CodeSystem/plan-due";

  private static final Set<String> ICD10 =
      Set.of(Shapes.Jp.ICD10, "http://hl7.org/fhir/sid/icd-10");
  private static final Set<String> ADMITTED = Set.of("IMP", "ACUTE", "NONAC");
  private static final Set<String> NOT_SO = Set.of("refuted", "entered-in-error");
  private static final Set<String> OVER = Set.of("inactive", "remission", "resolved");

  private final List<List<String>> illnesses =
      Table.rows(Reminders.class, "serious-illnesses.tsv", 3);
  private final List<List<String>> homes = Table.rows(Reminders.class, "homes.tsv", 1);

  @Override
  public Set<String> sudden() {
    return Set.of("Encounter", "Condition", "EpisodeOfCare");
  }

  @Override
  public String yearly() {
    return "DocumentReference";
  }

  @Override
  public Optional<Prompt> of(Ref patient, Json.Obj changed, List<Json.Obj> documents, Instant now) {
    PlanVersions versions = PlanVersions.of(documents, Optional.empty());
    Optional<Json.Obj> plan = versions.current();
    if (plan.isEmpty() || isFromBefore(changed, versions)) return Optional.empty();
    return reason(changed, plan.get())
        .map(why -> new Prompt(cause(why, changed), task(patient, why, now)));
  }

  /** What began before the plan was said to be so is no news, though it was brought here today. */
  private static boolean isFromBefore(Json.Obj changed, PlanVersions versions) {
    if (Elements.type(changed).equals("DocumentReference")) return false;
    Json.Obj period = changed.obj("period");
    String began =
        period == null
            ? Elements.first(changed, "recordedDate", "onsetDateTime")
            : period.text("start");
    Optional<Instant> end = Optional.ofNullable(began).flatMap(FhirTime::parse).map(Period::until);
    return end.filter(
            at ->
                versions
                    .lineage()
                    .current()
                    .filter(version -> version.state() instanceof Directive.Current)
                    .map(version -> (Directive.Current) version.state())
                    .filter(current -> !at.isAfter(current.confirmed()))
                    .isPresent())
        .isPresent();
  }

  /** A plan that stood another year is a cause anew: each "still so" is a version of its own. */
  private static String cause(String reason, Json.Obj changed) {
    Json.Obj meta = changed.obj("meta");
    String version = meta == null ? null : meta.text("versionId");
    String one = "CONFIRM " + Elements.ref(changed);
    return reason.equals(Due.YEARLY) ? one + " " + version : one;
  }

  private Optional<String> reason(Json.Obj changed, Json.Obj plan) {
    return switch (Elements.type(changed)) {
      case "DocumentReference" ->
          Elements.ref(changed).equals(Elements.ref(plan))
              ? Optional.of(Due.YEARLY)
              : Optional.empty();
      case "Encounter" -> isAdmission(changed) ? Optional.of(Due.ADMISSION) : Optional.empty();
      case "Condition" -> isSerious(changed) ? Optional.of(Due.NEW_DIAGNOSIS) : Optional.empty();
      case "EpisodeOfCare" -> isHome(changed) ? Optional.of(Due.ENTERED_HOME) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isAdmission(Json.Obj encounter) {
    Json.Obj kind = encounter.obj("class");
    String code = kind == null ? null : kind.text("code");
    return "in-progress".equals(encounter.text("status"))
        && code != null
        && ADMITTED.contains(code);
  }

  private boolean isSerious(Json.Obj condition) {
    boolean stands =
        !Elements.hasCode(condition, "verificationStatus", NOT_SO)
            && !Elements.hasCode(condition, "clinicalStatus", OVER);
    return stands
        && Elements.codings(condition, "code").stream()
            .filter(code -> ICD10.contains(code.system()))
            .anyMatch(this::isSerious);
  }

  private boolean isSerious(Coding code) {
    String plain = code.code().replace(".", "");
    return illnesses.stream().anyMatch(row -> plain.startsWith(row.get(0)));
  }

  private boolean isHome(Json.Obj episode) {
    if (!"active".equals(episode.text("status"))) return false;
    return episode.objects("type").stream()
        .map(Elements::label)
        .anyMatch(label -> homes.stream().anyMatch(home -> label.contains(home.get(0))));
  }

  private static Json.Obj task(Ref patient, String reason, Instant now) {
    Words why = why(reason);
    return Json.object()
        .put("resourceType", "Task")
        .put("status", "requested")
        .put("intent", "order")
        .put("code", RoleResources.concept(new Coding(Notices.DUTY, "confirm-wishes")))
        .put("description", why.both())
        .put("for", reference(patient.toString()))
        .put("authoredOn", FhirTime.instant(now))
        .put(
            "reasonCode",
            Json.object().put("coding", List.of(coding(new Coding(REASON, reason)))).build())
        .build();
  }

  private static Words why(String reason) {
    String ask = "「わたしの意思」が今も同じか、確かめてください。変わっていなければ「今も同じ」を押すだけです。";
    String asks = " Please see whether your wishes are still so; if they are, one tap says it.";
    return switch (reason) {
      case Due.YEARLY ->
          new Words("前に確かめてから1年になります。" + ask, "A year has passed since you looked at them." + asks);
      case Due.ADMISSION ->
          new Words("入院されたようです。" + ask, "You seem to have been admitted to a hospital." + asks);
      case Due.NEW_DIAGNOSIS ->
          new Words("記録に新しい病名が加わりました。" + ask, "A new diagnosis stands in your record." + asks);
      case Due.ENTERED_HOME ->
          new Words("施設に入られたようです。" + ask, "You seem to have moved into a home." + asks);
      default -> throw new IllegalArgumentException("no reason to ask");
    };
  }
}
