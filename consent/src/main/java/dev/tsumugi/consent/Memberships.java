package dev.tsumugi.consent;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@link Membership} out of resources. */
final class Memberships {
  /** Who may be staff; a Group of patients or medicines makes nobody a member. */
  private static final Set<String> STAFF =
      Set.of("Practitioner", "PractitionerRole", "Organization", "Device", "Group", "CareTeam");

  private Memberships() {}

  static List<Membership> of(Json.Obj resource) {
    String id = resource.text("id");
    String type = resource.text("resourceType");
    List<Membership> found = new ArrayList<>();
    if (id == null || type == null || !Ref.isId(id)) return found;
    String self = type + "/" + id;
    switch (type) {
      case "Organization" -> add(found, self, resource.obj("partOf"), "Organization");
      case "PractitionerRole" -> practitionerRole(found, self, resource);
      case "Group" -> group(found, self, resource);
      case "CareTeam" -> careTeam(found, self, resource);
      default -> {}
    }
    return List.copyOf(found);
  }

  private static void add(
      List<Membership> found, String part, Json.@Nullable Obj reference, String type) {
    ref(reference)
        .filter(ref -> ref.type().equals(type))
        .ifPresent(ref -> found.add(new Membership(part, ref.toString(), Period.ALWAYS)));
  }

  /**
   * Its organisation is none of them: for whom somebody works now, their token says, and who works
   * for two must not take the permits of the one to the other.
   */
  private static void practitionerRole(List<Membership> found, String self, Json.Obj role) {
    Optional<Period> period = Ties.period(role);
    Optional<Ref> person =
        ref(role.obj("practitioner")).filter(ref -> ref.type().equals("Practitioner"));
    if (isRetired(role) || period.isEmpty() || person.isEmpty()) return;
    found.add(new Membership(person.get().toString(), self, period.get()));
    found.add(new Membership(self, person.get().toString(), period.get()));
  }

  private static void group(List<Membership> found, String self, Json.Obj group) {
    if (isRetired(group) || !Boolean.TRUE.equals(group.bool("actual"))) return;
    for (Json.Obj member : group.objects("member")) {
      if (member.has("inactive") && !Boolean.FALSE.equals(member.bool("inactive"))) continue;
      staff(found, self, member.obj("entity"), Ties.period(member));
    }
  }

  private static void careTeam(List<Membership> found, String self, Json.Obj team) {
    boolean works = !team.has("status") || "active".equals(team.text("status"));
    Optional<Period> whole = Ties.period(team);
    if (!works || whole.isEmpty()) return;
    for (Json.Obj participant : team.objects("participant")) {
      Optional<Period> part = Ties.period(participant).map(whole.get()::intersect);
      staff(found, self, participant.obj("member"), part);
    }
  }

  private static void staff(
      List<Membership> found, String whole, Json.@Nullable Obj reference, Optional<Period> period) {
    Optional<Ref> who = ref(reference).filter(ref -> STAFF.contains(ref.type()));
    if (who.isEmpty() || period.isEmpty()) return;
    if (!period.get().from().isBefore(period.get().until())) return;
    found.add(new Membership(who.get().toString(), whole, period.get()));
  }

  /** Whether it is, or may be, out of use. */
  private static boolean isRetired(Json.Obj resource) {
    return resource.has("active") && !Boolean.TRUE.equals(resource.bool("active"));
  }

  private static Optional<Ref> ref(Json.@Nullable Obj reference) {
    String text = reference == null ? null : reference.text("reference");
    return text == null ? Optional.empty() : Ref.parse(text);
  }
}
