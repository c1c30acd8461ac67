package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.SignOn;
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

/** Requesters to try the gate with: nobody real asks by them, and nothing leaves through them. */
final class Probes {
  static final String CLIENT = "-";

  /** Whatever app they use: one that is assessed for everything. */
  static final Service SERVICE =
      new Service(
          CLIENT,
          EnumSet.allOf(DataClass.class),
          "user/*.cruds patient/*.cruds system/*.cruds",
          Period.MAX);

  /** The same of the app that this requester says they use. */
  static Service assessed(Access access) {
    return new Service(
        access.requester().client(), SERVICE.classes(), SERVICE.scopes(), SERVICE.validUntil());
  }

  /** Who looks after people, from the nearest on. */
  static final List<Role> CARERS =
      List.of(
          Role.PHYSICIAN,
          Role.NURSE,
          Role.PHARMACIST,
          Role.FACILITY,
          Role.CREW,
          Role.EMERGENCY_DESK);

  private static final Set<String> FAMILY = Set.of("Patient", "RelatedPerson");

  private final ConsentEngine engine;

  Probes(ConsentEngine engine) {
    this.engine = engine;
  }

  /** One requester to try with, and as what. */
  record Probe(Tied tied, Optional<Ref> actor, Access access) {
    Role role() {
      return access.requester().role();
    }

    Purpose purpose() {
      return access.requester().purpose();
    }
  }

  Access open(Requester requester, Instant at) {
    return engine.open(requester, at);
  }

  /** Anybody on duty, in every role and for every purpose that it may state. */
  List<Probe> onDuty(Instant at) {
    List<Probe> probes = new ArrayList<>();
    for (Role role : Role.values()) {
      if (role == Role.RESIDENT) continue;
      for (Purpose purpose : Purpose.values()) {
        if (!role.mayState(purpose)) continue;
        probes.add(
            new Probe(Tied.ROLE, Optional.empty(), access(role, purpose, Optional.empty(), at)));
      }
    }
    return probes;
  }

  /** Somebody in every capacity they may ask in; what they are is nowhere said but in a token. */
  List<Probe> of(Tied tied, Ref actor, Instant at) {
    List<Probe> probes = new ArrayList<>();
    for (Role role : FAMILY.contains(actor.type()) ? List.of(Role.RESIDENT) : CARERS) {
      for (Purpose purpose : Purpose.values()) {
        if (!role.mayState(purpose)) continue;
        probes.add(
            new Probe(tied, Optional.of(actor), access(role, purpose, Optional.of(actor), at)));
      }
    }
    return probes;
  }

  private Access access(Role role, Purpose purpose, Optional<Ref> actor, Instant at) {
    boolean organization = actor.filter(ref -> ref.type().equals("Organization")).isPresent();
    return open(
        new Requester(
            "-",
            "-",
            organization ? Optional.empty() : actor,
            organization ? actor : Optional.empty(),
            role,
            Scopes.parse(role == Role.CUSTODIAN ? "system/*.cruds" : "user/*.cruds"),
            purpose,
            CLIENT,
            Optional.empty(),
            SignOn.NONE),
        at);
  }

  /** People and organisations that a Consent names as actors, at any depth. */
  static Set<Ref> named(Json.Obj consent) {
    Set<Ref> named = new LinkedHashSet<>();
    Json.Obj provision = consent.obj("provision");
    if (provision != null) named(provision, named);
    return named;
  }

  private static void named(Json.Obj provision, Set<Ref> into) {
    for (Json.Obj actor : provision.objects("actor")) {
      Json.Obj reference = actor.obj("reference");
      String literal = reference == null ? null : reference.text("reference");
      Optional.ofNullable(literal).flatMap(Ref::parse).ifPresent(into::add);
    }
    for (Json.Obj nested : provision.objects("provision")) named(nested, into);
  }
}
