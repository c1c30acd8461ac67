package dev.tsumugi.consent;

import dev.tsumugi.consent.Tie.Kind;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.EnumSet;
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
  private static final Set<String> RUNNING_EPISODES =
      Set.of("planned", "waitlist", "active", "onhold");
  private static final Set<String> PARENTS = Set.of("PRN", "MTH", "FTH");

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
    for (Json.Obj participant : team.objects("participant")) {
      participant(ties, participant, "member", period.get());
    }
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
      participant(ties, participant, "individual", period.get());
    }
    care(ties, encounter.objects("serviceProvider"), period.get());
  }

  private static void participant(
      List<Tie> ties, Json.Obj participant, String member, Period whole) {
    Optional<Period> own = period(participant);
    own.ifPresent(part -> care(ties, participant.objects(member), part.intersect(whole)));
  }

  private static void care(List<Tie> ties, List<Json.Obj> references, Period period) {
    if (!period.from().isBefore(period.until())) return;
    for (Json.Obj reference : references) {
      Optional<Ref> who = ref(reference).filter(ref -> CARERS.contains(ref.type()));
      who.ifPresent(
          ref -> ties.add(new Tie(Kind.CARE, ref.toString(), period, Set.of(Power.READ))));
    }
  }

  /**
   * Guardians and parents act in full, a healthcare agent reads; other relatives have no authority.
   * Parents count whatever the patient's age, for that stands in another resource; ending it at
   * eighteen is the store's reader's task.
   */
  private static void relatedPerson(List<Tie> ties, Json.Obj person) {
    Optional<Period> period = period(person);
    boolean active = !person.has("active") || Boolean.TRUE.equals(person.bool("active"));
    Set<Power> powers = powers(person);
    if (!active || powers.isEmpty() || period.isEmpty()) return;

    String id = person.text("id");
    if (id != null && Ref.isId(id)) {
      ties.add(new Tie(Kind.PROXY, "RelatedPerson/" + id, period.get(), powers));
    }
    for (Json.Obj identifier : person.objects("identifier")) {
      String value = identifier.text("value");
      if (!Codes.PATIENT_ID.equals(identifier.text("system"))) continue;
      if (value == null || !Ref.isId(value)) continue;
      ties.add(new Tie(Kind.PROXY, "Patient/" + value, period.get(), powers));
    }
  }

  private static Set<Power> powers(Json.Obj person) {
    Set<Power> powers = EnumSet.noneOf(Power.class);
    for (Coding relation : Codes.of(person, "relationship")) {
      if (!relation.system().equals(Shapes.Sys.ROLE_CODE)) continue;
      if (relation.code().equals("GUARD") || PARENTS.contains(relation.code())) {
        powers.addAll(EnumSet.allOf(Power.class));
      }
      if (relation.code().equals("HPOWATT")) powers.add(Power.READ);
    }
    return powers;
  }

  private static Optional<Ref> ref(Json.Obj reference) {
    @Nullable String text = reference.text("reference");
    return text == null ? Optional.empty() : Ref.parse(text);
  }

  /** The element's period, always if it has none; empty if it cannot be read. */
  private static Optional<Period> period(Json.Obj element) {
    if (!element.has("period")) return Optional.of(Period.ALWAYS);
    Json.Obj period = element.obj("period");
    return period == null ? Optional.empty() : Periods.read(period);
  }
}
