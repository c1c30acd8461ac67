package dev.tsumugi.consent;

import java.util.List;

/** What became of one Consent. */
public sealed interface Compiled {
  /** It speaks about access. */
  record Active(Rule rule) implements Compiled {}

  /** It says nothing about access: not active, or of another scope. */
  record Inactive() implements Compiled {}

  /**
   * It may refuse something, but we cannot tell what: others see nothing until it is mended.
   *
   * @param why one line for each fault, starting with the element's path
   */
  record Unreadable(List<String> why) implements Compiled {
    public Unreadable {
      why = List.copyOf(why);
    }
  }
}
