package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.ems.Confirmations;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.ems.Hit;
import dev.tsumugi.ems.Incident;
import dev.tsumugi.ems.IncidentCall;
import dev.tsumugi.ems.Inquiry;
import dev.tsumugi.ems.Matches;
import dev.tsumugi.ems.Question;
import dev.tsumugi.ems.QuestionReader;
import dev.tsumugi.ems.find.PersonSearch;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.SystemOperation;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** {@code POST [base]/$emergency-lookup}: whom a crew has before it, and what it must know now. */
final class EmergencyLookup implements SystemOperation {
  private final Sheets sheets;
  private final QueryParser queries;
  private final IncidentRecords incidents;
  private final Confirmations confirmations;

  EmergencyLookup(
      Sheets sheets, QueryParser queries, IncidentRecords incidents, Confirmations confirmations) {
    this.sheets = sheets;
    this.queries = queries;
    this.incidents = incidents;
    this.confirmations = confirmations;
  }

  @Override
  public String name() {
    return "$emergency-lookup";
  }

  @Override
  public String documentation() {
    return "For crews and emergency desks: finds a person by card (the code of an emergency card),"
        + " by identifier, by two or more of name, birthDate or age, sex, address and phone, by"
        + " incident, or by confirm (the code of an answer before); answers the emergency sheet as"
        + " the person agreed, or candidates";
  }

  @Override
  public boolean safe() {
    return false;
  }

  @Override
  public byte[] run(Access access, Call call) {
    demandDuty(access.requester());
    if (!call.words().isEmpty()) {
      throw Problem.invalid(
          "", "put the parameters into the body: what stands in an address is kept in logs");
    }
    Inquiry inquiry = QuestionReader.read(call.input());
    Optional<Incident> incident = inquiry.incident().map(named -> incidents.named(access, named));
    Optional<Ref> run = incident.map(Incident::ref);
    Question question;
    if (inquiry.confirm().isPresent()) {
      Confirmations.Confirmed before = confirmations.open(access, inquiry.confirm().get());
      question = new Question.Known(before.patient(), before.hit(), true);
      run = run.or(before::incident);
    } else {
      question =
          inquiry
              .question()
              .or(() -> incident.map(one -> IncidentCall.question(one.encounter())))
              .orElseThrow();
    }
    return answer(access, question, new Sheets.Beside(run, inquiry.identityOnly()));
  }

  /**
   * Whom a run may be about, and how sure that is; journalled as the look-up it is.
   *
   * @param run a reference; throws {@code Problem} INVALID if the asker sees none
   */
  Map<Ref, Hit> meant(Access access, Ref run) {
    Incident incident = incidents.named(access, run.toString());
    Question question = IncidentCall.question(incident.encounter());
    Through ways = new Through(access, new Sheets.Beside(Optional.of(incident.ref()), true));
    Sheets.Lookup lookup = question.ask(ways);
    List<StoredResource> people = List.of();
    if (lookup instanceof Sheets.Lookup.Found found) people = List.of(found.patient());
    if (lookup instanceof Sheets.Lookup.Candidates candidates) people = candidates.patients();
    Map<Ref, Hit> meant = new LinkedHashMap<>();
    for (StoredResource one : people) {
      meant.put(one.ref(), question.hit(Json.parseObject(one.json()), ways.today()));
    }
    return meant;
  }

  private byte[] answer(Access access, Question question, Sheets.Beside beside) {
    // Until the crew has said who it is, nothing but who it may be is read.
    Sheets.Beside shown = question.opens() ? beside : new Sheets.Beside(beside.incident(), true);
    Sheets.Lookup lookup = question.ask(new Through(access, shown));
    Matches.Codes codes =
        (patient, hit) ->
            confirmations.seal(
                access, new Confirmations.Confirmed(patient, hit, beside.incident()));
    return new Matches(question, codes, access.at()).bytes(lookup, shown.identityOnly());
  }

  private final class Through implements Question.Ways {
    private final Access access;
    private final Sheets.Beside beside;

    Through(Access access, Sheets.Beside beside) {
      this.access = access;
      this.beside = beside;
    }

    @Override
    public Sheets.Lookup search(List<QueryParser.Word> words, Predicate<Json.Obj> fits) {
      return sheets.lookup(access, queries.parse("Patient", words), fits, beside);
    }

    @Override
    public Sheets.Lookup card(String code, Predicate<Json.Obj> fits) {
      return sheets.byCard(access, code, fits, beside);
    }

    @Override
    public Sheets.Lookup match(PersonSearch wanted) {
      return sheets.match(access, wanted, beside);
    }

    @Override
    public LocalDate today() {
      return access.at().atZone(FhirTime.ZONE).toLocalDate();
    }
  }

  /**
   * Who may ask at all. With too little scope the sheet would have empty blocks that mean nothing
   * but a wrong sign-on: that is said, as it tells nothing of anybody.
   */
  static void demandDuty(Requester requester) {
    boolean rescues = requester.role() == Role.CREW || requester.role() == Role.EMERGENCY_DESK;
    if (!rescues || requester.purpose() != Purpose.ETREAT) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "an emergency look-up needs the role crew or emergency-desk and the purpose of use"
              + " ETREAT");
    }
    TreeSet<String> missing = new TreeSet<>(new EmergencySheet().types());
    missing.add("Patient");
    missing.removeIf(type -> mayRead(requester.scopes(), type));
    if (!missing.isEmpty()) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "an emergency look-up needs scopes to read all that a sheet is made of; this sign-on"
              + " lacks "
              + String.join(", ", missing));
    }
  }

  private static boolean mayRead(Scopes scopes, String type) {
    return scopes.allows(Action.READ, type, Scopes.Context.USER)
        || scopes.allows(Action.READ, type, Scopes.Context.SYSTEM);
  }
}
