package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /smart/sessions}: where one is signed on; with {@code ?whose=organization} where those
 * are who work for one's office. {@code DELETE /smart/sessions/[sid]} ends one of them.
 */
public final class SessionsServlet extends SmartServlet {
  private static final long serialVersionUID = 1L;

  private final transient SessionTable sessions;

  SessionsServlet(SessionTable sessions) {
    this.sessions = sessions;
  }

  @Override
  Answer answer(HttpServletRequest request) {
    Requester requester = requester(request);
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    Optional<Ref> office = Offices.office(requester);
    if (path.isEmpty() || path.equals("/")) {
      demandMethod(request, "GET");
      String current = requester.signOn().session();
      List<Json> found;
      if ("organization".equals(request.getParameter("whose"))) {
        Ref organization =
            office.orElseThrow(
                () ->
                    Problem.of(
                        Problem.Kind.FORBIDDEN,
                        "an organisation's sessions are seen by its officers, registrars and"
                            + " operators"));
        found = sessions.in(organization, current);
      } else {
        found = sessions.of(requester.subject(), current);
      }
      return new Answer(200, Json.object().put("sessions", found).build());
    }
    demandMethod(request, "DELETE");
    sessions.end(path.substring(1), requester, office);
    return new Answer(204, null);
  }
}
