package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.HookCall;
import dev.tsumugi.acp.PatientView;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.identity.Identified;
import dev.tsumugi.identity.TokenReader;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Category;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes the cards of one call: who the token says asks, two searches through the gate, the words.
 * What the records need and cannot be had is 412, as CDS Hooks has it; who is unknown, hidden or
 * withholds all is told alike.
 */
final class WishCards {
  private static final List<String> TYPES = List.of("Observation", "RelatedPerson");

  private final AcpSettings settings;
  private final TokenReader tokens;
  private final ConsentEngine engine;
  private final Records records;
  private final QueryParser queries;
  private final Clock clock;
  private final PatientView view;

  WishCards(
      AcpSettings settings,
      TokenReader tokens,
      ConsentEngine engine,
      Records records,
      QueryParser queries,
      Clock clock) {
    this.settings = settings;
    this.tokens = tokens;
    this.engine = engine;
    this.records = records;
    this.queries = queries;
    this.clock = clock;
    this.view = new PatientView(settings);
  }

  /** Throws {@code Problem}: PRECONDITION, naming what is missing; UNAVAILABLE. */
  Json.Obj answer(HookCall call, List<String> purposes, boolean english) {
    Access access = engine.open(requester(call, purposes), clock.instant());
    demandScopes(access);
    List<Json.Obj> wishes = all(access, "Observation", call.patient(), category());
    List<Json.Obj> people = all(access, "RelatedPerson", call.patient(), List.of());
    return view.answer(call, wishes, people, access.at(), english);
  }

  private Requester requester(HookCall call, List<String> purposes) {
    if (call.server().isPresent()
        && !call.server().get().replaceFirst("/$", "").equals(settings.fhir())) {
      throw missing("fhirServer is another server: this service reads the records of its own hub");
    }
    if (call.token().isEmpty()) {
      throw missing("fhirAuthorization is needed, with an access token of this hub");
    }
    Identified who = tokens.identify(call.token().get(), purposes);
    if (who instanceof Identified.As as) return as.requester();
    Problem refused = ((Identified.Refused) who).refusal().problem();
    if (refused.kind() == Problem.Kind.UNAVAILABLE) throw refused;
    throw missing("fhirAuthorization: " + refused.getMessage());
  }

  /** No row is asked, so this tells nothing of any. */
  private static void demandScopes(Access access) {
    TreeSet<String> lacking = new TreeSet<>(TYPES);
    lacking.removeIf(type -> access.refusedByScope(Action.SEARCH, type).isEmpty());
    if (!lacking.isEmpty()) {
      throw missing(
          "fhirAuthorization: the token's scopes do not allow to search "
              + String.join(" and ", lacking));
    }
  }

  private static Problem missing(String what) {
    return Problem.of(Problem.Kind.PRECONDITION, what);
  }

  private static List<Word> category() {
    return List.of(
        new Word(
            "category",
            token(Category.INTERVENTION_PREFERENCE)
                + ","
                + token(Category.CARE_EXPERIENCE_PREFERENCE)));
  }

  private static String token(Coding coding) {
    return coding.system() + "|" + coding.code();
  }

  private List<Json.Obj> all(Access access, String type, Ref patient, List<Word> more) {
    List<Word> words = new ArrayList<>(more);
    words.add(new Word("patient", patient.toString()));
    words.add(new Word("_count", Integer.toString(QueryParser.MAX_COUNT)));
    Query query = queries.parse(type, words);
    List<Json.Obj> found = new ArrayList<>();
    Optional<Query.Position> after = Optional.empty();
    do {
      Query.Page page = records.search(access, query, after);
      for (StoredResource match : page.matches()) found.add(Json.parseObject(match.json()));
      after = page.next();
    } while (after.isPresent());
    return found;
  }
}
