package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpOperation.reference;
import static dev.tsumugi.acp.shell.AcpOperation.value;

import dev.tsumugi.acp.ProxyRole;
import dev.tsumugi.acp.ProxyRole.Command;
import dev.tsumugi.acp.ProxyRole.Step;
import dev.tsumugi.acp.people.RoleResources;
import dev.tsumugi.acp.people.RoleTerms;
import dev.tsumugi.acp.people.RoleTerms.Refusal;
import dev.tsumugi.acp.people.Words;
import dev.tsumugi.acp.shell.InvitationTable.Answer;
import dev.tsumugi.acp.shell.InvitationTable.Row;
import dev.tsumugi.acp.shell.RoleRecords.Found;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Majority;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.StepUp;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was invited answers: what it is about, yes or no. What a yes writes is written in the name of
 * who invited, narrowed to it, and decided by the gate at that moment (docs/adr/0029).
 */
final class Invitations {
  private static final Logger LOG = LoggerFactory.getLogger(Invitations.class);

  /** What an order reaches: the person, and the Consents that name them. Writing reads first. */
  static final String REACH = "patient/RelatedPerson.ru patient/Consent.rus";

  private static final String SHOWS = "patient/Patient.r patient/RelatedPerson.r";

  private static final Words UNKNOWN =
      new Words(
          "この招待コードは使えません。打ちまちがいがないか確かめて、だめなときはもう一度招待してもらってください。",
          "This code opens nothing. Please check it for mistakes, or ask to be invited again.");
  private static final Words GUESSING =
      new Words(
          "ちがうコードが続いたため、しばらく受け付けません。15分ほどたってからお試しください。",
          "Too many codes that were not right. Please try again in a quarter of an hour.");
  private static final Words NOT_NOW =
      new Words(
          "いまはこの招待を進められません。招待した方に、もう一度招待してもらってください。",
          "This invitation cannot be carried out any more. Please ask to be invited again.");

  private final InvitationTable table;
  private final RoleRecords rows;
  private final ConsentEngine engine;

  Invitations(InvitationTable table, RoleRecords rows, ConsentEngine engine) {
    this.table = table;
    this.rows = rows;
    this.engine = engine;
  }

  Operation show() {
    return new AcpOperation(
        "$invitation",
        false,
        false,
        "What an invitation (code) asks of who was invited: who asks, for which role, with what"
            + " powers, until when. Of one that was answered or is too old: its state",
        this::show);
  }

  Operation accept() {
    return new AcpOperation(
        "$accept-invitation",
        false,
        false,
        "Takes on the role of an invitation (code), as whoever is signed on, surely (acr 2). The same"
            + " person may say it twice",
        this::accept);
  }

  Operation decline() {
    return new AcpOperation(
        "$decline-invitation", false, false, "Says no to an invitation (code)", this::decline);
  }

  /** Whoever asked for it by its code; what is not there counts against who asks. */
  private Row demand(Access access, Operation.Call call) {
    call.demandOnly(Set.of("code"));
    String code = OperationInput.needed(call, "code").strip();
    String subject = access.requester().subject();
    if (table.isGuessing(subject, access.at())) {
      throw Problem.of(Problem.Kind.TOO_MANY, GUESSING.both());
    }
    Optional<Row> row = table.byCode(code);
    if (row.isEmpty()) {
      table.missed(subject, access.at());
      throw unknown();
    }
    return row.get();
  }

  private static Problem unknown() {
    return Problem.of(Problem.Kind.NOT_FOUND, UNKNOWN.both());
  }

  /** As who ordered it, at this moment, within what was ordered. */
  private Access inTheNameOf(Row row, String scopes, Access asks) {
    return engine.open(row.narrowed(scopes, asks.requester().name()), asks.at());
  }

  private List<Json> show(Access access, Operation.Call call) {
    Row row = demand(access, call);
    List<Json> told = new ArrayList<>();
    told.add(value("state", "valueCode", shownState(row, access.at())));
    boolean mine = row.answeredBy().equals(access.requester().actor());
    boolean open = row.state() instanceof ProxyRole.Invited && access.at().isBefore(row.ends());
    boolean holds = row.state() instanceof ProxyRole.Accepted && mine;
    if (!open && !holds) return told;
    Access order = inTheNameOf(row, SHOWS, access);
    Found patient = rows.find(order, row.patient()).orElseThrow(Invitations::unknown);
    Found person = rows.find(order, row.person()).orElseThrow(Invitations::unknown);
    if (row.cutOff()) throw unknown();
    told.add(value("patientName", "valueString", PersonName.of(patient.body()).shown()));
    told.add(value("invitedBy", "valueString", row.order().by().name()));
    told.add(value("personName", "valueString", PersonName.of(person.body()).shown()));
    told.addAll(terms(row.terms()));
    told.add(value("until", "valueInstant", FhirTime.instant(row.ends())));
    if (holds) told.add(reference("patient", row.patient().toString()));
    return told;
  }

  /** A late one is too late, whether or not the hub has said so yet. */
  private static String shownState(Row row, Instant at) {
    boolean late = row.state() instanceof ProxyRole.Invited && !at.isBefore(row.ends());
    return (late ? new ProxyRole.Lapsed() : row.state()).code();
  }

  private static List<Json> terms(RoleTerms terms) {
    List<Json> told = new ArrayList<>();
    told.add(value("role", "valueCode", terms.kind().code()));
    told.add(value("roleText", "valueString", terms.kind().words().ja()));
    told.add(value("roleTextEn", "valueString", terms.kind().words().en()));
    for (Power power : terms.powers().stream().sorted().toList()) {
      told.add(value("power", "valueCode", RoleTerms.code(power)));
    }
    told.add(
        Json.object().put("name", "may-decide").put("valueBoolean", terms.mayDecide()).build());
    if (!terms.limits().isEmpty()) told.add(value("limits", "valueString", terms.limits()));
    return told;
  }

  private List<Json> accept(Access access, Operation.Call call) {
    Row asked = demand(access, call);
    Ref who = demandSelf(access);
    Answer answer =
        table
            .answer(asked.id(), access.at(), row -> accept(access, row, who))
            .orElseThrow(Invitations::unknown);
    return List.of(
        value("state", "valueCode", answer.state().code()),
        reference("patient", asked.patient().toString()),
        reference("person", asked.person().toString()),
        value("role", "valueCode", asked.terms().kind().code()));
  }

  private Answer accept(Access access, Row row, Ref who) {
    Answer said = new Answer(new ProxyRole.Accepted(who), Optional.of(who));
    if (row.state().equals(said.state())) return said;
    moved(row, new Command.Accept(who, access.at()));
    boolean oneself =
        who.equals(row.patient()) || row.order().by().actor().equals(Optional.of(who));
    if (oneself) throw Refusal.ONESELF.problem();
    if (row.cutOff()) throw notNow(row, "its sign-on was revoked");
    Access order = inTheNameOf(row, REACH, access);
    Found person = rows.find(order, row.person()).orElseThrow(() -> notNow(row, "no person"));
    boolean minor = row.terms().kind().speaks() && isMinor(access, who, person.body());
    if (minor) throw Refusal.MINOR_SPEAKS.problem();
    List<Write> writes = new ArrayList<>();
    writes.add(person.becoming(RoleResources.holding(person.body(), row.terms(), who)));
    for (Found consent : proposed(order, row)) writes.add(consent.withStatus("active"));
    carryOut(order, row, writes);
    return said;
  }

  /** What was proposed with it stands as it was, or the order is over. */
  private List<Found> proposed(Access order, Row row) {
    List<Found> proposed = new ArrayList<>();
    for (Ref ref : row.consents()) {
      proposed.add(
          rows.find(order, ref)
              .filter(consent -> "proposed".equals(consent.body().text("status")))
              .orElseThrow(() -> notNow(row, "a Consent of it was changed")));
    }
    return proposed;
  }

  private void carryOut(Access order, Row row, List<Write> writes) {
    try {
      rows.commit(order, writes);
    } catch (Problem refused) {
      if (refused.kind() == Problem.Kind.UNAVAILABLE) throw refused;
      throw notNow(row, refused.kind() + " at the gate");
    }
  }

  /** Why is for who invited, in the journal; who was invited may not be told it. */
  private static Problem notNow(Row row, String why) {
    LOG.info("invitation {} is not carried out: {}", row.id(), why);
    return Problem.of(Problem.Kind.CONFLICT, NOT_NOW.both());
  }

  private static Ref demandSelf(Access access) {
    Requester requester = access.requester();
    Optional<Ref> actor = requester.actor();
    boolean person =
        actor.filter(ref -> Set.of("Patient", "RelatedPerson").contains(ref.type())).isPresent();
    if (requester.role() != Role.RESIDENT || !person) throw Refusal.OFFICE_SIGN_ON.problem();
    if (StepUp.lacks(requester)) throw SignOnProblems.stepUp(requester.signOn());
    return actor.orElseThrow();
  }

  /** By their own entry in the register, else by what the resident wrote down of them. */
  private boolean isMinor(Access access, Ref who, Json.Obj person) {
    Optional<Json.Obj> own =
        who.type().equals("Patient") ? rows.find(access, who).map(Found::body) : Optional.empty();
    return isMinor(own.orElse(person), access.at());
  }

  static boolean isMinor(Json.Obj person, Instant at) {
    String born = person.text("birthDate");
    return Optional.ofNullable(born)
        .flatMap(FhirTime::parse)
        .map(day -> day.until().minusNanos(1).atZone(FhirTime.ZONE).toLocalDate())
        .filter(day -> at.isBefore(Majority.of(day)))
        .isPresent();
  }

  private List<Json> decline(Access access, Operation.Call call) {
    Row asked = demand(access, call);
    Answer answer =
        table
            .answer(asked.id(), access.at(), row -> decline(access, row))
            .orElseThrow(Invitations::unknown);
    return List.of(value("state", "valueCode", answer.state().code()));
  }

  private Answer decline(Access access, Row row) {
    Optional<Ref> who = access.requester().actor();
    if (row.state() instanceof ProxyRole.Declined && row.answeredBy().equals(who)) {
      return new Answer(row.state(), who);
    }
    ProxyRole next = moved(row, new Command.Decline(access.at()));
    close(inTheNameOf(row, REACH, access), row, "rejected");
    return new Answer(next, who);
  }

  /** What was proposed with it is over. */
  private void close(Access order, Row row, String status) {
    List<Write> writes = new ArrayList<>();
    for (Ref ref : row.consents()) {
      rows.find(order, ref)
          .filter(consent -> "proposed".equals(consent.body().text("status")))
          .ifPresent(consent -> writes.add(consent.withStatus(status)));
    }
    if (!writes.isEmpty()) rows.commit(order, writes);
  }

  /** Those that nobody answered in time; how many there were. */
  int lapse(Instant now) {
    List<Row> late = table.over(now);
    for (Row one : late) table.answer(one.id(), now, row -> lapse(row, now));
    return late.size();
  }

  private Answer lapse(Row row, Instant now) {
    if (!(new Command.Lapse(now).applyTo(row.state()) instanceof Step.Moved moved)) {
      return new Answer(row.state(), row.answeredBy());
    }
    Requester narrowed = row.narrowed(REACH, "Tsumugi");
    try {
      close(engine.open(narrowed, now), row, "inactive");
    } catch (Problem refused) {
      if (refused.kind() == Problem.Kind.UNAVAILABLE) throw refused;
      // Of a resident who died nothing is changed any more: proposed stays proposed.
      LOG.info("invitation {} lapsed without its Consents: {}", row.id(), refused.kind());
    }
    return new Answer(moved.to(), Optional.empty());
  }

  /** CONFLICT, saying why, where the state does not allow it. */
  static ProxyRole moved(Row row, Command command) {
    return moved(row.state(), command);
  }

  static ProxyRole moved(ProxyRole state, Command command) {
    Step step = command.applyTo(state);
    if (step instanceof Step.Moved moved) return moved.to();
    ProxyRole.Why why = ((Step.Refused) step).why();
    throw Problem.of(
        Problem.Kind.CONFLICT, why.ja() + " / " + why.en() + " (" + state.code() + ")");
  }
}
