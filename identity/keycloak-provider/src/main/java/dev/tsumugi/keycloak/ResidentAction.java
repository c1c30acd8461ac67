package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Finds the record of a resident who signs on and has none yet. What is certain is linked in
 * passing, so that this sign-on's token opens it; for all else the counter gets a task and the
 * person a page that says where to go. Each sign-on asks again whether the counter has decided.
 */
final class ResidentAction implements RequiredActionProvider {
  static final String ID = "tsumugi-resident";

  /** User attribute: id of the counter's task. */
  static final String REQUEST = "link_request";

  private static final Logger LOG = Logger.getLogger(ResidentAction.class);
  private static final String TEMPLATE = "resident.ftl";
  private static final String RESIDENT = "resident";
  private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

  // Note of the one sign-on: for whom it was asked already.
  private static final String ASKED = "tsumugi.resident.asked";

  private final KeycloakSession session;

  ResidentAction(KeycloakSession session) {
    this.session = session;
  }

  /** Called several times in one sign-on: it asks once. */
  @Override
  public void evaluateTriggers(RequiredActionContext context) {
    AuthenticationSessionModel auth = context.getAuthenticationSession();
    UserModel user = context.getUser();
    // Other grants come by here as well; they have no page.
    boolean page = auth.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM) != null;
    if (user == null || !page || !opensRecords(auth) || !isResident(user)) return;
    if (user.getId().equals(auth.getAuthNote(ASKED))) return;
    auth.setAuthNote(ASKED, user.getId());
    if (user.getFirstAttribute(FhirUserMapper.ATTRIBUTE) == null) {
      if (find(user) != Outcome.LINKED) auth.addRequiredAction(ID);
    } else if (user.getFirstAttribute(REQUEST) != null) {
      settle(user); // by a command, beside this
    }
  }

  /** Keycloak's own pages need no record. */
  private static boolean opensRecords(AuthenticationSessionModel auth) {
    return ContextSeals.words(auth.getClientNote("scope")).stream()
        .anyMatch(
            word ->
                word.equals(FhirUserMapper.CLAIM)
                    || word.startsWith("launch")
                    || SmartScope.read(word) instanceof SmartScope.Read);
  }

  private static boolean isResident(UserModel user) {
    return user.getAttributeStream("hub_roles").allMatch(RESIDENT::equals);
  }

  @Override
  public void requiredActionChallenge(RequiredActionContext context) {
    boolean asked = context.getUser().getFirstAttribute(REQUEST) != null;
    context.challenge(page(context, asked ? Outcome.COUNTER : find(context.getUser())));
  }

  @Override
  public void processAction(RequiredActionContext context) {
    if (context.getHttpRequest().getDecodedFormParameters().containsKey("cancel")) {
      context.failure();
      return;
    }
    Outcome outcome = find(context.getUser());
    if (outcome == Outcome.LINKED) context.success();
    else context.challenge(page(context, outcome));
  }

  private enum Outcome {
    LINKED,
    COUNTER,
    AWAY
  }

  private Outcome find(UserModel user) {
    Optional<Counter> counter = Counter.of(session);
    if (counter.isEmpty()) {
      LOG.warnf("nobody is matched: the realm has no attribute %s", Counter.ATTRIBUTE);
      return Outcome.COUNTER;
    }
    try {
      return find(user, counter.get());
    } catch (HubCalls.Away away) {
      LOG.warn("nobody is matched, as the hub does not answer", away);
      return Outcome.AWAY;
    }
  }

  private Outcome find(UserModel user, Counter counter) {
    Optional<String> decided = counter.linked(user.getId());
    if (decided.isPresent()) {
      if (!counter.knows(decided.get())) return ask(user, counter, LinkReason.NOBODY);
      if (!isFree(user, decided.get())) return ask(user, counter, LinkReason.TAKEN);
      write(user, decided.get());
      settle(user);
      return Outcome.LINKED;
    }
    VerifiedPerson person = VerifiedPerson.of(user::getFirstAttribute);
    VerifiedPerson.Standing standing =
        person.standing(LocalDate.ofInstant(SharedTablet.now(), JAPAN));
    if (!(standing instanceof VerifiedPerson.Standing.Clear clear)) {
      return ask(user, counter, ((VerifiedPerson.Standing.Unclear) standing).reason());
    }
    Counter.Match match = counter.match(clear.patient());
    if (!(match instanceof Counter.Match.One one)) {
      boolean nobody = match instanceof Counter.Match.Nobody;
      return ask(user, counter, nobody ? LinkReason.NOBODY : LinkReason.UNSURE);
    }
    // The account first: what the hub holds cannot be taken back by a sign-on that is cut short,
    // and leads to the same record at the next.
    boolean free = isFree(user, one.patient()) && counter.link(user.getId(), one.patient());
    if (!free) return ask(user, counter, LinkReason.TAKEN);
    write(user, one.patient());
    settle(user);
    return Outcome.LINKED;
  }

  /** Whether no other account has the record: those linked by a command are known here alone. */
  private boolean isFree(UserModel user, String patient) {
    RealmModel realm = session.getContext().getRealm();
    return session
        .users()
        .searchForUserByUserAttributeStream(
            realm, FhirUserMapper.ATTRIBUTE, LaunchPatient.OWN_RECORD + patient)
        .allMatch(other -> other.getId().equals(user.getId()));
  }

  private static void write(UserModel user, String patient) {
    user.setSingleAttribute(FhirUserMapper.ATTRIBUTE, LaunchPatient.OWN_RECORD + patient);
    user.setSingleAttribute("hub_roles", RESIDENT);
  }

  private static Outcome ask(UserModel user, Counter counter, LinkReason reason) {
    if (user.getFirstAttribute(REQUEST) == null) {
      user.setSingleAttribute(REQUEST, counter.ask(user, reason, SharedTablet.now()));
    }
    return Outcome.COUNTER;
  }

  /** The question is answered: the counter's task is done. Tried at each sign-on until it is. */
  private void settle(UserModel user) {
    String task = user.getFirstAttribute(REQUEST);
    Optional<Counter> counter = Counter.of(session);
    String reference = user.getFirstAttribute(FhirUserMapper.ATTRIBUTE);
    if (task == null || reference == null || counter.isEmpty()) return;
    String patient = reference.substring(LaunchPatient.OWN_RECORD.length());
    try {
      if (!counter.get().link(user.getId(), patient)) {
        LOG.warnf("account %s: its record has another account with the hub", user.getId());
      }
      counter.get().close(task);
      user.removeAttribute(REQUEST);
    } catch (HubCalls.Away away) {
      LOG.warn("the counter's task is left open for now, as the hub does not answer", away);
    }
  }

  private static Response page(RequiredActionContext context, Outcome outcome) {
    String task = context.getUser().getFirstAttribute(REQUEST);
    return context
        .form()
        .setAttribute("residentState", outcome == Outcome.AWAY ? "away" : "counter")
        .setAttribute("residentNumber", task == null ? "" : number(task))
        .createForm(TEMPLATE);
  }

  /** Short enough to be read out at a counter. */
  private static String number(String task) {
    String plain = task.replaceAll("[^A-Za-z0-9]", "");
    return plain.substring(Math.max(0, plain.length() - 6)).toUpperCase(java.util.Locale.ROOT);
  }

  @Override
  public void close() {}
}
