package dev.tsumugi.consent;

import dev.tsumugi.kernel.Ref;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that a patient's active Consents say.
 *
 * @param unreadable consents that could not be compiled, see {@link ConsentCompiler#name}
 */
public record Policy(List<Rule> rules, List<String> unreadable) {
  public static final Policy NONE = new Policy(List.of(), List.of());

  public Policy {
    // Their order means nothing; one order lets equal choices share a text.
    rules = rules.stream().sorted(PolicyOrder.RULES).toList();
    unreadable = unreadable.stream().sorted().toList();
  }

  /**
   * The resources that a provision names with {@code data.meaning} related: the store tells in
   * {@link Compartment#neighbours} what each of them refers to.
   */
  public Set<Ref> related() {
    Set<Ref> related = new HashSet<>();
    for (Rule rule : rules) collect(rule.root(), related);
    return related;
  }

  private static void collect(Provision provision, Set<Ref> related) {
    for (RowMatch.Named named : provision.data().rows().resources()) {
      if (named.meaning() == RowMatch.Meaning.RELATED) related.add(named.ref());
    }
    for (Provision exception : provision.exceptions()) collect(exception, related);
  }
}
