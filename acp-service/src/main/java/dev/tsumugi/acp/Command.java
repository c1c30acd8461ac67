package dev.tsumugi.acp;

import java.time.Instant;
import java.util.Optional;

/** Something asked of a version of a plan. Time is part of it, never read inside. */
public sealed interface Command {
  Step applyTo(Directive version);

  /**
   * The drafts become the person's word.
   *
   * @param signed when: now, or the day on the paper
   * @param expires from when it shall no longer hold
   */
  record Sign(Instant signed, Optional<Instant> expires, Instant at) implements Command {
    @Override
    public Step applyTo(Directive version) {
      return version.on(this);
    }
  }

  /**
   * Another version takes its place.
   *
   * @param signed when the other was
   */
  record Replace(Instant signed, Instant at) implements Command {
    @Override
    public Step applyTo(Directive version) {
      return version.on(this);
    }
  }

  /** It is still so. */
  record Confirm(Instant at) implements Command {
    @Override
    public Step applyTo(Directive version) {
      return version.on(this);
    }
  }

  record Withdraw(Instant at) implements Command {
    @Override
    public Step applyTo(Directive version) {
      return version.on(this);
    }
  }

  /** Its date has come. Nothing issues it yet: until something does, the date is read (ADR 27). */
  record Expire(Instant at) implements Command {
    @Override
    public Step applyTo(Directive version) {
      return version.on(this);
    }
  }

  /** It was never said: a wrong person, a wrong paper. */
  record MarkAsError(Instant at) implements Command {
    @Override
    public Step applyTo(Directive version) {
      return version.on(this);
    }
  }

  /** What took its place was entered in error. */
  record Reinstate(Instant at) implements Command {
    @Override
    public Step applyTo(Directive version) {
      return version.on(this);
    }
  }

  /**
   * The person died. Nothing issues it yet: until something does, the register is read (ADR 27).
   */
  record Close(Instant died, Instant at) implements Command {
    @Override
    public Step applyTo(Directive version) {
      return version.on(this);
    }
  }
}
