package dev.tsumugi.acp;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.consent.Ties;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who asks something of a plan. It says what to offer and how to mark it; whether it may be written
 * the gate decides, row by row.
 *
 * @param person how a plan names them: a Reference
 */
public record Asker(Kind kind, Json.Obj person) {
  /** In whose name. */
  public enum Kind {
    /** The resident. */
    SELF,
    /** Who may give the resident's word. */
    PROXY,
    /** Who enters what was signed on paper. */
    CLERK,
    /** Who brings records from elsewhere. */
    CUSTODIAN,
    /** Everybody else who may see it. */
    READER
  }

  /**
   * @param people RelatedPersons of the patient that the requester may see
   */
  public static Asker of(Requester requester, Ref patient, List<Json.Obj> people, Instant at) {
    Optional<Ref> actor = requester.actor();
    if (actor.filter(patient::equals).isPresent()) {
      return new Asker(Kind.SELF, PlanReference.reference(patient.toString()));
    }
    Optional<Json.Obj> proxy = actor.flatMap(one -> tied(one, people, at, false));
    if (proxy.isPresent()) return new Asker(Kind.PROXY, named(proxy.get()));
    Optional<Json.Obj> helper = actor.flatMap(one -> tied(one, people, at, true));
    if (helper.isPresent()) return new Asker(Kind.CLERK, named(helper.get()));
    Json.Obj who = named(requester);
    if (requester.role() == Role.CUSTODIAN) return new Asker(Kind.CUSTODIAN, who);
    boolean clerk = requester.role() == Role.REGISTRAR || requester.role() == Role.NURSE;
    return new Asker(clerk ? Kind.CLERK : Kind.READER, who);
  }

  /** A plan of one resident that named another resident's Patient would become a record of both. */
  private static Json.Obj named(Requester requester) {
    Optional<Ref> worker = requester.actor().filter(one -> !one.type().equals("Patient"));
    Json.Builder who = Json.object();
    worker.ifPresent(ref -> who.put("reference", ref.toString()));
    return who.put("display", requester.name()).build();
  }

  private static Json.Obj named(Json.Obj person) {
    return PlanReference.reference(Elements.ref(person));
  }

  private static Optional<Json.Obj> tied(
      Ref actor, List<Json.Obj> people, Instant at, boolean helping) {
    return people.stream()
        .filter(person -> Ties.of(person).stream().anyMatch(tie -> writes(tie, actor, at, helping)))
        .findFirst();
  }

  /** Who lends a hand types, and gives nobody's word. */
  private static boolean writes(Tie tie, Ref actor, Instant at, boolean helping) {
    return tie.actor().equals(actor.toString())
        && tie.period().contains(at)
        && tie.powers().contains(Tie.Power.WRITE_WISHES)
        && helping == tie.authority().filter(Tie.Authority.HELPER::equals).isPresent();
  }

  /** Whether their word is the resident's, without a paper. */
  public boolean speaks() {
    return kind == Kind.SELF || kind == Kind.PROXY || kind == Kind.CUSTODIAN;
  }

  /** Why they may not ask for it at all, or not without what is missing. */
  public Optional<Reason> refusal(boolean paper) {
    if (speaks()) return Optional.empty();
    if (kind == Kind.READER) return Optional.of(Reason.NOT_THEIRS);
    return paper ? Optional.empty() : Optional.of(Reason.PAPER_NEEDED);
  }
}
