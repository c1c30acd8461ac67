package dev.tsumugi.acp.people;

import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.kernel.Problem;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a resident asks of somebody: the role, and what goes with it.
 *
 * @param powers over the record; {@link Power#BEYOND_DEATH} is no invitation's to give
 * @param mayDecide whether they may deviate from what is written, when the situation asks for it
 * @param limits in the resident's words; empty for none
 */
public record RoleTerms(Kind kind, Set<Power> powers, boolean mayDecide, String limits) {
  /** In which capacity. */
  public enum Kind {
    /** Speaks for the resident, before all others. */
    AGENT("代弁者(第一)", "healthcare agent"),
    /** Speaks for them if the first cannot. */
    ALTERNATE("代弁者(代理)", "alternate healthcare agent"),
    /** Reads and types for them, and decides nothing. */
    HELPER("お手伝い", "helper"),
    /** Sees what is shared with them by a Consent, and no more. */
    FAMILY("家族", "family");

    private final Words words;

    Kind(String ja, String en) {
      words = new Words(ja, en);
    }

    public Words words() {
      return words;
    }

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether they are to speak for the resident. */
    public boolean speaks() {
      return this == AGENT || this == ALTERNATE;
    }

    public static Optional<Kind> of(String code) {
      return Stream.of(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }
  }

  /** Why nobody may be asked for this. */
  public enum Refusal {
    HELPER_CONSENTS(
        "お手伝いの方に、同意を代わってもらうことはできません。任せるときは代弁者として招待してください。",
        "Who lends a hand cannot consent for you. To leave that to somebody, invite them as your"
            + " agent."),
    FAMILY_POWERS(
        "家族としての招待には権限が付きません。見せたいものは「見せる相手」で選べます。",
        "An invitation as family carries no powers. What they may see, you choose under who may"
            + " see."),
    HELPER_NOTHING(
        "お手伝いの方に何をしてもらうか、一つは選んでください。", "Please choose at least one thing that your helper may do."),
    ONLY_AGENTS_DECIDE(
        "決めることと、その限りを書けるのは、代弁者としての招待だけです。",
        "Only an agent may decide, or be told the limits of it."),
    WRITES_UNSEEN(
        "記録を見られない方に、書くことや同意は任せられません。「見る」も選んでください。",
        "Who may not read cannot write or consent: please choose reading, too."),
    ONESELF("ご自分を招待することはできません。", "You cannot invite yourself."),
    MINOR_SPEAKS("18歳になっていない方は、代弁者になれません。", "Who is not of age cannot speak for somebody."),
    NOT_YOURS_TO_NAME("代弁者を決められるのは、ご本人だけです。", "Only the resident can name who speaks for them."),
    NOT_A_RESIDENTS_WORD(
        "招待はご本人か、ご本人の代わりに同意できる方の言葉です。職員の画面からは出せません。",
        "An invitation is the word of the resident, or of who may consent for them: it is not sent"
            + " from an office's sign-on."),
    OFFICE_SIGN_ON(
        "お仕事のサインインでは引き受けられません。ご自分のサインインでやり直してください。",
        "This cannot be accepted with a sign-on of your work: please sign on as yourself."),
    BY_THE_OFFICE(
        "親権や後見による代理は、ここでは終えられません。市の窓口にご相談ください。",
        "The authority of a parent or guardian is not ended here: please ask at the counter."),
    THROUGH_THE_COUNTER(
        "この役割は招待によるものではないため、市の窓口で終えてください。",
        "This role did not come by an invitation: please lay it down at the counter.");

    private final Words words;

    Refusal(String ja, String en) {
      words = new Words(ja, en);
    }

    public Words words() {
      return words;
    }

    /** UNPROCESSABLE, in both languages. */
    public Problem problem() {
      return Problem.of(Problem.Kind.UNPROCESSABLE, words.both() + " (" + name() + ")");
    }
  }

  public RoleTerms {
    powers = Set.copyOf(powers);
    if (powers.contains(Power.BEYOND_DEATH)) {
      throw new IllegalArgumentException("an invitation says nothing of the time after death");
    }
  }

  /** What the rules of consent would not let them hold, before anybody is asked. */
  public Optional<Refusal> refusal() {
    if (kind == Kind.FAMILY && !powers.isEmpty()) return Optional.of(Refusal.FAMILY_POWERS);
    if (kind == Kind.HELPER && powers.isEmpty()) return Optional.of(Refusal.HELPER_NOTHING);
    if (kind == Kind.HELPER && powers.contains(Power.CONSENT)) {
      return Optional.of(Refusal.HELPER_CONSENTS);
    }
    if (!kind.speaks() && (mayDecide || !limits.isEmpty())) {
      return Optional.of(Refusal.ONLY_AGENTS_DECIDE);
    }
    boolean blind = !powers.isEmpty() && !powers.contains(Power.READ);
    return blind ? Optional.of(Refusal.WRITES_UNSEEN) : Optional.empty();
  }

  /** The word of a power, on the wire and in the extension {@code authority}. */
  public static String code(Power power) {
    return power.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Of those that an invitation may give. */
  public static Optional<Power> power(String code) {
    return EnumSet.of(Power.READ, Power.WRITE_WISHES, Power.CONSENT).stream()
        .filter(power -> code(power).equals(code))
        .findFirst();
  }
}
