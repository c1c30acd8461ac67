package dev.tsumugi.acp;

import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.Locale;

/**
 * How somebody around a resident stands to the role the resident has in mind for them.
 *
 * <pre>
 *   named, declined, lapsed, ended, resigned -- invite          --> invited
 *   invited  -- invite (a new code; the old one ends)           --> invited
 *   invited  -- accept  (before its end)                        --> accepted
 *   invited  -- decline (before its end)                        --> declined
 *   invited  -- lapse   (from its end on)                       --> lapsed
 *   invited  -- end     (the resident takes it back)            --> ended
 *   accepted -- end     (the resident)                          --> ended
 *   accepted -- resign  (who holds it)                          --> resigned
 * </pre>
 *
 * Whatever is not drawn is refused and says why. Time is part of the command: a late answer loses,
 * whether or not anybody has looked at the clock before.
 */
public sealed interface ProxyRole {
  /** As it is stored and told. */
  default String code() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  default Step on(Command.Invite invite) {
    return new Step.Moved(new Invited(invite.until()));
  }

  default Step on(Command.Accept accept) {
    return refused(Why.NOT_INVITED);
  }

  default Step on(Command.Decline decline) {
    return refused(Why.NOT_INVITED);
  }

  default Step on(Command.Lapse lapse) {
    return refused(Why.NOT_INVITED);
  }

  default Step on(Command.End end) {
    return refused(Why.NO_ROLE);
  }

  default Step on(Command.Resign resign) {
    return refused(Why.NO_ROLE);
  }

  private Step refused(Why why) {
    return new Step.Refused(this, why);
  }

  /** Known as somebody of theirs, and asked for nothing. */
  record Named() implements ProxyRole {}

  /**
   * Asked, and not answered yet.
   *
   * @param until from when on it is too late to answer
   */
  record Invited(Instant until) implements ProxyRole {
    @Override
    public Step on(Command.Accept accept) {
      return inTime(accept.at(), new Accepted(accept.by()));
    }

    @Override
    public Step on(Command.Decline decline) {
      return inTime(decline.at(), new Declined());
    }

    private Step inTime(Instant at, ProxyRole next) {
      return at.isBefore(until) ? new Step.Moved(next) : new Step.Refused(this, Why.TOO_LATE);
    }

    @Override
    public Step on(Command.Lapse lapse) {
      return lapse.at().isBefore(until)
          ? new Step.Refused(this, Why.NOT_YET)
          : new Step.Moved(new Lapsed());
    }

    @Override
    public Step on(Command.End end) {
      return new Step.Moved(new Ended());
    }
  }

  /**
   * Took the role on.
   *
   * @param by who signed on and accepted
   */
  record Accepted(Ref by) implements ProxyRole {
    @Override
    public Step on(Command.Invite invite) {
      return new Step.Refused(this, Why.HOLDS_ONE);
    }

    @Override
    public Step on(Command.Accept accept) {
      return new Step.Refused(this, Why.ANSWERED);
    }

    @Override
    public Step on(Command.Decline decline) {
      return new Step.Refused(this, Why.ANSWERED);
    }

    @Override
    public Step on(Command.End end) {
      return new Step.Moved(new Ended());
    }

    @Override
    public Step on(Command.Resign resign) {
      return new Step.Moved(new Resigned());
    }
  }

  /** Said no. */
  record Declined() implements ProxyRole {
    @Override
    public Step on(Command.Accept accept) {
      return new Step.Refused(this, Why.ANSWERED);
    }

    @Override
    public Step on(Command.Decline decline) {
      return new Step.Refused(this, Why.ANSWERED);
    }
  }

  /** Never answered. */
  record Lapsed() implements ProxyRole {
    @Override
    public Step on(Command.Accept accept) {
      return new Step.Refused(this, Why.TOO_LATE);
    }

    @Override
    public Step on(Command.Decline decline) {
      return new Step.Refused(this, Why.TOO_LATE);
    }
  }

  /** The resident ended it, or took the invitation back. */
  record Ended() implements ProxyRole {}

  /** Who held it laid it down. */
  record Resigned() implements ProxyRole {}

  /** Something asked of a role. */
  sealed interface Command {
    Step applyTo(ProxyRole role);

    /**
     * @param until from when on it is too late to answer
     */
    record Invite(Instant until) implements Command {
      @Override
      public Step applyTo(ProxyRole role) {
        return role.on(this);
      }
    }

    /**
     * @param by who signed on
     */
    record Accept(Ref by, Instant at) implements Command {
      @Override
      public Step applyTo(ProxyRole role) {
        return role.on(this);
      }
    }

    record Decline(Instant at) implements Command {
      @Override
      public Step applyTo(ProxyRole role) {
        return role.on(this);
      }
    }

    record Lapse(Instant at) implements Command {
      @Override
      public Step applyTo(ProxyRole role) {
        return role.on(this);
      }
    }

    record End() implements Command {
      @Override
      public Step applyTo(ProxyRole role) {
        return role.on(this);
      }
    }

    record Resign() implements Command {
      @Override
      public Step applyTo(ProxyRole role) {
        return role.on(this);
      }
    }
  }

  /** What came of a command. */
  sealed interface Step {
    record Moved(ProxyRole to) implements Step {}

    record Refused(ProxyRole from, Why why) implements Step {}
  }

  /** Why a command is refused. */
  enum Why {
    NOT_INVITED("いまは招待されていません。", "There is no open invitation."),
    TOO_LATE(
        "招待の期限が過ぎました。もう一度招待してもらってください。", "The invitation is too old: ask to be invited again."),
    NOT_YET("招待の期限はまだ来ていません。", "The invitation has not run out yet."),
    ANSWERED("この招待にはもう返事がありました。", "This invitation has been answered already."),
    HOLDS_ONE(
        "この方はもう役割を引き受けています。変えるときは、いちど終えてから招待し直してください。",
        "This person holds a role already: end it first, then invite them anew."),
    NO_ROLE("この方に、終えられる役割はありません。", "This person holds no role that could be ended.");

    private final String ja;
    private final String en;

    Why(String ja, String en) {
      this.ja = ja;
      this.en = en;
    }

    public String ja() {
      return ja;
    }

    public String en() {
      return en;
    }
  }
}
