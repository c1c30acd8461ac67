package dev.tsumugi.identity;

import dev.tsumugi.consent.Requester;

/** Whom a token turned out to be. */
public sealed interface Identified {
  record As(Requester requester) implements Identified {}

  record Refused(Refusal refusal) implements Identified {}
}
