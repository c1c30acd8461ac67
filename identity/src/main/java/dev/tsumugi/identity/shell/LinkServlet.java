package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes.Context;
import dev.tsumugi.consent.StepUp;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.identity.shell.LinkTable.Basis;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * Whose record an account opens, at {@code /smart/link}. It keeps links and holds them to one each
 * way; who may see that record is the gate's to say, of whoever asks for it.
 *
 * <pre>
 *   POST   {account, patient}  Keycloak: the match is certain; a registrar: they decided (acr 2)
 *   GET    /[account]          {patient}
 *   DELETE /[account]          a registrar undoes a wrong one (acr 2)
 * </pre>
 */
public final class LinkServlet extends SmartServlet {
  private static final long serialVersionUID = 1L;
  private static final String KEYCLOAK = "keycloak";
  private static final String ACCOUNT = "[A-Za-z0-9:._-]{1,100}";

  private final transient LinkTable links;

  LinkServlet(LinkTable links) {
    this.links = links;
  }

  @Override
  Answer answer(HttpServletRequest request) throws IOException {
    Requester requester = requester(request);
    String path = Optional.ofNullable(request.getPathInfo()).orElse("");
    if (path.isEmpty()) {
      demandMethod(request, "POST");
      return link(requester, body(request));
    }
    String account = path.substring(1);
    if (request.getMethod().equals("DELETE")) return unlink(requester, account);
    demandMethod(request, "GET, DELETE");
    return tell(requester, account);
  }

  private Answer link(Requester requester, Json.Obj body) {
    String account = Optional.ofNullable(body.text("account")).orElse("");
    String patient = Optional.ofNullable(body.text("patient")).orElse("");
    boolean matched = requester.client().equals(KEYCLOAK);
    if (!matched) demandCounter(requester, Action.CREATE, true);
    if (!account.matches(ACCOUNT)) throw Problem.invalid("account", "is the sub of an account");
    if (!Ref.isId(patient)) throw Problem.invalid("patient", "is the id of a Patient");
    Basis basis = matched ? Basis.CERTAIN : Basis.COUNTER;
    if (!links.link(account, patient, basis, requester.subject())) {
      throw Problem.of(
          Problem.Kind.CONFLICT, "the account has another record, or the record another account");
    }
    return new Answer(200, Json.object().put("patient", patient).build());
  }

  private Answer tell(Requester requester, String account) {
    if (!requester.client().equals(KEYCLOAK)) demandCounter(requester, Action.READ, false);
    String patient = links.of(account).orElseThrow(LinkServlet::unknown);
    return new Answer(200, Json.object().put("patient", patient).build());
  }

  private Answer unlink(Requester requester, String account) {
    demandCounter(requester, Action.DELETE, true);
    if (!links.unlink(account)) throw unknown();
    return new Answer(204, null);
  }

  /** As if links were resources of type Person, so that an app that was given less cannot do it. */
  private static void demandCounter(Requester requester, Action action, boolean surely) {
    if (requester.role() != Role.REGISTRAR) {
      throw Problem.of(Problem.Kind.FORBIDDEN, "whose record it is, a registrar decides");
    }
    if (!requester.scopes().allows(action, "Person", Context.USER)) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN, "this needs the scope user/Person." + action.letter());
    }
    if (surely && StepUp.lacks(requester)) throw Refusal.UNSURE.problem();
  }

  private static Problem unknown() {
    return Problem.of(Problem.Kind.NOT_FOUND, "this account is linked to no record");
  }
}
