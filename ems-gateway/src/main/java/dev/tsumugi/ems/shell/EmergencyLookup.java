package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.ems.Answer;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.ems.Question;
import dev.tsumugi.ems.QuestionReader;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.SystemOperation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** {@code POST [base]/$emergency-lookup}: whom a crew has before it, and what it must know now. */
final class EmergencyLookup implements SystemOperation {
  private final Sheets sheets;
  private final QueryParser queries;

  EmergencyLookup(Sheets sheets, QueryParser queries) {
    this.sheets = sheets;
    this.queries = queries;
  }

  @Override
  public String name() {
    return "$emergency-lookup";
  }

  @Override
  public String documentation() {
    return "For crews and emergency desks: finds a person by card (the code of an emergency card),"
        + " by identifier, or by name, birthDate and sex, and answers the emergency sheet as the person agreed";
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
    Question question = QuestionReader.read(call.input());
    return Answer.bytes(question, question.ask(new Through(access)), access.at());
  }

  private final class Through implements Question.Ways {
    private final Access access;

    Through(Access access) {
      this.access = access;
    }

    @Override
    public Sheets.Lookup search(List<QueryParser.Word> words, Predicate<Json.Obj> fits) {
      return sheets.lookup(access, queries.parse("Patient", words), fits);
    }

    @Override
    public Sheets.Lookup card(String code, Predicate<Json.Obj> fits) {
      return sheets.byCard(access, code, fits);
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
