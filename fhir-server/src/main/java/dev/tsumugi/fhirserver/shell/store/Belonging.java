package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Membership;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to whom, as one resource states it. What cannot be read makes nobody a member.
 *
 * <p>A PractitionerRole does not make its Practitioner a member of the role's organisation: for
 * whom somebody works at the moment, their sign-on says.
 */
final class Belonging {
  /** Types that state memberships. */
  static final Set<String> STATED_BY =
      Set.of("Organization", "PractitionerRole", "Group", "CareTeam");

  private Belonging() {}

  static List<Membership> of(Json.Obj resource) {
    String type = resource.text("resourceType");
    String id = resource.text("id");
    List<Membership> stated = new ArrayList<>();
    if (type == null || id == null || !STATED_BY.contains(type)) return stated;
    String self = type + "/" + id;
    switch (type) {
      case "Organization" -> {
        if (isActive(resource)) add(stated, self, resource.obj("partOf"), Period.ALWAYS);
      }
      case "PractitionerRole" -> role(stated, self, resource);
      case "Group" -> group(stated, self, resource);
      default -> team(stated, self, resource);
    }
    return List.copyOf(stated);
  }

  /** Who acts in a role is the person, and the person in it is meant with the role. */
  private static void role(List<Membership> stated, String self, Json.Obj role) {
    Optional<Period> period = period(role);
    if (!isActive(role) || period.isEmpty()) return;
    named(role.obj("practitioner"))
        .ifPresent(
            person -> {
              stated.add(new Membership(person, self, period.get()));
              stated.add(new Membership(self, person, period.get()));
            });
  }

  private static void group(List<Membership> stated, String self, Json.Obj group) {
    if (!isActive(group)) return;
    for (Json.Obj member : group.objects("member")) {
      if (Boolean.TRUE.equals(member.bool("inactive"))) continue;
      period(member).ifPresent(period -> belongs(stated, member.obj("entity"), self, period));
    }
  }

  /** A patient's own team ties its participants to that patient and is no matter of others. */
  private static void team(List<Membership> stated, String self, Json.Obj team) {
    String status = team.text("status");
    Optional<Period> whole = period(team);
    boolean patients =
        named(team.obj("subject")).filter(subject -> subject.startsWith("Patient/")).isPresent();
    boolean works = status == null || status.equals("active");
    if (patients || !works || whole.isEmpty()) return;
    for (Json.Obj participant : team.objects("participant")) {
      Optional<Period> own = period(participant).map(period -> period.intersect(whole.get()));
      own.filter(period -> period.from().isBefore(period.until()))
          .ifPresent(period -> belongs(stated, participant.obj("member"), self, period));
    }
  }

  private static void add(
      List<Membership> stated, String member, Json.@Nullable Obj whole, Period period) {
    named(whole).ifPresent(name -> stated.add(new Membership(member, name, period)));
  }

  private static void belongs(
      List<Membership> stated, Json.@Nullable Obj member, String whole, Period period) {
    named(member).ifPresent(name -> stated.add(new Membership(name, whole, period)));
  }

  private static boolean isActive(Json.Obj resource) {
    return !resource.has("active") || Boolean.TRUE.equals(resource.bool("active"));
  }

  private static Optional<String> named(Json.@Nullable Obj reference) {
    String text = reference == null ? null : reference.text("reference");
    return text == null ? Optional.empty() : Ref.parse(text).map(Ref::toString);
  }

  /** Always if it states none; empty if it cannot be read. */
  private static Optional<Period> period(Json.Obj element) {
    if (!element.has("period")) return Optional.of(Period.ALWAYS);
    Json.Obj period = element.obj("period");
    return period == null
        ? Optional.empty()
        : FhirTime.parsePeriod(period).filter(p -> p.from().isBefore(p.until()));
  }
}
