package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpOperation.reference;
import static dev.tsumugi.acp.shell.AcpOperation.value;

import dev.tsumugi.acp.ProxyRole;
import dev.tsumugi.acp.ProxyRole.Command;
import dev.tsumugi.acp.people.Persons;
import dev.tsumugi.acp.people.PlainText;
import dev.tsumugi.acp.people.RoleResources;
import dev.tsumugi.acp.people.RoleTerms;
import dev.tsumugi.acp.people.RoleTerms.Kind;
import dev.tsumugi.acp.people.RoleTerms.Refusal;
import dev.tsumugi.acp.shell.RoleRecords.Found;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.StepUp;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.fhirserver.StandingOrder;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Sid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code Patient/[id]/$invite}: the resident asks somebody to stand by them. The order is the
 * resident's, under their own sign-on; all that a yes will write they could write now, and the gate
 * is asked for it now as well.
 */
final class Inviting {
  /** How long an invitation may be answered. */
  static final Duration OPEN = Duration.ofDays(14);

  private static final String ALIAS = "urn:uuid:6a1f2c0e-0000-4000-8000-000000000021";
  private static final Set<String> KNOWN =
      Set.of(
          "relatedPerson",
          "name",
          "kana",
          "relationship",
          "telecom",
          "role",
          "powers",
          "may-decide",
          "limits",
          "email");

  private final InvitationTable table;
  private final RoleRecords rows;
  private final Supplier<String> codes;
  private final InvitationMail mail;

  /**
   * @param codes unguessable ones, of 128 bits
   */
  Inviting(InvitationTable table, RoleRecords rows, Supplier<String> codes, InvitationMail mail) {
    this.table = table;
    this.rows = rows;
    this.codes = codes;
    this.mail = mail;
  }

  Operation operation() {
    return new AcpOperation(
        "$invite",
        true,
        false,
        "The resident asks somebody to be agent, alternate, helper or family (role): a RelatedPerson"
            + " (relatedPerson) or somebody new (name, kana, relationship, telecom); powers read,"
            + " write-wishes, consent; may-decide; limits; email. Answers a code of one use and 14"
            + " days, shown this once. Nothing is given before it is accepted",
        this::invite);
  }

  private List<Json> invite(Access access, Operation.Call call) {
    call.demandOnly(KNOWN);
    Ref patient = call.instance().orElseThrow();
    RoleTerms terms = terms(call);
    demandWord(access.requester(), patient, terms.kind());
    Optional<Found> known =
        OperationInput.reference(call, "relatedPerson", "RelatedPerson")
            .map(ref -> rows.person(access, patient, ref));
    Json.Obj person = known.map(Found::body).orElseGet(() -> newPerson(patient, call));
    demandSuitable(access, patient, person, terms.kind());
    known.ifPresent(found -> demandFree(access, patient, found));

    String code = codes.get();
    Sent sent = write(access, patient, known, person, terms);
    Instant ends = access.at().plus(OPEN);
    String id = codes.get();
    table.add(
        new InvitationTable.Draft(
            id,
            code,
            patient,
            sent.person(),
            terms,
            sent.consents(),
            new StandingOrder(access.requester()),
            access.requester().signOn().session(),
            access.at(),
            ends));
    List<Json> told = new ArrayList<>();
    told.add(value("code", "valueString", code));
    told.add(reference("person", sent.person().toString()));
    told.add(value("until", "valueInstant", FhirTime.instant(ends)));
    told.addAll(mail.send(id, OperationInput.text(call, "email"), code, access.at()));
    return told;
  }

  private static RoleTerms terms(Operation.Call call) {
    Kind kind =
        Kind.of(OperationInput.needed(call, "role"))
            .orElseThrow(
                () -> Problem.invalid("role", "'role' is agent, alternate, helper or family"));
    Set<Power> powers = EnumSet.noneOf(Power.class);
    for (String code : OperationInput.texts(call, "powers")) {
      powers.add(
          RoleTerms.power(code)
              .orElseThrow(
                  () -> Problem.invalid("powers", "'powers' is read, write-wishes or consent")));
    }
    String limits =
        OperationInput.text(call, "limits").map(t -> PlainText.of("limits", t).text()).orElse("");
    RoleTerms terms = new RoleTerms(kind, powers, OperationInput.flag(call, "may-decide"), limits);
    if (terms.refusal().isPresent()) throw terms.refusal().get().problem();
    return terms;
  }

  /** An office's sign-on asks nobody in a resident's name, and nobody names another's agent. */
  private static void demandWord(Requester requester, Ref patient, Kind kind) {
    if (requester.role() != Role.RESIDENT) throw Refusal.NOT_A_RESIDENTS_WORD.problem();
    boolean self = requester.actor().equals(Optional.of(patient));
    if (kind.speaks() && !self) throw Refusal.NOT_YOURS_TO_NAME.problem();
    if (StepUp.lacks(requester)) throw SignOnProblems.stepUp(requester.signOn());
  }

  private static void demandSuitable(Access access, Ref patient, Json.Obj person, Kind kind) {
    Optional<Ref> asks = access.requester().actor();
    for (Json.Obj identifier : person.objects("identifier")) {
      if (!Sid.PATIENT.equals(identifier.text("system"))) continue;
      String id = String.valueOf(identifier.text("value"));
      boolean asker = asks.map(Ref::toString).equals(Optional.of("Patient/" + id));
      if (asker || id.equals(patient.id())) throw Refusal.ONESELF.problem();
    }
    boolean minor = kind.speaks() && Invitations.isMinor(person, access.at());
    if (minor) throw Refusal.MINOR_SPEAKS.problem();
  }

  /** Who holds a role already is not asked for another. */
  private void demandFree(Access access, Ref patient, Found person) {
    if (RoleResources.holdsByOffice(person.body(), access.at())) {
      throw Refusal.BY_THE_OFFICE.problem();
    }
    ProxyRole state =
        RoleResources.holdsAny(person.body(), access.at())
            ? new ProxyRole.Accepted(person.ref())
            : table
                .newest(patient, person.ref())
                .map(InvitationTable.Row::state)
                .orElseGet(ProxyRole.Named::new);
    Invitations.moved(state, new Command.Invite(access.at().plus(OPEN)));
  }

  private record Sent(Ref person, List<Ref> consents) {}

  /**
   * The person, and what names them as agent, proposed. A person who is here already is written as
   * they stand: nothing changes, and it is seen that the resident may.
   */
  private Sent write(
      Access access, Ref patient, Optional<Found> known, Json.Obj person, RoleTerms terms) {
    List<Write> writes = new ArrayList<>();
    writes.add(
        known
            .map(found -> found.becoming(found.body()))
            .orElseGet(() -> new Write.Create("RelatedPerson", person, ALIAS, Optional.empty())));
    known.ifPresent(found -> writes.addAll(takenBack(access, patient, found.ref())));
    int before = writes.size();
    if (terms.kind().speaks()) {
      String name = known.map(found -> found.ref().toString()).orElse(ALIAS);
      List<Json.Obj> others =
          rows.agentConsents(access, patient).stream()
              .filter(c -> known.isEmpty() || !RoleResources.names(c.body(), known.get().ref()))
              .map(Found::body)
              .toList();
      Coding place = RoleResources.place(terms.kind(), others);
      writes.add(create(RoleResources.agent(patient, name, place, terms, access.at())));
      if (!terms.limits().isEmpty()) {
        writes.add(create(RoleResources.limits(patient, name, place, terms, access.at())));
      }
    }
    List<StoredResource> stored = rows.commit(access, writes);
    return new Sent(
        stored.get(0).ref(),
        stored.subList(before, stored.size()).stream().map(StoredResource::ref).toList());
  }

  /** What an earlier invitation of theirs proposed. */
  private List<Write> takenBack(Access access, Ref patient, Ref person) {
    return rows.rolesOf(access, patient, person).stream()
        .filter(consent -> "proposed".equals(consent.body().text("status")))
        .map(consent -> consent.withStatus("inactive"))
        .toList();
  }

  private static Write create(Json.Obj body) {
    return new Write.Create("Consent", body, "", Optional.empty());
  }

  private static Json.Obj newPerson(Ref patient, Operation.Call call) {
    String name = PlainText.of("name", OperationInput.needed(call, "name")).text();
    String kana = OperationInput.text(call, "kana").map(String::strip).orElse("");
    String relation = OperationInput.needed(call, "relationship");
    List<String> telecom =
        OperationInput.texts(call, "telecom").stream().map(String::strip).toList();
    return Persons.of(patient, new PersonName(name, kana), relation, telecom);
  }
}
