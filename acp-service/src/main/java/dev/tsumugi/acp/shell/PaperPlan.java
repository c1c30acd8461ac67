package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.people.Scan;
import dev.tsumugi.acp.people.WishResources;
import dev.tsumugi.acp.people.Wording;
import dev.tsumugi.acp.people.Words;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Plan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST Patient/[id]/$paper-plan}: wishes of somebody who never signs on, from the paper they
 * signed. The scan and the drafts are written first, then {@code $acp-sign} signs those by that;
 * tried again by the same command, each step finds what the one before left.
 */
final class PaperPlan extends PlanOperation {
  private static final Set<Role> CLERKS = EnumSet.of(Role.REGISTRAR, Role.NURSE);
  private static final Set<String> PASSED_ON =
      Set.of("signed", "witness", "facilitator", "capacity", "expires", "command");
  private static final int MOST = 50;
  private static final Words NOT_A_CLERK =
      new Words("紙からの入力は、市の窓口か看護師の仕事です。", "Papers are entered at the counter, or by a nurse.");

  private final SignOperation sign;
  private final RoleRecords rows;

  PaperPlan(SignOperation sign, RoleRecords rows) {
    this.sign = sign;
    this.rows = rows;
  }

  @Override
  public String name() {
    return "$paper-plan";
  }

  @Override
  public String documentation() {
    return "Enters wishes from a paper that the person signed: scan (an attachment: PDF, JPEG, PNG),"
        + " signed (its date), wish (parts topic, answer, words, precondition), witness*,"
        + " facilitator*, capacity, expires, command. For registrars and nurses; the plan says that"
        + " it was entered from paper, and by whom";
  }

  @Override
  Result run(Access access, Ref patient, Given given) {
    given.demandOnly(
        "scan", "wish", "signed", "witness", "facilitator", "capacity", "expires", "command");
    if (!CLERKS.contains(access.requester().role())) {
      throw Problem.of(Problem.Kind.FORBIDDEN, NOT_A_CLERK.both());
    }
    Operation.Call call = given.call();
    String signed = signed(access, given);
    List<Wording> wishes = wishes(call);
    Scan scan = scan(call);
    Speaker clerk = Speaker.of(rows, access, patient);
    Optional<String> command = given.command();
    List<Ref> written = new ArrayList<>();
    Ref paper = paper(access, patient, scan, clerk, command);
    List<Write> drafts = new ArrayList<>();
    for (Wording wish : wishes) {
      Json.Obj draft = WishResources.typed(patient, wish, signed, clerk.reference());
      drafts.add(once(patient, draft, command.map(id -> id + "." + drafts.size())));
    }
    for (StoredResource stored : rows.commit(access, drafts)) written.add(stored.ref());
    return sign.run(access, patient, new Given(signing(call, paper, written)));
  }

  private static String signed(Access access, Given given) {
    String signed =
        given
            .date("signed")
            .orElseThrow(() -> Problem.invalid("signed", "'signed' is missing: the paper's date"));
    Optional<Period> day = FhirTime.parse(signed);
    if (day.isEmpty() || day.get().from().isAfter(access.at())) {
      throw Problem.invalid("signed", "'signed' is not in the future");
    }
    return signed;
  }

  private static List<Wording> wishes(Operation.Call call) {
    List<Wording> wishes = new ArrayList<>();
    for (Json.Obj wish : OperationInput.all(call, "wish")) {
      wishes.add(Talks.wording("wish[" + wishes.size() + "]", wish.objects("part")));
    }
    if (wishes.isEmpty() || wishes.size() > MOST) {
      throw Problem.invalid("wish", "1 to " + MOST + " of 'wish' are needed");
    }
    return wishes;
  }

  private static Scan scan(Operation.Call call) {
    Json.Obj parameter =
        OperationInput.one(call, "scan")
            .orElseThrow(() -> Problem.invalid("scan", "'scan' is missing"));
    Json.Obj attachment = parameter.obj("valueAttachment");
    if (attachment == null) attachment = parameter.obj("resource");
    String type = attachment == null ? null : attachment.text("contentType");
    String data = attachment == null ? null : attachment.text("data");
    return Scan.of(type == null ? "" : type, data == null ? "" : data);
  }

  /** The content first, as the document says where it lies. */
  private Ref paper(
      Access access, Ref patient, Scan scan, Speaker clerk, Optional<String> command) {
    Optional<String> name = command.map(id -> id + ".scan");
    if (name.isPresent()) {
      List<RoleRecords.Found> before =
          rows.search(access, "DocumentReference", words(patient, name.get()));
      if (!before.isEmpty()) return before.get(0).ref();
    }
    Ref binary = created(access, "Binary", scan.binary(patient));
    return created(
        access,
        "DocumentReference",
        scan.document(
            patient, binary, name.map(PaperPlan::identifier), clerk.reference(), access.at()));
  }

  private Ref created(Access access, String type, Json.Obj body) {
    return rows.commit(access, List.of(new Write.Create(type, body, "", Optional.empty())))
        .get(0)
        .ref();
  }

  private Write once(Ref patient, Json.Obj draft, Optional<String> command) {
    Optional<Query> unless = command.map(id -> rows.query("Observation", words(patient, id)));
    Json.Obj body =
        command.map(id -> draft.with("identifier", Json.array(identifier(id)))).orElse(draft);
    return new Write.Create("Observation", body, "", unless);
  }

  private static List<Word> words(Ref patient, String command) {
    return List.of(
        new Word("patient", patient.toString()),
        new Word("identifier", Plan.COMMAND_ID + "|" + command));
  }

  private static Json.Obj identifier(String command) {
    return Json.object().put("system", Plan.COMMAND_ID).put("value", command).build();
  }

  /** What {@code $acp-sign} is asked: these drafts, by this paper. */
  private static Operation.Call signing(Operation.Call call, Ref paper, List<Ref> drafts) {
    List<Json> parameters = new ArrayList<>();
    for (String name : PASSED_ON) parameters.addAll(OperationInput.all(call, name));
    parameters.add(AcpOperation.reference("paper", paper.toString()));
    for (Ref draft : drafts) parameters.add(AcpOperation.reference("draft", draft.toString()));
    Json.Obj input =
        Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
    return new Operation.Call(call.type(), call.instance(), input, call.words(), call.asked());
  }
}
