package dev.tsumugi.consent;

import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.consent.Scopes.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two layers that look at the app: what its token's scopes reach, and its assessment. */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
final class AppLayers {
  private static final Context[] CONTEXTS = Context.values();
  private static final int EVERY_CLASS = (1 << DataClass.values().length) - 1;

  private final Scopes scopes;
  private final ScopeReach reach;
  private final @Nullable Reason unassessed;
  private final int assessedClasses;
  private final Scopes assessedScopes;
  private final ScopeReach assessedReach;
  private final boolean narrowed;
  private final Map<Asked, Residue> residues = new HashMap<>();

  /** What the residue of narrowed scopes follows from. */
  private record Asked(Action action, String type, boolean ofLaunch) {}

  AppLayers(Requester requester, Instant at, Optional<Service> service, SearchTokens tokens) {
    this.scopes = requester.scopes();
    this.reach = new ScopeReach(scopes, tokens);
    this.unassessed = unassessed(requester, at, service);
    this.assessedClasses = service.map(s -> DataClass.bits(s.classes())).orElse(0);
    this.assessedScopes = Scopes.parse(service.map(Service::scopes).orElse(""));
    this.assessedReach = new ScopeReach(assessedScopes, tokens);
    this.narrowed = scopes.hasQuery() || assessedScopes.hasQuery();
  }

  private static @Nullable Reason unassessed(
      Requester requester, Instant at, Optional<Service> service) {
    if (service.isEmpty() || !service.get().client().equals(requester.client())) {
      return Reason.CLIENT_NOT_ASSESSED;
    }
    return at.isBefore(service.get().validUntil()) ? null : Reason.ASSESSMENT_EXPIRED;
  }

  /** Why no row of the facet is reached; null if some may be. */
  @Nullable Reason refusal(Action action, Facet facet, Standing standing) {
    boolean ofLaunch = isInLaunch(facet, standing);
    if (!narrowed) return plainRefusal(action, facet, ofLaunch);
    boolean reached = false;
    for (Context context : CONTEXTS) {
      boolean within = context != Context.PATIENT || ofLaunch;
      reached |= within && !Residues.isNever(reach.of(action, facet.type(), context));
    }
    if (!reached) return tooNarrow(action, facet);
    if (unassessed != null) return unassessed;
    boolean assessed = (assessedClasses & facet.dataClass().bit()) != 0;
    return assessed && !Residues.isNever(residue(action, facet, ofLaunch))
        ? null
        : Reason.CLASS_NOT_ASSESSED;
  }

  private @Nullable Reason plainRefusal(Action action, Facet facet, boolean ofLaunch) {
    int contexts = grantedContexts(action, facet, ofLaunch);
    if (contexts == 0) return tooNarrow(action, facet);
    if (unassessed != null) return unassessed;
    if ((assessedClasses & facet.dataClass().bit()) == 0) return Reason.CLASS_NOT_ASSESSED;
    for (Context context : CONTEXTS) {
      boolean granted = (contexts & (1 << context.ordinal())) != 0;
      if (granted && isAssessed(action, facet.type(), context)) return null;
    }
    return Reason.CLASS_NOT_ASSESSED;
  }

  /** The scope contexts that grant it, as bits. */
  private int grantedContexts(Action action, Facet facet, boolean ofLaunch) {
    int contexts = 0;
    for (Context context : CONTEXTS) {
      boolean reaches = context != Context.PATIENT || ofLaunch;
      if (reaches && scopes.allows(action, facet.type(), context)) {
        contexts |= 1 << context.ordinal();
      }
    }
    return contexts;
  }

  /** Whether {@code patient/} scopes reach it: the launch patient's, and what is nobody's. */
  private static boolean isInLaunch(Facet facet, Standing standing) {
    return standing.isCity() || facet.dataClass() == DataClass.OPEN || standing.isLaunchPatient();
  }

  private Reason tooNarrow(Action action, Facet facet) {
    return Residues.isNever(reach.of(action, facet.type(), Context.PATIENT))
        ? reach.tooNarrow(action, facet.type())
        : Reason.OUTSIDE_LAUNCH_PATIENT;
  }

  private boolean isAssessed(Action action, String type, Context context) {
    // One patient of a user is less than all of them.
    return assessedScopes.allows(action, type, context)
        || (context == Context.PATIENT && assessedScopes.allows(action, type, Context.USER));
  }

  /**
   * What the layers beyond decided, of the rows alone that a narrowed scope's search finds;
   * whatever they permit it on, the row must be one of these.
   */
  Decision within(Decision beyond, Action action, Facet facet, Standing standing) {
    if (!narrowed) return beyond;
    Residue scope = residue(action, facet, isInLaunch(facet, standing));
    if (Residues.isAlways(scope)) return beyond;
    Decision.Deny outside = (Decision.Deny) Answers.deny(Reason.OUTSIDE_SCOPE_QUERY);
    return beyond.fold(
        permit -> new Decision.Depends(permit, outside, scope),
        deny -> deny,
        open -> new Decision.Depends(open.permit(), outside, scope).and(open));
  }

  private Residue residue(Action action, Facet facet, boolean ofLaunch) {
    return residues.computeIfAbsent(new Asked(action, facet.type(), ofLaunch), this::residue);
  }

  /** What a row must have for a scope, and the assessment of its client, to reach it. */
  private Residue residue(Asked asked) {
    List<Residue> any = new ArrayList<>();
    for (Context context : CONTEXTS) {
      if (context == Context.PATIENT && !asked.ofLaunch()) continue;
      Residue assessed = assessedReach.of(asked.action(), asked.type(), context);
      if (context == Context.PATIENT) {
        Residue user = assessedReach.of(asked.action(), asked.type(), Context.USER);
        assessed = Residues.any(assessed, user);
      }
      any.add(Residues.all(reach.of(asked.action(), asked.type(), context), assessed));
    }
    return Residues.any(any);
  }

  /** Whether every row may be read and searched, as far as the app goes. */
  boolean readAll() {
    return unassessed == null
        && assessedClasses == EVERY_CLASS
        && reads(scopes)
        && reads(assessedScopes);
  }

  private static boolean reads(Scopes scopes) {
    return scopes.allows(Action.READ, "*", Context.SYSTEM)
        && scopes.allows(Action.SEARCH, "*", Context.SYSTEM);
  }
}
