package dev.tsumugi.consent;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.util.List;

/**
 * That one belongs to another: a person to a Group, a part to its Organization, a PractitionerRole
 * to its Practitioner and the other way round. Whoever is named by {@code whole} means {@code
 * member} too.
 *
 * @param member {@code Type/id}
 * @param whole {@code Type/id}
 */
public record Membership(String member, String whole, Period period) {
  /**
   * Those that one resource states: an Organization that is part of another, a PractitionerRole, a
   * Group, a CareTeam. What cannot be read states none. A patient's own CareTeam is no Membership
   * but stands in {@link Tie#via}: ask only for resources of no patient.
   */
  public static List<Membership> of(Json.Obj resource) {
    return Memberships.of(resource);
  }
}
