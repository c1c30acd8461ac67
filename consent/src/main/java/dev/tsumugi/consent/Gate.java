package dev.tsumugi.consent;

import dev.tsumugi.consent.Decision.Basis;
import dev.tsumugi.consent.Decision.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one requester in one snapshot. Six layers, all must permit: sign-on, scope, service,
 * role, relation, directive; the first that refuses gives the reason.
 *
 * <p>Equal inputs give equal decisions. It remembers what it worked out for the compartment asked
 * last, so it belongs to one thread, and a store asks compartment by compartment.
 */
public final class Gate {
  /** What the counter sees by its duty to keep the register. */
  private static final int REGISTER =
      DataClass.IDENTITY.bit()
          | DataClass.CONTACTS.bit()
          | DataClass.CONSENT.bit()
          | DataClass.WISHES.bit();

  /** v3-ActCode: what a minor keeps confidential from their parents. */
  private static final String KEPT_FROM_PARENTS = "ADOL";

  private static final int EVERY_CLASS = (1 << DataClass.values().length) - 1;

  private final Requester requester;
  private final Instant at;
  private final Keys keys;
  private final Policy city;
  private final String recorderKey;
  private final Optional<Reason> over;
  private final AppLayers app;
  private final RoleTable.@Nullable Row row;
  private final boolean onDuty;
  private final boolean forRescue;
  private final RulesMemory memory;
  private @Nullable Standing last;

  Gate(Requester requester, Instant at, Situation situation, Access.Rules rules) {
    this.memory = rules.memory();
    this.requester = requester;
    this.at = at;
    this.app = new AppLayers(requester, at, situation.service(), rules.tokens());
    this.keys = Keys.of(requester, situation.memberships(), at);
    this.city = situation.city();
    this.recorderKey = requester.recorderKey();
    this.over = situation.over();
    this.row = rules.roles().row(requester.role(), requester.purpose());
    boolean rescues = requester.role() == Role.CREW || requester.role() == Role.EMERGENCY_DESK;
    this.onDuty = rescues && requester.purpose() == Purpose.ETREAT;
    this.forRescue =
        requester.purpose().within(Purpose.ETREAT) || requester.purpose() == Purpose.BTG;
  }

  /**
   * May the requester do this to rows of this facet in this compartment?
   *
   * <p>For {@link Action#UPDATE} and {@link Action#DELETE} the facet is that of the stored version;
   * the store asks again with the facet of the new one.
   */
  public Decision decide(Action action, Facet facet, Compartment compartment) {
    if (over.isPresent()) return Answers.deny(over.get());
    Standing standing = standing(compartment);
    Reason refusal = app.refusal(action, facet, standing);
    if (refusal != null) return Answers.deny(refusal);
    return app.within(beyondApp(action, facet, standing), action, facet, standing);
  }

  /** Role, relation and directive. */
  private Decision beyondApp(Action action, Facet facet, Standing standing) {
    boolean reads = action.reads();
    if (reads && facet.dataClass() == DataClass.OPEN) return Answers.permit(Basis.OPEN);
    if (row == null) return Answers.deny(Reason.PURPOSE_NOT_FOR_ROLE);
    return reads ? read(row, action, facet, standing) : write(row, action, facet, standing);
  }

  private Standing standing(Compartment compartment) {
    Standing known = last;
    if (known != null && known.isOf(compartment)) return known;
    Standing fresh = new Standing(requester, keys, onDuty, at, compartment, city, memory);
    last = fresh;
    return fresh;
  }

  private Decision read(RoleTable.Row most, Action action, Facet facet, Standing standing) {
    boolean recorder = standsAsRecorder(facet, standing);
    boolean own = recorder && most.mayReadOwn(facet.dataClass());
    if (!own && !most.mayRead(facet.dataClass())) return Answers.deny(Reason.ROLE_NEVER);

    if (requester.role() == Role.CUSTODIAN) return Answers.permit(Basis.CUSTODIAN);
    if (standing.isCity()) {
      return recorder ? Answers.permit(Basis.RECORDER) : Answers.deny(Reason.NO_RELATION);
    }
    if (standing.isSelf()) {
      return standing.isDead() ? Answers.deny(Reason.PATIENT_DIED) : Answers.permit(Basis.SELF);
    }
    boolean registers = requester.role() == Role.REGISTRAR;
    if (registers && (REGISTER & facet.dataClass().bit()) != 0) {
      return Answers.permit(recorder ? Basis.RECORDER : Basis.REGISTER);
    }
    return readOfAnother(action, facet, standing, recorder);
  }

  private Decision readOfAnother(Action action, Facet facet, Standing standing, boolean recorder) {
    if (!standing.isWhole()) return Answers.deny(Reason.TOO_MANY_MEMBERSHIPS);
    if (standing.hasPower(Tie.Power.READ)) {
      boolean kept = standing.isParentOfMinor() && facet.sensitivity().contains(KEPT_FROM_PARENTS);
      return kept
          ? Answers.deny(Reason.MINORS_CONFIDENCE)
          : standing.ask(Question.PROXY, action, facet);
    }
    if (recorder) return standing.ask(Question.RECORDER, action, facet);
    if (standing.isClosed() || (standing.isDead() && forRescue)) {
      return Answers.deny(Reason.PATIENT_DIED);
    }
    if (requester.purpose() == Purpose.BTG && standing.hasBrokenGlass()) {
      return standing.underBrokenGlass(action, facet);
    }
    boolean related = onDuty || standing.hasCareTie();
    return standing.ask(related ? Question.RELATED : Question.UNRELATED, action, facet);
  }

  /**
   * Institutions answer for what they wrote. A relative who once wrote for a patient does not:
   * their way in is the authority they hold now.
   */
  private boolean standsAsRecorder(Facet facet, Standing standing) {
    return facet.recorder().equals(recorderKey)
        && (requester.role() != Role.RESIDENT || standing.isCity());
  }

  private Decision write(RoleTable.Row most, Action action, Facet facet, Standing standing) {
    Decision decision = writeSurely(most, action, facet, standing);
    boolean unsure = decision.permitted() && StepUp.guards(facet) && StepUp.lacks(requester);
    return unsure ? Answers.deny(Reason.ASSURANCE_TOO_LOW) : decision;
  }

  private Decision writeSurely(RoleTable.Row most, Action action, Facet facet, Standing standing) {
    if (!most.mayWrite(action, facet)) return Answers.deny(Reason.ROLE_NEVER);
    if (requester.role() == Role.CUSTODIAN) return Answers.permit(Basis.CUSTODIAN);

    Basis basis = writingBasis(action, facet, standing);
    if (basis == Basis.PROXY) {
      if (!standing.isWhole()) return Answers.deny(Reason.TOO_MANY_MEMBERSHIPS);
      Decision stopped = standing.ask(Question.PROXY, action, facet);
      // What is refused on some rows only is written on none.
      if (!stopped.permitted()) return stopped.fold(p -> p, d -> d, Decision.Depends::deny);
    }
    if (action == Action.CREATE) {
      return basis == null ? Answers.deny(Reason.NO_RELATION) : Answers.permit(basis);
    }
    boolean recorded = facet.recorder().equals(recorderKey);
    if (basis == null && !standsAsRecorder(facet, standing)) {
      return Answers.deny(standing.isCity() ? Reason.NOT_THE_RECORDER : Reason.NO_RELATION);
    }
    if (recorded) return Answers.permit(Basis.RECORDER);
    if (action == Action.UPDATE && namesTheirPeople(basis, facet, standing)) {
      return Answers.permit(Basis.SELF);
    }
    // The patient's own word may be changed by who may give it, whoever took it down.
    DataClass dataClass = facet.dataClass();
    boolean word = dataClass == DataClass.CONSENT || dataClass == DataClass.WISHES;
    if (word && (basis == Basis.SELF || basis == Basis.PROXY || basis == Basis.REGISTER)) {
      return Answers.permit(basis);
    }
    return Answers.deny(Reason.NOT_THE_RECORDER);
  }

  /**
   * Who stands around them, and may speak for them, is a resident's own word as well, whoever noted
   * the person down: but not of a child, nor of who has a guardian, for they could end that.
   */
  private static boolean namesTheirPeople(@Nullable Basis basis, Facet facet, Standing standing) {
    boolean person = facet.type().equals("RelatedPerson");
    return basis == Basis.SELF && person && standing.decidesAlone();
  }

  /** On what a new row may be written here; null for nothing. */
  private @Nullable Basis writingBasis(Action action, Facet facet, Standing standing) {
    boolean consent = facet.type().equals("Consent");
    if (standing.isCity()) {
      // A Consent of nobody is the city's: it speaks for every resident.
      boolean may = !consent || requester.role() == Role.OFFICER;
      return may && action == Action.CREATE ? Basis.RECORDER : null;
    }
    if (standing.isSelf()) return standing.isDead() ? null : Basis.SELF;
    if (mayWriteAsProxy(facet, standing)) return Basis.PROXY;
    if (requester.role() == Role.REGISTRAR) return Basis.REGISTER;
    // Nobody else consents for a patient, and relatives write as proxies or not at all.
    if (consent || requester.role() == Role.RESIDENT) return null;
    if (onDuty || (forRescue && standing.hasBrokenGlass())) return Basis.RECORDER;
    boolean related = standing.hasCareTie() || standing.isNamed(action, facet);
    return related && !standing.isClosed() ? Basis.RECORDER : null;
  }

  /** A RelatedPerson makes proxies, so naming one asks for as much as consenting. */
  private static boolean mayWriteAsProxy(Facet facet, Standing standing) {
    if (facet.type().equals("Consent") || facet.type().equals("RelatedPerson")) {
      return standing.hasPower(Tie.Power.CONSENT);
    }
    return facet.dataClass() == DataClass.WISHES
        ? standing.hasPower(Tie.Power.WRITE_WISHES)
        : standing.edits();
  }

  /**
   * Whether every read and search of this gate is permitted, so that the store may leave out its
   * filters: a custodian with {@code system/*.rs} whose client is assessed for everything.
   */
  public boolean seesAll() {
    return requester.role() == Role.CUSTODIAN
        && row != null
        && over.isEmpty()
        && app.readAll()
        && (row.reads() & EVERY_CLASS) == EVERY_CLASS;
  }

  /** Why the sign-on holds no longer, so that nothing is permitted; empty if it does. */
  public Optional<Reason> over() {
    return over;
  }

  /** The recorder keys under which the requester's own rows stand. */
  public Set<String> recorderKeys() {
    return Set.of(recorderKey);
  }
}
