package dev.tsumugi.consent;

import java.util.List;

/**
 * All that a patient's active Consents say.
 *
 * @param unreadable consents that could not be compiled, {@code Consent/id}
 */
public record Policy(List<Rule> rules, List<String> unreadable) {
  public static final Policy NONE = new Policy(List.of(), List.of());

  public Policy {
    // Their order means nothing; one order lets equal choices share a text.
    rules = rules.stream().sorted(PolicyOrder.RULES).toList();
    unreadable = unreadable.stream().sorted().toList();
  }
}
