package dev.tsumugi.acp;

import dev.tsumugi.acp.OrderConflicts.Conflict;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code $acp-state} and the commands answer, as Parameters. */
public final class StateAnswer {
  private static final OrderConflicts CONFLICTS = new OrderConflicts();

  private StateAnswer() {}

  /**
   * @param orders the physician's that may be seen
   * @param asked Tasks by which the person was asked to confirm
   */
  public static Json.Obj of(
      PlanState state, Asker asker, List<Json.Obj> orders, List<Json.Obj> asked) {
    List<Json> parameters = new ArrayList<>();
    parameters.add(code("state", state.code()));
    state
        .versions()
        .current()
        .ifPresent(plan -> parameters.add(reference("version", Elements.ref(plan))));
    Optional<Directive.Current> current =
        state.versions().lineage().current().map(one -> (Directive.Current) one.state());
    current.ifPresent(
        plan -> {
          parameters.add(dateTime("signed", PlanReference.instant(plan.signed())));
          parameters.add(dateTime("confirmed", PlanReference.instant(plan.confirmed())));
          plan.expires()
              .ifPresent(end -> parameters.add(dateTime("expires", PlanReference.instant(end))));
          for (Due due : Due.of(plan, asked, state.at())) parameters.add(due(due));
        });
    for (Json.Obj draft : state.drafts()) parameters.add(reference("draft", draft));
    for (Json.Obj proposal : state.proposals()) parameters.add(reference("proposal", proposal));
    for (Conflict one : CONFLICTS.between(state.standing(), orders)) parameters.add(conflict(one));
    for (PlanState.Option option : state.options(asker)) parameters.add(action(option));
    return of(parameters);
  }

  /** What a command made. */
  public static Json.Obj made(Json.Obj document, PlanState state) {
    return of(List.of(reference("version", Elements.ref(document)), code("state", state.code())));
  }

  private static Json.Obj of(List<Json> parameters) {
    return Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
  }

  private static Json due(Due due) {
    return parts(
        "due", code("reason", due.reason()), dateTime("since", PlanReference.instant(due.since())));
  }

  private static Json conflict(Conflict conflict) {
    return parts(
        "conflict",
        reference("wish", conflict.wish()),
        reference("order", conflict.order()),
        string("why", conflict.japanese()),
        string("whyEn", conflict.english()));
  }

  private static Json action(PlanState.Option option) {
    List<Json> parts = new ArrayList<>();
    parts.add(code("code", option.code()));
    parts.add(Json.object().put("name", "allowed").put("valueBoolean", option.allowed()).build());
    option
        .reason()
        .ifPresent(
            why -> {
              parts.add(code("why", why.code()));
              parts.add(string("text", why.japanese()));
              parts.add(string("textEn", why.english()));
            });
    return Json.object().put("name", "action").put("part", parts).build();
  }

  private static Json parts(String name, Json... parts) {
    return Json.object().put("name", name).put("part", List.of(parts)).build();
  }

  private static Json code(String name, String code) {
    return Json.object().put("name", name).put("valueCode", code).build();
  }

  private static Json string(String name, String text) {
    return Json.object().put("name", name).put("valueString", text).build();
  }

  private static Json dateTime(String name, String at) {
    return Json.object().put("name", name).put("valueDateTime", at).build();
  }

  /** With its version, so that it can be signed as it was seen. */
  private static Json reference(String name, Json.Obj resource) {
    return reference(name, Entry.standing(resource).reference());
  }

  private static Json reference(String name, String ref) {
    return Json.object()
        .put("name", name)
        .put("valueReference", PlanReference.reference(ref))
        .build();
  }
}
