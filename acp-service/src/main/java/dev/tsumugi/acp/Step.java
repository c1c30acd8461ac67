package dev.tsumugi.acp;

/** What became of a {@link Command}. */
public sealed interface Step {
  record Moved(Directive to) implements Step {}

  record Refused(Directive from, Command command, Reason reason) implements Step {}
}
