package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Rule;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.fhirserver.AccessDecisions.Conflict;
import dev.tsumugi.fhirserver.AccessDecisions.Tied;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether two Consents say opposite things: each is taken alone, and the gate is asked for
 * everybody whom either may mean. A carer counts as one, so that nothing but the Consent decides.
 */
final class ConsentConflicts {
  /** Those named by one Consent are tried one by one. */
  private static final int MOST_NAMED = 20;

  /** One of a patient's Consents that speaks. */
  record Spoken(Ref ref, Json.Obj json, Rule rule) {
    List<Ref> performers() {
      List<Ref> performers = new ArrayList<>();
      for (Json.Obj performer : json.objects("performer")) {
        Optional.ofNullable(performer.text("reference"))
            .flatMap(Ref::parse)
            .ifPresent(performers::add);
      }
      return performers;
    }
  }

  /** The gate over one Consent alone. */
  interface Alone {
    /**
     * @param compartment with nothing but its rule and ties in it
     */
    Ruling over(Probes.Probe probe, Compartment compartment);
  }

  private final Probes probes;
  private final DataKinds kinds;
  private final Alone gate;

  ConsentConflicts(Probes probes, DataKinds kinds, Alone gate) {
    this.probes = probes;
    this.kinds = kinds;
    this.gate = gate;
  }

  List<Conflict> between(Spoken fresh, List<Spoken> standing, Ref patient, Instant at) {
    List<Conflict> conflicts = new ArrayList<>();
    for (Spoken other : standing) {
      List<Probes.Probe> whom = whom(fresh, other, at);
      compare(fresh, other, whom, patient, true).ifPresent(conflicts::add);
      compare(fresh, other, whom, patient, false).ifPresent(conflicts::add);
    }
    return conflicts;
  }

  private List<Probes.Probe> whom(Spoken fresh, Spoken other, Instant at) {
    Set<Ref> named = new LinkedHashSet<>(Probes.named(fresh.json()));
    named.addAll(Probes.named(other.json()));
    List<Probes.Probe> whom = new ArrayList<>();
    for (Probes.Probe probe : probes.of(Tied.CARE, new Ref("Practitioner", "-"), at)) {
      whom.add(probe);
    }
    named.stream().limit(MOST_NAMED).forEach(ref -> whom.addAll(probes.of(Tied.NAMED, ref, at)));
    return whom;
  }

  private Optional<Conflict> compare(
      Spoken fresh, Spoken other, List<Probes.Probe> whom, Ref patient, boolean permits) {
    long key = Draft.key(patient);
    Spoken yes = permits ? fresh : other;
    Spoken no = permits ? other : fresh;
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
    for (Probes.Probe probe : whom) {
      Ruling permitting = gate.over(probe, alone(patient, yes.rule(), probe));
      Ruling denying = gate.over(probe, alone(patient, no.rule(), probe));
      for (DataClass dataClass : kinds.classes()) {
        for (Facet facet : kinds.plain(dataClass)) {
          if (!mayPermit(permitting.quietly(Action.READ, facet, key))) continue;
          if (!mayDeny(denying.quietly(Action.READ, facet, key))) continue;
          roles.add(probe.role());
          classes.add(dataClass);
        }
      }
    }
    if (classes.isEmpty()) return Optional.empty();
    return Optional.of(new Conflict(other.ref(), other.performers(), permits, roles, classes));
  }

  private static Compartment alone(Ref patient, Rule rule, Probes.Probe probe) {
    List<Tie> ties =
        probe.access().requester().actorKeys().stream()
            .map(key -> new Tie(Tie.Kind.CARE, key, Period.ALWAYS, Set.of(Tie.Power.READ)))
            .toList();
    return new Compartment(patient, new Policy(List.of(rule), List.of()), ties);
  }

  private static boolean mayPermit(Decision decision) {
    return decision.fold(
        permit -> permit.basis() == Decision.Basis.DIRECTIVE,
        deny -> false,
        depends -> depends.permit().basis() == Decision.Basis.DIRECTIVE);
  }

  private static boolean mayDeny(Decision decision) {
    return decision.fold(
        permit -> false,
        deny -> deny.reason() == Decision.Reason.DIRECTIVE_DENIES,
        depends -> depends.deny().reason() == Decision.Reason.DIRECTIVE_DENIES);
  }
}
