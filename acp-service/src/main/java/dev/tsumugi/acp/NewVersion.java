package dev.tsumugi.acp;

import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A new version of a plan as one commit: the wishes, the Composition, the DocumentReference. */
public final class NewVersion {
  private final PlanState state;
  private final Names names;
  private final Beside beside;

  /**
   * What is new about it.
   *
   * @param version names it, in the plan and in the commit
   * @param hub who keeps it: the hub's address
   */
  public record Names(String version, String hub, Optional<String> command) {
    String compositionAlias() {
      return "urn:uuid:" + version;
    }
  }

  /** What stands beside the wishes: consents that name who may speak, those people, talks. */
  public record Beside(List<Json.Obj> consents, List<Json.Obj> people, List<Json.Obj> talks) {}

  public NewVersion(PlanState state, Names names, Beside beside) {
    this.state = state;
    this.names = names;
    this.beside = beside;
  }

  /** The version before, if there is one that this replaces. */
  public Optional<Json.Obj> before() {
    Lineage lineage = state.versions().lineage();
    return lineage
        .current()
        .or(lineage::newest)
        .flatMap(version -> state.versions().document(version.id()));
  }

  public Ref patient() {
    return state.patient();
  }

  /** The name of the plan in all its versions. */
  private String set() {
    return before()
        .flatMap(one -> PlanVersions.identifier(one, Plan.SET_ID))
        .orElse(state.patient().id() + "-plan");
  }

  /** The same, as a search has it. */
  public String setToken() {
    return Plan.SET_ID + "|" + set();
  }

  /** The DocumentReference of the new version. */
  public Json.Obj document(Signature.Wishes wishes, Signing signing, Optional<String> reason) {
    Json.Obj document =
        PlanReference.of(draft(wishes, signing), names.compositionAlias(), custodian());
    return PlanReference.because(document, reason);
  }

  public Write composition(Signature.Wishes wishes, Signing signing) {
    Json.Obj composition = PlanComposition.of(draft(wishes, signing), custodian());
    return new Write.Create("Composition", composition, names.compositionAlias(), Optional.empty());
  }

  private PlanDraft draft(Signature.Wishes wishes, Signing signing) {
    PlanDraft.Making making =
        new PlanDraft.Making(
            state.patient(),
            set(),
            names.version(),
            names.command(),
            before().map(one -> new Ref("DocumentReference", String.valueOf(one.text("id")))),
            wishes.expires(),
            state.at());
    List<Json.Obj> people =
        beside.people().stream()
            .filter(person -> beside.consents().stream().anyMatch(c -> names(c, person)))
            .toList();
    return new PlanDraft(
        making,
        signing,
        new PlanDraft.Said(
            wishes.entries(),
            entries(beside.consents()),
            entries(people),
            entries(beside.talks())));
  }

  private static List<Entry> entries(List<Json.Obj> resources) {
    return resources.stream().map(Entry::standing).toList();
  }

  /** Whether a Consent names this person as one who may speak, or not. */
  static boolean names(Json.Obj consent, Json.Obj person) {
    Json.Obj provision = consent.obj("provision");
    if (provision == null) return false;
    for (Json.Obj actor : provision.objects("actor")) {
      Json.Obj who = actor.obj("reference");
      if (who != null && Elements.ref(person).equals(who.text("reference"))) return true;
    }
    return false;
  }

  /** Who answers for what is kept here. */
  private Json.Obj custodian() {
    Json hub = Json.object().put("system", "urn:ietf:rfc:3986").put("value", names.hub()).build();
    return Json.object()
        .put("type", "Organization")
        .put("identifier", hub)
        .put("display", "紡(つむぎ) Tsumugi")
        .build();
  }

  /** The writes of the Observations that become something else. */
  public static List<Write> writes(List<Signature.Becoming> wishes) {
    List<Write> writes = new ArrayList<>();
    for (Signature.Becoming one : wishes) {
      if (one.from().isPresent()) writes.add(update(one.wish()));
      else {
        writes.add(new Write.Create("Observation", one.wish(), one.alias(), Optional.empty()));
      }
    }
    return writes;
  }

  /** That a resource, as it was read, becomes this; refused if it has changed since. */
  public static Write update(Json.Obj resource) {
    Json.Obj meta = resource.obj("meta");
    String version = meta == null ? null : meta.text("versionId");
    return new Write.Update(
        new Ref(Elements.type(resource), String.valueOf(resource.text("id"))),
        resource,
        "",
        version == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(version)));
  }

  /** That the version before gives way; empty where there is none, or it does so already. */
  public Optional<Write> givingWay() {
    return before()
        .filter(one -> !"superseded".equals(one.text("status")))
        .map(
            one -> {
              Directive was =
                  state.versions().lineage().version(Elements.ref(one)).orElseThrow().state();
              // What was withdrawn or is past its date stays that, and is replaced all the same.
              if (!(was instanceof Directive.Current current)) {
                return update(one.with("status", Json.text("superseded")));
              }
              Directive superseded = new Directive.Superseded(current, state.at());
              return update(PlanReference.as(one, superseded, state.at()));
            });
  }
}
