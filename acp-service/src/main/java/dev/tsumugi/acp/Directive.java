package dev.tsumugi.acp;

import java.time.Instant;
import java.util.Optional;

/**
 * What one version of a person's plan is at this moment. A version is never changed, only
 * overtaken:
 *
 * <pre>
 *   Draft      -- Sign        --> Current
 *   Current    -- Confirm     --> Current ("still so")
 *   Current    -- Replace     --> Superseded (by a version signed later)
 *   Current    -- Withdraw    --> Withdrawn
 *   Current    -- Expire      --> Expired (once its own date is past)
 *   Draft, Current -- Close   --> Closed (the person died; what was said may be read on)
 *   Superseded -- Reinstate   --> Current (what replaced it was entered in error)
 *   Current, Superseded, Withdrawn, Expired, Closed -- MarkAsError --> EnteredInError
 * </pre>
 *
 * Whatever is not drawn is refused with the reason that lies in the state: each state overrides
 * only its own arrows.
 */
public sealed interface Directive {
  /** Why this state refuses what it does not allow. */
  Reason refusal();

  /** Code of the wire: {@code draft}, {@code current}, … */
  String code();

  /** Since when it is what it is. */
  Instant since();

  default Step on(Command.Sign sign) {
    return new Step.Refused(this, sign, refusal());
  }

  default Step on(Command.Replace replace) {
    return new Step.Refused(this, replace, refusal());
  }

  default Step on(Command.Confirm confirm) {
    return new Step.Refused(this, confirm, refusal());
  }

  default Step on(Command.Withdraw withdraw) {
    return new Step.Refused(this, withdraw, refusal());
  }

  default Step on(Command.Expire expire) {
    return new Step.Refused(this, expire, refusal());
  }

  default Step on(Command.MarkAsError error) {
    return new Step.Refused(this, error, refusal());
  }

  default Step on(Command.Reinstate reinstate) {
    return new Step.Refused(this, reinstate, refusal());
  }

  default Step on(Command.Close close) {
    return new Step.Refused(this, close, refusal());
  }

  /** Written down and nobody's word yet. */
  record Draft(Instant since) implements Directive {
    @Override
    public String code() {
      return "draft";
    }

    @Override
    public Reason refusal() {
      return Reason.NOT_SIGNED;
    }

    @Override
    public Step on(Command.Sign sign) {
      if (sign.signed().isAfter(sign.at())) {
        return new Step.Refused(this, sign, Reason.SIGNED_IN_FUTURE);
      }
      boolean over = sign.expires().filter(end -> !end.isAfter(sign.at())).isPresent();
      if (over) return new Step.Refused(this, sign, Reason.EXPIRES_IN_PAST);
      return new Step.Moved(new Current(sign.signed(), sign.signed(), sign.expires()));
    }

    @Override
    public Step on(Command.Close close) {
      return new Step.Moved(new Closed(close.died()));
    }
  }

  /**
   * The one that counts.
   *
   * @param confirmed when the person last said that it is still so; at first, when it was signed
   * @param expires from when it no longer holds
   */
  record Current(Instant signed, Instant confirmed, Optional<Instant> expires)
      implements Directive {
    @Override
    public String code() {
      return "current";
    }

    @Override
    public Reason refusal() {
      return Reason.ALREADY_SIGNED;
    }

    @Override
    public Instant since() {
      return signed;
    }

    /** Whether its own date is past. */
    public boolean isOverAt(Instant at) {
      return expires.filter(end -> !at.isBefore(end)).isPresent();
    }

    @Override
    public Step on(Command.Replace replace) {
      if (replace.signed().isBefore(signed)) {
        return new Step.Refused(this, replace, Reason.OLDER);
      }
      return new Step.Moved(new Superseded(this, replace.at()));
    }

    @Override
    public Step on(Command.Confirm confirm) {
      if (isOverAt(confirm.at())) return new Step.Refused(this, confirm, Reason.EXPIRED);
      Instant last = confirm.at().isAfter(confirmed) ? confirm.at() : confirmed;
      return new Step.Moved(new Current(signed, last, expires));
    }

    @Override
    public Step on(Command.Withdraw withdraw) {
      return new Step.Moved(new Withdrawn(withdraw.at()));
    }

    @Override
    public Step on(Command.Expire expire) {
      if (!isOverAt(expire.at())) return new Step.Refused(this, expire, Reason.STILL_HOLDS);
      return new Step.Moved(new Expired(expires.orElseThrow()));
    }

    @Override
    public Step on(Command.MarkAsError error) {
      return new Step.Moved(new EnteredInError(error.at()));
    }

    @Override
    public Step on(Command.Close close) {
      return new Step.Moved(new Closed(close.died()));
    }
  }

  /**
   * A later one took its place.
   *
   * @param before what it was until then
   */
  record Superseded(Current before, Instant since) implements Directive {
    @Override
    public String code() {
      return "superseded";
    }

    @Override
    public Reason refusal() {
      return Reason.SUPERSEDED;
    }

    @Override
    public Step on(Command.MarkAsError error) {
      return new Step.Moved(new EnteredInError(error.at()));
    }

    @Override
    public Step on(Command.Reinstate reinstate) {
      return new Step.Moved(before);
    }
  }

  /** Taken back by who may. */
  record Withdrawn(Instant since) implements Directive {
    @Override
    public String code() {
      return "withdrawn";
    }

    @Override
    public Reason refusal() {
      return Reason.WITHDRAWN;
    }

    @Override
    public Step on(Command.MarkAsError error) {
      return new Step.Moved(new EnteredInError(error.at()));
    }
  }

  /** Past the date it gave itself. */
  record Expired(Instant since) implements Directive {
    @Override
    public String code() {
      return "expired";
    }

    @Override
    public Reason refusal() {
      return Reason.EXPIRED;
    }

    @Override
    public Step on(Command.MarkAsError error) {
      return new Step.Moved(new EnteredInError(error.at()));
    }
  }

  /** Never was this person's word. */
  record EnteredInError(Instant since) implements Directive {
    @Override
    public String code() {
      return "entered-in-error";
    }

    @Override
    public Reason refusal() {
      return Reason.ENTERED_IN_ERROR;
    }
  }

  /** Was the last word of a person who died. */
  record Closed(Instant since) implements Directive {
    @Override
    public String code() {
      return "closed";
    }

    @Override
    public Reason refusal() {
      return Reason.CLOSED;
    }

    @Override
    public Step on(Command.MarkAsError error) {
      return new Step.Moved(new EnteredInError(error.at()));
    }
  }
}
