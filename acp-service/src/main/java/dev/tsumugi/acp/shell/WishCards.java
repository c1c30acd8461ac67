package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.HookCall;
import dev.tsumugi.acp.PatientView;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.identity.Identified;
import dev.tsumugi.identity.TokenReader;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.time.Clock;
import java.util.List;
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
  private final Rows rows;
  private final Clock clock;
  private final PatientView view;

  WishCards(
      AcpSettings settings, TokenReader tokens, ConsentEngine engine, Rows rows, Clock clock) {
    this.settings = settings;
    this.tokens = tokens;
    this.engine = engine;
    this.rows = rows;
    this.clock = clock;
    this.view = new PatientView(settings);
  }

  /** Throws {@code Problem}: PRECONDITION, naming what is missing; UNAVAILABLE. */
  Json.Obj answer(HookCall call, List<String> purposes, boolean english) {
    Access access = engine.open(requester(call, purposes), clock.instant());
    demandScopes(access);
    Word patient = Rows.of(call.patient());
    List<Json.Obj> wishes = all(access, "Observation", PlanRecords.WISHES, patient);
    List<Json.Obj> people = all(access, "RelatedPerson", patient);
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

  private List<Json.Obj> all(Access access, String type, Word... words) {
    return rows.all(access, type, List.of(words)).stream()
        .map(found -> Json.parseObject(found.json()))
        .toList();
  }
}
