package dev.tsumugi.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The engine's answer, with what it rests on. */
public sealed interface Decision {
  /** Compile-time exhaustive on Java 17, where {@code switch} cannot yet match on types. */
  <T> T fold(Function<Permit, T> permit, Function<Deny, T> deny, Function<Depends, T> depends);

  /** Whether every row of the facet is permitted; what depends on the row is not. */
  boolean permitted();

  /** The decision on one row: a {@link Permit} or a {@link Deny}. */
  default Decision on(RowFacts row) {
    return this;
  }

  /**
   * Yes.
   *
   * @param consents those that permit; empty where the basis is no directive
   */
  record Permit(Basis basis, List<String> consents) implements Decision {
    public Permit {
      consents = List.copyOf(consents);
    }

    @Override
    public <T> T fold(
        Function<Permit, T> permit, Function<Deny, T> deny, Function<Depends, T> depends) {
      return permit.apply(this);
    }

    @Override
    public boolean permitted() {
      return true;
    }
  }

  /**
   * No.
   *
   * @param layer the first that refuses
   * @param consents those that deny or cannot be read
   */
  record Deny(Reason reason, Layer layer, List<String> consents) implements Decision {
    public Deny {
      if (reason.layer() != layer) throw new IllegalArgumentException(reason + " is not " + layer);
      consents = List.copyOf(consents);
    }

    Deny(Reason reason) {
      this(reason, reason.layer(), List.of());
    }

    @Override
    public <T> T fold(
        Function<Permit, T> permit, Function<Deny, T> deny, Function<Depends, T> depends) {
      return deny.apply(this);
    }

    @Override
    public boolean permitted() {
      return false;
    }
  }

  /** What must hold of the row, or else it is refused. */
  record Condition(Residue when, Deny otherwise) {}

  /**
   * It depends on what stands in the row: {@code permit} where all conditions hold, else what the
   * first says that does not.
   *
   * @param conditions at least one, in the order of the layers they come from
   */
  record Depends(Permit permit, List<Condition> conditions) implements Decision {
    public Depends {
      if (conditions.isEmpty()) throw new IllegalArgumentException("nothing that it depends on");
      conditions = List.copyOf(conditions);
    }

    public Depends(Permit permit, Deny deny, Residue when) {
      this(permit, List.of(new Condition(when, deny)));
    }

    /** What must hold of a row to be permitted. */
    public Residue when() {
      if (conditions.size() == 1) return conditions.get(0).when();
      return Residues.all(conditions.stream().map(Condition::when).toList());
    }

    /** What answers for rows of which none is permitted. */
    public Deny deny() {
      return conditions.get(0).otherwise();
    }

    /** This, under conditions of another who must permit as well. */
    public Depends and(Depends other) {
      List<Condition> both = new ArrayList<>(conditions);
      for (Condition one : other.conditions) {
        boolean known = both.stream().anyMatch(there -> there.when().equals(one.when()));
        if (!known) both.add(one);
      }
      return new Depends(permit, both);
    }

    @Override
    public <T> T fold(
        Function<Permit, T> permitted, Function<Deny, T> denied, Function<Depends, T> depends) {
      return depends.apply(this);
    }

    @Override
    public boolean permitted() {
      return false;
    }

    @Override
    public Decision on(RowFacts row) {
      for (Condition one : conditions) if (!one.when().holds(row)) return one.otherwise();
      return permit;
    }
  }

  /** On what a permit stands. */
  enum Basis {
    /** One's own record. */
    SELF,
    /** A live authority to act for the patient. */
    PROXY,
    /** The patient's consents. */
    DIRECTIVE,
    /** Written by the requester's organisation, or being written by it now. */
    RECORDER,
    /** Belongs to nobody; every signed-in user may read it. */
    OPEN,
    /** The duty to keep the whole store. */
    CUSTODIAN,
    /** The duty to keep the residents' register at the counter. */
    REGISTER,
    /** The glass was broken for this patient, by this requester, for a stated reason and time. */
    BREAK_GLASS
  }

  /** The layers in the order they are asked; all must permit. */
  enum Layer {
    /** Whether the sign-on still holds, and is sure enough: it concerns the requester alone. */
    SIGN_ON,
    SCOPE,
    SERVICE,
    ROLE,
    RELATION,
    DIRECTIVE
  }

  /** Why not. */
  enum Reason {
    /** By its end, by logout, or by who revoked it. */
    SESSION_ENDED(Layer.SIGN_ON),
    /** The app runs on registered devices alone, and the token is bound to no key of one. */
    DEVICE_NOT_REGISTERED(Layer.SIGN_ON),
    DEVICE_REVOKED(Layer.SIGN_ON),
    /** The device is registered for another organisation than the token's. */
    DEVICE_OF_ANOTHER(Layer.SIGN_ON),
    /** All else permits it: it needs a surer sign-on. Asked last, so that it tells of no row. */
    ASSURANCE_TOO_LOW(Layer.SIGN_ON),
    SCOPE_TOO_NARROW(Layer.SCOPE),
    OUTSIDE_LAUNCH_PATIENT(Layer.SCOPE),
    /** The search that narrows the scope is none that rows can be held to. */
    SCOPE_QUERY_UNSUPPORTED(Layer.SCOPE),
    /** The search that narrows the scope does not find it. */
    OUTSIDE_SCOPE_QUERY(Layer.SCOPE),
    CLIENT_NOT_ASSESSED(Layer.SERVICE),
    ASSESSMENT_EXPIRED(Layer.SERVICE),
    CLASS_NOT_ASSESSED(Layer.SERVICE),
    ROLE_NEVER(Layer.ROLE),
    PURPOSE_NOT_FOR_ROLE(Layer.ROLE),
    NO_RELATION(Layer.RELATION),
    NOT_THE_RECORDER(Layer.RELATION),
    /** What permitted it ended with the patient's life. */
    PATIENT_DIED(Layer.RELATION),
    /** A minor able to judge keeps it from their parents. */
    MINORS_CONFIDENCE(Layer.RELATION),
    /** The requester belongs to so many that one of them may be refused unseen. */
    TOO_MANY_MEMBERSHIPS(Layer.RELATION),
    DIRECTIVE_DENIES(Layer.DIRECTIVE),
    NO_DIRECTIVE_COVERS(Layer.DIRECTIVE),
    CONSENT_UNREADABLE(Layer.DIRECTIVE);

    private final Layer layer;

    Reason(Layer layer) {
      this.layer = layer;
    }

    public Layer layer() {
      return layer;
    }
  }
}
