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
import dev.tsumugi.ems.LookUpFigures;
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
import java.time.Duration;
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
  private final LookUpRates rates;
  private final GlassSearch glass;
  private final LookUpFigures figures;

  EmergencyLookup(
      Sheets sheets,
      QueryParser queries,
      IncidentRecords incidents,
      Confirmations confirmations,
      LookUpRates rates,
      GlassSearch glass,
      LookUpFigures figures) {
    this.sheets = sheets;
    this.queries = queries;
    this.incidents = incidents;
    this.confirmations = confirmations;
    this.rates = rates;
    this.glass = glass;
    this.figures = figures;
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

  /** Each look-up is a statement that decides, and journals, under the sign-on it came with. */
  @Override
  public boolean asksTheGate() {
    return true;
  }

  @Override
  public byte[] run(Access access, Call call) {
    try {
      return answered(access, call);
    } catch (Problem refused) {
      figures.refused(refused.kind());
      throw refused;
    }
  }

  private byte[] answered(Access access, Call call) {
    long started = System.nanoTime();
    boolean declared = access.requester().purpose() == Purpose.BTG;
    demandDuty(access.requester(), declared ? Purpose.BTG : Purpose.ETREAT);
    if (!call.words().isEmpty()) {
      throw Problem.invalid(
          "", "put the parameters into the body: what stands in an address is kept in logs");
    }
    Inquiry inquiry = QuestionReader.read(call.input());
    glass.demandReason(declared, inquiry);
    Optional<Incident> incident = inquiry.incident().map(named -> incidents.named(access, named));
    Asked asked = asked(access, inquiry, incident);
    Answered answer =
        inquiry.confirm().isPresent()
            ? confirmed(access, inquiry, asked)
            : searched(access, inquiry, asked, declared);
    inquiry.tookMillis().ifPresent(took -> figures.scanToSheet(Duration.ofMillis(took)));
    figures.answered(
        finder(asked.question(), inquiry),
        answer.outcome(),
        asked.run().isPresent(),
        Duration.ofNanos(System.nanoTime() - started));
    return answer.bytes();
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

  /**
   * The question, once the incident and the code are read.
   *
   * @param run of the ambulance, for which it is made
   */
  private record Asked(Question question, Optional<Ref> run) {}

  private Asked asked(Access access, Inquiry inquiry, Optional<Incident> incident) {
    Optional<Ref> run = incident.map(Incident::ref);
    if (inquiry.confirm().isPresent()) {
      Confirmations.Confirmed before = confirmations.open(access, inquiry.confirm().get());
      Question known = new Question.Known(before.patient(), before.hit(), true);
      return new Asked(known, run.or(before::incident));
    }
    Question question =
        inquiry
            .question()
            .or(() -> incident.map(one -> IncidentCall.question(one.encounter())))
            .orElseThrow();
    return new Asked(question, run);
  }

  private record Answered(String outcome, byte[] bytes) {}

  /** The crew says: it is this one. That is no search, and is not counted as one. */
  private Answered confirmed(Access access, Inquiry inquiry, Asked asked) {
    Question.Known known = (Question.Known) asked.question();
    inquiry.reason().ifPresent(reason -> glass.broken(access, known.patient(), reason));
    Sheets.Beside beside = new Sheets.Beside(asked.run(), inquiry.identityOnly());
    return answer(access, asked, beside, true);
  }

  private Answered searched(Access access, Inquiry inquiry, Asked asked, boolean declared) {
    boolean afterMisses = rates.admit(access, asked.run());
    // Until the crew has said who it is, nothing but who it may be is read.
    boolean opens = asked.question().opens() && !declared;
    Sheets.Beside beside =
        new Sheets.Beside(
            asked.run(),
            inquiry.identityOnly() || !opens,
            afterMisses,
            declared ? Optional.of(glass.unbroken(access)) : Optional.empty());
    Answered answer = answer(access, asked, beside, opens);
    if (answer.outcome().equals("unknown")) rates.missed(access);
    return answer;
  }

  private Answered answer(Access access, Asked asked, Sheets.Beside beside, boolean opens) {
    Sheets.Lookup lookup = asked.question().ask(new Through(access, beside));
    Matches.Codes codes =
        (patient, hit) ->
            confirmations.seal(access, new Confirmations.Confirmed(patient, hit, asked.run()));
    Matches matches = new Matches(asked.question(), opens, codes, access.at());
    return new Answered(matches.outcome(lookup), matches.bytes(lookup, beside.identityOnly()));
  }

  private static String finder(Question question, Inquiry inquiry) {
    if (inquiry.confirm().isPresent()) return "confirm";
    if (question instanceof Question.ByCard) return "card";
    if (question instanceof Question.ByIdentifier) return "identifier";
    return question instanceof Question.ByPerson ? "person" : "incident";
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
    demandDuty(requester, Purpose.ETREAT);
  }

  private static void demandDuty(Requester requester, Purpose purpose) {
    boolean rescues = requester.role() == Role.CREW || requester.role() == Role.EMERGENCY_DESK;
    if (!rescues || requester.purpose() != purpose) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "an emergency look-up needs the role crew or emergency-desk and the purpose of use"
              + " ETREAT (or BTG, with a reason)");
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
