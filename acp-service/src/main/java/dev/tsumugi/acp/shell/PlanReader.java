package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.PlanContents;
import dev.tsumugi.acp.PlanState;
import dev.tsumugi.acp.paper.PlanSource;
import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;

/** Everything one version of a plan says, as the asker may see it. */
final class PlanReader implements PlanSource {
  private final PlanRecords plans;
  private final PlanParts parts;

  PlanReader(PlanRecords plans) {
    this.plans = plans;
    this.parts = new PlanParts(plans);
  }

  @Override
  public Optional<PlanContent> content(Access access, Ref patient, Optional<Ref> version) {
    PlanState state = plans.state(access, patient);
    Optional<Json.Obj> document =
        version.isPresent() ? state.versions().document(version.get().toString()) : state.newest();
    return document.map(one -> content(access, state, one));
  }

  private PlanContent content(Access access, PlanState state, Json.Obj document) {
    List<Json.Obj> wishes = parts.signed(access, document, "Observation");
    List<Json.Obj> people = parts.signed(access, document, "RelatedPerson");
    List<Json.Obj> consents = parts.signed(access, document, "Consent");
    // A version that was brought from elsewhere does not say what it is made of.
    boolean silent = PlanParts.named(document, "Observation").isEmpty();
    boolean counts = state.newest().filter(document::equals).isPresent();
    if (silent && counts) {
      wishes = state.signed();
      people = plans.people(access, state.patient());
      consents = plans.powers(access, state.patient());
    }
    return PlanContents.of(
        plans.patient(access, state.patient()),
        state,
        document,
        parts.composition(access, document),
        new PlanContents.Parts(wishes, people, consents, parts.talks(access, document)));
  }
}
