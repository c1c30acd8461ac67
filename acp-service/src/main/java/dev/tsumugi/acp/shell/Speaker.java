package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.shell.RoleRecords.Found;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.consent.Ties;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Sid;
import java.util.List;
import java.util.Optional;

/**
 * Who speaks or writes down, as a patient's record names them. A record of one resident that named
 * another resident's Patient would be a record of both, so relatives are named by their
 * RelatedPerson.
 *
 * @param reference with a display, and a reference where there is one to name
 * @param self whether it is the resident
 * @param helper whether they type for a resident who cannot, and give nobody's word
 */
record Speaker(Json.Obj reference, boolean self, boolean helper) {
  static Speaker of(RoleRecords rows, Access access, Ref patient) {
    String name = access.requester().name();
    Optional<Ref> actor = access.requester().actor();
    if (actor.equals(Optional.of(patient))) {
      return new Speaker(named(Optional.of(patient), name), true, false);
    }
    Optional<Found> relative = actor.flatMap(who -> relative(rows, access, patient, who));
    if (relative.isPresent()) {
      Found person = relative.get();
      String shown = PersonName.of(person.body()).shown();
      return new Speaker(
          named(Optional.of(person.ref()), shown),
          false,
          helps(person.body(), actor.get(), access));
    }
    Optional<Ref> worker = actor.filter(who -> !who.type().equals("Patient"));
    return new Speaker(named(worker, name), false, false);
  }

  private static Optional<Found> relative(RoleRecords rows, Access access, Ref patient, Ref actor) {
    if (actor.type().equals("RelatedPerson")) return rows.find(access, actor);
    if (!actor.type().equals("Patient")) return Optional.empty();
    List<Word> words =
        List.of(
            new Word("patient", patient.toString()),
            new Word("identifier", Sid.PATIENT + "|" + actor.id()));
    return rows.search(access, "RelatedPerson", words).stream().findFirst();
  }

  /** Holding the helper's authority and no other. */
  private static boolean helps(Json.Obj person, Ref actor, Access access) {
    List<Tie> ties =
        Ties.of(person).stream()
            .filter(tie -> tie.actor().equals(actor.toString()))
            .filter(tie -> tie.period().contains(access.at()))
            .toList();
    return !ties.isEmpty()
        && ties.stream().allMatch(tie -> tie.authority().equals(Optional.of(Tie.Authority.HELPER)));
  }

  private static Json.Obj named(Optional<Ref> ref, String display) {
    return Json.object()
        .put("reference", ref.map(Ref::toString).orElse(null))
        .put("display", display)
        .build();
  }

  /** Of who types for a person who cannot. */
  Optional<Json.Obj> enteredBy() {
    return helper ? Optional.of(reference) : Optional.empty();
  }
}
