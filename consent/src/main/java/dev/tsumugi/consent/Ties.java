package dev.tsumugi.consent;

import dev.tsumugi.consent.Tie.Kind;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ties one resource of a patient states. What cannot be read ties nobody. Ties open the
 * relation layer only: a directive still has to permit what a carer sees.
 */
public final class Ties {
  private static final Set<String> CARERS =
      Set.of("Practitioner", "PractitionerRole", "Organization");
  private static final Set<String> MEMBERS =
      Set.of("Practitioner", "PractitionerRole", "Organization", "CareTeam");
  private static final Set<String> RUNNING_EPISODES =
      Set.of("planned", "waitlist", "active", "onhold");

  private Ties() {}

  public static List<Tie> of(Json.Obj resource) {
    List<Tie> ties = new ArrayList<>();
    String type = resource.text("resourceType");
    if (type == null) return ties;
    switch (type) {
      case "Patient" -> care(ties, resource.objects("generalPractitioner"), Period.ALWAYS);
      case "CareTeam" -> careTeam(ties, resource);
      case "EpisodeOfCare" -> episode(ties, resource);
      case "Encounter" -> encounter(ties, resource);
      case "RelatedPerson" -> relatedPerson(ties, resource);
      default -> {}
    }
    return List.copyOf(ties);
  }

  private static void careTeam(List<Tie> ties, Json.Obj team) {
    boolean works = !team.has("status") || "active".equals(team.text("status"));
    Optional<Period> period = period(team);
    if (!works || period.isEmpty()) return;
    String id = team.text("id");
    Optional<String> via =
        id != null && Ref.isId(id) ? Optional.of("CareTeam/" + id) : Optional.empty();
    for (Json.Obj participant : team.objects("participant")) {
      participant(ties, participant, "member", period.get(), via);
    }
    // It answers for the team; that does not make its whole staff members.
    care(ties, team.objects("managingOrganization"), period.get());
  }

  private static void episode(List<Tie> ties, Json.Obj episode) {
    String status = episode.text("status");
    Optional<Period> period = period(episode);
    if (status == null || !RUNNING_EPISODES.contains(status) || period.isEmpty()) return;
    care(ties, episode.objects("managingOrganization"), period.get());
    care(ties, episode.objects("careManager"), period.get());
  }

  private static void encounter(List<Tie> ties, Json.Obj encounter) {
    Optional<Period> period = period(encounter);
    if (!"in-progress".equals(encounter.text("status")) || period.isEmpty()) return;
    for (Json.Obj participant : encounter.objects("participant")) {
      participant(ties, participant, "individual", period.get(), Optional.empty());
    }
    care(ties, encounter.objects("serviceProvider"), period.get());
  }

  private static void participant(
      List<Tie> ties, Json.Obj participant, String member, Period whole, Optional<String> via) {
    Optional<Period> own = period(participant);
    own.ifPresent(part -> care(ties, participant.objects(member), part.intersect(whole), via));
  }

  private static void care(List<Tie> ties, List<Json.Obj> references, Period period) {
    care(ties, references, period, Optional.empty());
  }

  private static void care(
      List<Tie> ties, List<Json.Obj> references, Period period, Optional<String> via) {
    if (!period.from().isBefore(period.until())) return;
    Set<String> types = via.isPresent() ? MEMBERS : CARERS;
    for (Json.Obj reference : references) {
      Optional<Ref> who = ref(reference).filter(ref -> types.contains(ref.type()));
      who.ifPresent(
          ref ->
              ties.add(
                  new Tie(
                      Kind.CARE,
                      ref.toString(),
                      period,
                      Set.of(Power.READ),
                      via,
                      Optional.empty())));
    }
  }

  private static void relatedPerson(List<Tie> ties, Json.Obj person) {
    Optional<Period> period = period(person);
    boolean active = !person.has("active") || Boolean.TRUE.equals(person.bool("active"));
    if (!active || period.isEmpty()) return;

    List<String> names = new ArrayList<>();
    String id = person.text("id");
    if (id != null && Ref.isId(id)) names.add("RelatedPerson/" + id);
    for (Json.Obj identifier : person.objects("identifier")) {
      String value = identifier.text("value");
      if (!Codes.PATIENT_ID.equals(identifier.text("system"))) continue;
      if (value != null && Ref.isId(value)) names.add("Patient/" + value);
    }
    for (Authorities.Stated stated : Authorities.of(person)) {
      Period both = stated.period().intersect(period.get());
      if (!both.from().isBefore(both.until())) continue;
      for (String name : names) {
        ties.add(
            new Tie(
                Kind.PROXY,
                name,
                both,
                stated.powers(),
                Optional.empty(),
                Optional.of(stated.authority())));
      }
    }
  }

  private static Optional<Ref> ref(Json.Obj reference) {
    @Nullable String text = reference.text("reference");
    return text == null ? Optional.empty() : Ref.parse(text);
  }

  /** The element's period, always if it has none; empty if it cannot be read. */
  static Optional<Period> period(Json.Obj element) {
    if (!element.has("period")) return Optional.of(Period.ALWAYS);
    Json.Obj period = element.obj("period");
    return period == null ? Optional.empty() : Periods.read(period);
  }
}
