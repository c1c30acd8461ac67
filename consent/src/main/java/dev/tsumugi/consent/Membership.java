package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;

/**
 * That one belongs to another: a person to a Group, a part to its Organization, a PractitionerRole
 * to its Practitioner and the other way round. Whoever is named by {@code whole} means {@code
 * member} too.
 *
 * @param member {@code Type/id}
 * @param whole {@code Type/id}
 */
public record Membership(String member, String whole, Period period) {}
