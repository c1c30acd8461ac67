package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.ems.DispatchMessage;
import dev.tsumugi.ems.Incident;
import dev.tsumugi.fhirserver.DispatchSources;
import dev.tsumugi.fhirserver.DispatchSources.Source;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes what dispatch centres tell of incidents. A centre is a service like any other: it is
 * assessed, and passes the gate as somebody of the fire service who reaches Encounters alone.
 */
final class DispatchDesk {
  /** By this name the register of assessed services knows the hook. */
  static final String CLIENT = "dispatch";

  static final String SCOPES = "user/Encounter.crus user/Organization.rs";

  private final DispatchSources sources;
  private final IncidentRecords incidents;
  private final ConsentEngine engine;

  DispatchDesk(DispatchSources sources, IncidentRecords incidents, ConsentEngine engine) {
    this.sources = sources;
    this.incidents = incidents;
    this.engine = engine;
  }

  /**
   * The incident that the message made, or made before: the same message again is answered alike,
   * and another one with the same number tells more of the same incident.
   *
   * <p>Throws {@code Problem}: UNAUTHENTICATED without a good signature, INVALID with the members
   * that are wrong, FORBIDDEN while the hook is not assessed, CONFLICT to try again.
   */
  Ref receive(Webhook message, Instant now) {
    Optional<String> fault = message.fault(now);
    if (fault.isPresent()) throw unsigned(fault.get());
    Source source = signer(message);
    DispatchMessage said = DispatchMessage.read(object(message.body()));
    Access access = engine.open(requester(source), now);
    String command = "dispatch:" + source.name() + ":" + message.id();
    Optional<Incident> told = incidents.find(access, Shapes.Plan.COMMAND_ID, command);
    if (told.isPresent()) return told.get().ref();
    Optional<Incident> known = incidents.find(access, Shapes.Sid.INCIDENT, said.number());
    Incident incident =
        known.isPresent()
            ? incidents.update(access, known.get(), known.get().saidAnew(said.call(), command))
            : incidents.open(
                access, Optional.of(said.number()), said.call(), command, said.received());
    return incident.ref();
  }

  /** Every live key is tried: the header does not say whose it is. */
  private Source signer(Webhook message) {
    Optional<Source> signer = Optional.empty();
    for (Source source : sources.live()) {
      boolean signed = message.isSignedWith(source.secret());
      if (signed && signer.isEmpty()) signer = Optional.of(source);
    }
    return signer.orElseThrow(() -> unsigned("webhook-signature is by no key that is known here"));
  }

  private static Problem unsigned(String message) {
    return Problem.of(Problem.Kind.UNAUTHENTICATED, message);
  }

  private static Json.Obj object(byte[] body) {
    try {
      return Json.parseObject(body);
    } catch (Problem unreadable) {
      throw Problem.invalid("", "the body must be one JSON object");
    }
  }

  private static Requester requester(Source source) {
    return new Requester(
        CLIENT + ":" + source.name(),
        "指令センター " + source.name(),
        Optional.empty(),
        Optional.of(source.organization()),
        Role.CREW,
        Scopes.parse(SCOPES),
        Purpose.ETREAT,
        CLIENT,
        Optional.empty(),
        SignOn.NONE);
  }
}
