package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.AccessDecisions;
import dev.tsumugi.fhirserver.AccessDecisions.Question;
import dev.tsumugi.fhirserver.AccessDecisions.Supposed;
import dev.tsumugi.fhirserver.AccessWords;
import dev.tsumugi.fhirserver.SystemOperation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST $access-decision}: what the gate would say, and why; also of what is not saved. */
final class AccessDecisionOperation implements SystemOperation {
  private static final Set<String> KNOWN =
      Set.of("patient", "requester", "action", "consent", "without", "resource");
  private static final Set<String> OF_REQUESTER =
      Set.of("role", "actor", "organization", "purpose", "client", "scope", "launch");

  private final AccessDecisions decisions;

  AccessDecisionOperation(AccessDecisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public String name() {
    return "$access-decision";
  }

  @Override
  public boolean safe() {
    return false;
  }

  @Override
  public String documentation() {
    return "Would the gate let a requester (parts role, actor, organization, purpose, client, scope,"
        + " launch; left out: oneself) see or change the record of a patient: by data class, label and"
        + " type, with reason, layer, basis and consents. consent: simulated beside the stored ones,"
        + " or in place of the one with its id; without: a stored one left out; resource: who could"
        + " see this one; action: read (usual), search, create, update, delete. Of others may ask the"
        + " resident, who may consent for them, registrar, officer, custodian";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(KNOWN);
    Ref patient = Input.demandReference(call, "patient", "Patient");
    Optional<Json.Obj> part = Input.parameter(call, "requester");
    Optional<Requester> requester = part.map(one -> requester(access, one));
    boolean service =
        part.isPresent() && part.get().objects("part").stream().anyMatch(p -> is(p, "client"));
    Optional<Json.Obj> consent = Input.resource(call, "consent", Set.of("Consent"));
    if (consent.isPresent()
        && !Input.patient(consent.get(), "patient").equals(Optional.of(patient))) {
      throw Problem.at(
          Problem.Kind.UNPROCESSABLE, "consent.patient", "must be the patient who is asked about");
    }
    Optional<Ref> without = Input.reference(call, "without");
    Optional<Ref> resource = Input.reference(call, "resource");
    if (resource.isPresent() && requester.isPresent()) {
      throw Problem.invalid("resource", "asks who could see it: leave 'requester' out");
    }
    Question question =
        new Question(
            patient, requester, service, action(call), new Supposed(consent, without), resource);
    return rendered(question, decisions.answer(access, question));
  }

  private static Action action(Call call) {
    String word = call.value("action").orElse("read");
    for (Action action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(word)) return action;
    }
    throw Problem.invalid("action", "is read, search, create, update or delete");
  }

  /** Somebody to ask for: who they are is stated, and nothing of it is checked. */
  private static Requester requester(Access asker, Json.Obj parameter) {
    for (Json.Obj part : parameter.objects("part")) {
      String name = String.valueOf(part.text("name"));
      if (!OF_REQUESTER.contains(name)) {
        throw Problem.at(
            Problem.Kind.NOT_SUPPORTED, "requester." + name, "is no part of a requester");
      }
    }
    Role role =
        Optional.ofNullable(word(parameter, "role"))
            .flatMap(Role::of)
            .orElseThrow(
                () -> Problem.invalid("requester.role", "is needed: one of the roles of tokens"));
    String purpose = word(parameter, "purpose");
    String client = word(parameter, "client");
    String scope = word(parameter, "scope");
    String widest = role == Role.CUSTODIAN ? "system/*.cruds" : "user/*.cruds";
    return new Requester(
        "-",
        "-",
        reference(parameter, "actor"),
        reference(parameter, "organization"),
        role,
        Scopes.parse(scope == null ? widest : scope),
        purpose == null
            ? role.usualPurpose()
            : Purpose.of(purpose)
                .orElseThrow(
                    () -> Problem.invalid("requester.purpose", "is no purpose of v3-ActReason")),
        client == null ? asker.requester().client() : client,
        reference(parameter, "launch"),
        SignOn.NONE);
  }

  private static boolean is(Json.Obj part, String name) {
    return name.equals(part.text("name"));
  }

  private static @Nullable String word(Json.Obj parameter, String name) {
    for (Json.Obj part : parameter.objects("part")) {
      if (!is(part, name)) continue;
      for (int i = 0; i < part.size(); i++) {
        boolean value = part.name(i).startsWith("value");
        if (value && part.value(i) instanceof Json.Text text) return text.value();
        if (value && part.value(i) instanceof Json.Obj coding && coding.text("code") != null) {
          return coding.text("code");
        }
      }
      throw Problem.invalid("requester." + name, "is a code or a string");
    }
    return null;
  }

  private static Optional<Ref> reference(Json.Obj parameter, String name) {
    for (Json.Obj part : parameter.objects("part")) {
      if (!is(part, name)) continue;
      Json.Obj reference = part.obj("valueReference");
      String literal = reference == null ? null : reference.text("reference");
      Optional<Ref> ref = Optional.ofNullable(literal).flatMap(Ref::parse);
      if (ref.isEmpty()) {
        throw Problem.invalid("requester." + name, "is a valueReference like Type/id");
      }
      return ref;
    }
    return Optional.empty();
  }

  private static byte[] rendered(Question question, AccessDecisions.Answer answer) {
    List<Json> parameters = new ArrayList<>();
    parameters.add(
        Json.object()
            .put("name", "patient")
            .put(
                "valueReference",
                Json.object().put("reference", question.patient().toString()).build())
            .build());
    parameters.add(
        Json.object()
            .put("name", "simulated")
            .put("valueBoolean", !question.supposed().isNothing())
            .build());
    for (String fault : answer.faults()) {
      parameters.add(Json.object().put("name", "unreadable").put("valueString", fault).build());
    }
    for (AccessDecisions.Line line : answer.lines()) {
      parameters.add(
          Json.object().put("name", "decision").put("part", AccessWords.parts(line)).build());
    }
    for (AccessDecisions.Who who : answer.who()) {
      parameters.add(Json.object().put("name", "who").put("part", AccessWords.parts(who)).build());
    }
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", parameters).build());
  }
}
