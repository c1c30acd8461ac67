package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpOperation.reference;
import static dev.tsumugi.acp.shell.AcpOperation.value;

import dev.tsumugi.acp.people.PlainText;
import dev.tsumugi.acp.people.WishResources;
import dev.tsumugi.acp.people.Wording;
import dev.tsumugi.acp.people.Words;
import dev.tsumugi.acp.shell.RoleRecords.Found;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A wording that somebody proposes ({@code $propose-wish}), and the person's answer to it ({@code
 * $answer-proposal}). A yes makes it their own draft, to be signed like one they wrote themselves.
 */
final class Proposals {
  private static final Words ANSWERED =
      new Words("この提案には、もう返事がありました。", "This proposal has been answered already.");
  private static final Words CHANGED =
      new Words(
          "この提案は、ご覧になった後で書き直されています。もう一度ご覧ください。",
          "This proposal was written anew after you saw it: please look at it again.");
  private static final Words NOT_YOURS =
      new Words(
          "提案に答えられるのは、ご本人か、ご本人の代わりの方だけです。",
          "A proposal is answered by the resident, or by who speaks for them.");

  private final RoleRecords rows;

  Proposals(RoleRecords rows) {
    this.rows = rows;
  }

  Operation propose() {
    return new AcpOperation(
        "$propose-wish",
        true,
        false,
        "Proposes words for a wish (topic, answer, words, precondition), in the place of another"
            + " (replaces). Nobody's wish before the resident takes it for theirs",
        this::propose);
  }

  Operation answer() {
    return new AcpOperation(
        "$answer-proposal",
        true,
        false,
        "The resident's answer to a proposal: accept, with their own words if they like (words),"
            + " makes it their draft; else it is turned down, and stays to be read",
        this::answer);
  }

  private List<Json> propose(Access access, Operation.Call call) {
    call.demandOnly(Set.of("topic", "answer", "words", "precondition", "replaces"));
    Ref patient = call.instance().orElseThrow();
    Json.Obj input = call.input();
    Wording wording = Talks.wording("", input == null ? List.of() : input.objects("parameter"));
    Optional<Ref> replaces = OperationInput.reference(call, "replaces", "Observation");
    replaces.ifPresent(wish -> of(access, patient, wish));
    Speaker speaker = Speaker.of(rows, access, patient);
    Json.Obj wish =
        WishResources.proposed(patient, wording, access.at(), speaker.reference(), replaces);
    Ref proposal =
        rows.commit(access, List.of(new Write.Create("Observation", wish, "", Optional.empty())))
            .get(0)
            .ref();
    List<Json> told = new ArrayList<>();
    told.add(reference("proposal", proposal.toString()));
    if (Talks.dropped(wording) > 0) told.addAll(Talks.dropped(Talks.dropped(wording)));
    return told;
  }

  /** A wish of this patient; hidden, absent and another's are one. */
  private Found of(Access access, Ref patient, Ref wish) {
    return rows.find(access, wish)
        .filter(found -> refersTo(found.body(), patient))
        .orElseThrow(() -> Problem.notFound(wish));
  }

  private static boolean refersTo(Json.Obj wish, Ref patient) {
    Json.Obj subject = wish.obj("subject");
    return subject != null && patient.toString().equals(subject.text("reference"));
  }

  private List<Json> answer(Access access, Operation.Call call) {
    call.demandOnly(Set.of("proposal", "accept", "words"));
    Ref patient = call.instance().orElseThrow();
    Ref wish =
        OperationInput.reference(call, "proposal", "Observation")
            .orElseThrow(() -> Problem.invalid("proposal", "'proposal' is missing"));
    if (OperationInput.one(call, "accept").isEmpty()) {
      throw Problem.invalid("accept", "'accept' is missing");
    }
    Optional<PlainText> words =
        OperationInput.text(call, "words").map(text -> PlainText.of("words", text));
    Found found = of(access, patient, wish);
    demandSeen(call, found);
    if (!WishResources.isProposal(found.body(), patient)) {
      throw Problem.of(Problem.Kind.CONFLICT, ANSWERED.both());
    }
    Speaker speaker = Speaker.of(rows, access, patient);
    boolean own =
        Optional.ofNullable(speaker.reference().text("reference"))
            .flatMap(Ref::parse)
            .filter(who -> WishResources.isPerformedBy(found.body(), who))
            .isPresent();
    if (access.requester().role() != Role.RESIDENT || own) {
      throw Problem.of(Problem.Kind.UNPROCESSABLE, NOT_YOURS.both());
    }
    boolean accept = OperationInput.flag(call, "accept");
    Json.Obj next =
        accept
            ? WishResources.taken(
                found.body(), patient, words.map(PlainText::text).orElse(null), speaker.enteredBy())
            : WishResources.turnedDown(found.body());
    rows.commit(access, List.of(found.becoming(next)));
    List<Json> told = new ArrayList<>();
    told.add(reference(accept ? "draft" : "proposal", wish.toString()));
    told.add(value("state", "valueCode", accept ? "draft" : "turned-down"));
    words
        .filter(text -> text.dropped() > 0)
        .ifPresent(t -> told.addAll(Talks.dropped(t.dropped())));
    return told;
  }

  /** Whoever names the version they saw answers that one and no other. */
  private static void demandSeen(Operation.Call call, Found found) {
    String literal =
        OperationInput.one(call, "proposal")
            .map(parameter -> parameter.obj("valueReference"))
            .map(reference -> reference.text("reference"))
            .orElse("");
    int version = literal.indexOf("/_history/");
    if (version < 0) return;
    String seen = literal.substring(version + "/_history/".length());
    if (!seen.equals(Integer.toString(found.version()))) {
      throw Problem.of(Problem.Kind.CONFLICT, CHANGED.both());
    }
  }
}
