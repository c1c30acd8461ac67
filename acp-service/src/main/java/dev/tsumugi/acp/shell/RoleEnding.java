package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpOperation.reference;
import static dev.tsumugi.acp.shell.AcpOperation.value;

import dev.tsumugi.acp.ProxyRole;
import dev.tsumugi.acp.ProxyRole.Command;
import dev.tsumugi.acp.people.RoleResources;
import dev.tsumugi.acp.people.RoleTerms.Refusal;
import dev.tsumugi.acp.shell.InvitationTable.Answer;
import dev.tsumugi.acp.shell.InvitationTable.Row;
import dev.tsumugi.acp.shell.RoleRecords.Found;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Sid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code Patient/[id]/$end-role}: the resident ends it under their own sign-on, who holds it lays
 * it down by the order by which they got it. The ties are gone with the commit.
 */
final class RoleEnding {
  private final InvitationTable table;
  private final RoleRecords rows;
  private final ConsentEngine engine;

  RoleEnding(InvitationTable table, RoleRecords rows, ConsentEngine engine) {
    this.table = table;
    this.rows = rows;
    this.engine = engine;
  }

  Operation operation() {
    return new AcpOperation(
        "$end-role",
        true,
        false,
        "Ends the role of somebody (relatedPerson), at once: asked for by the resident, or by who"
            + " holds it. An open invitation is taken back",
        this::end);
  }

  private List<Json> end(Access access, Operation.Call call) {
    call.demandOnly(Set.of("relatedPerson"));
    Ref patient = call.instance().orElseThrow();
    Ref person =
        OperationInput.reference(call, "relatedPerson", "RelatedPerson")
            .orElseThrow(() -> Problem.invalid("relatedPerson", "'relatedPerson' is missing"));
    Optional<Row> newest = table.newest(patient, person);
    boolean holder = newest.filter(row -> holds(row, access)).isPresent();
    ProxyRole ended =
        holder
            ? settled(newest.orElseThrow(), access, row -> resign(access, row))
            : taken(access, patient, person, newest);
    return List.of(
        value("state", "valueCode", ended.code()), reference("person", person.toString()));
  }

  private static boolean holds(Row row, Access access) {
    boolean accepted = row.state() instanceof ProxyRole.Accepted;
    return accepted && row.answeredBy().equals(access.requester().actor());
  }

  private interface Ending {
    ProxyRole of(Row row);
  }

  private ProxyRole settled(Row row, Access access, Ending ending) {
    return table
        .answer(row.id(), access.at(), locked -> new Answer(ending.of(locked), Optional.empty()))
        .map(Answer::state)
        .orElseThrow(() -> Problem.notFound(row.person()));
  }

  /** In the name of who invited them: an order that may be laid down by who took it on. */
  private ProxyRole resign(Access access, Row row) {
    ProxyRole next = Invitations.moved(row, new Command.Resign());
    Access order =
        engine.open(row.narrowed(Invitations.REACH, access.requester().name()), access.at());
    clear(order, row.patient(), rows.person(order, row.patient(), row.person()));
    return next;
  }

  private ProxyRole taken(Access access, Ref patient, Ref person, Optional<Row> newest) {
    Found found = rows.person(access, patient, person);
    if (RoleResources.holdsByOffice(found.body(), access.at())) {
      throw Refusal.BY_THE_OFFICE.problem();
    }
    // Who was given their role at the counter lays it down there: nobody ordered it here.
    if (isOwn(found.body(), person, access)) throw Refusal.THROUGH_THE_COUNTER.problem();
    boolean open =
        newest
            .map(Row::state)
            .filter(s -> s instanceof ProxyRole.Invited || s instanceof ProxyRole.Accepted)
            .isPresent();
    if (open) return settled(newest.orElseThrow(), access, row -> end(access, found, row.state()));
    ProxyRole state =
        RoleResources.holdsAny(found.body(), access.at())
                || !rows.rolesOf(access, patient, person).isEmpty()
            ? new ProxyRole.Accepted(person)
            : newest.map(Row::state).orElseGet(ProxyRole.Named::new);
    return end(access, found, state);
  }

  private ProxyRole end(Access access, Found person, ProxyRole state) {
    ProxyRole next = Invitations.moved(state, new Command.End());
    Json.Obj patient = person.body().obj("patient");
    Ref whose =
        Optional.ofNullable(patient == null ? null : patient.text("reference"))
            .flatMap(Ref::parse)
            .orElseThrow();
    clear(access, whose, person);
    return next;
  }

  private static boolean isOwn(Json.Obj body, Ref person, Access access) {
    Optional<Ref> actor = access.requester().actor();
    if (actor.equals(Optional.of(person))) return true;
    for (Json.Obj identifier : body.objects("identifier")) {
      boolean here = Sid.PATIENT.equals(identifier.text("system"));
      Optional<String> who = actor.map(Ref::toString);
      if (here && who.equals(Optional.of("Patient/" + identifier.text("value")))) return true;
    }
    return false;
  }

  /** Authority, link and Consents in one commit. */
  private void clear(Access access, Ref patient, Found person) {
    List<Write> writes = new ArrayList<>();
    Json.Obj plain = RoleResources.withoutRole(person.body());
    if (!plain.equals(person.body())) writes.add(person.becoming(plain));
    for (Found consent : rows.rolesOf(access, patient, person.ref())) {
      writes.add(consent.withStatus("inactive"));
    }
    if (!writes.isEmpty()) rows.commit(access, writes);
  }
}
