package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.identity.Launch;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code POST /smart/launch}: an app hands its context to the one it launches, and gets the value
 * of the parameter {@code launch}. {@code POST /smart/launch/use}: Keycloak, in the name of who
 * signs on, trades that value for the context. It answers 404 to every value that is not good for
 * this user and app now, whatever the reason; and whether the user may see the patient is asked of
 * the gate after that, not here.
 */
public final class LaunchServlet extends SmartServlet {
  private static final long serialVersionUID = 1L;
  private static final String KEYCLOAK = "keycloak";

  private final transient LaunchTable launches;

  LaunchServlet(LaunchTable launches) {
    this.launches = launches;
  }

  @Override
  Answer answer(HttpServletRequest request) throws IOException {
    Requester requester = requester(request);
    String path = Optional.ofNullable(request.getPathInfo()).orElse("");
    if (!path.isEmpty() && !path.equals("/use")) {
      throw Problem.of(Problem.Kind.NOT_FOUND, "there is nothing here");
    }
    if (!request.getMethod().equals("POST")) {
      throw Problem.of(Problem.Kind.NOT_ALLOWED, "only POST is known here");
    }
    return path.isEmpty() ? make(requester, body(request)) : use(requester, body(request));
  }

  private Answer make(Requester requester, Json.Obj body) {
    String id = launches.make(requester.subject(), Launch.read(body));
    return new Answer(
        201,
        Json.object().put("launch", id).put("expires_in", LaunchTable.LIFE.toSeconds()).build());
  }

  private Answer use(Requester requester, Json.Obj body) {
    if (!requester.client().equals(KEYCLOAK)) {
      throw Problem.of(Problem.Kind.FORBIDDEN, "a launch is used by the sign-on alone");
    }
    Json.Obj context =
        launches
            .use(needed(body, "launch"), requester.subject(), needed(body, "client"))
            .orElseThrow(() -> Problem.of(Problem.Kind.NOT_FOUND, "there is no such launch"));
    return new Answer(200, context);
  }

  private static String needed(Json.Obj body, String member) {
    String text = body.text(member);
    if (text == null) throw Problem.invalid(member, "is needed");
    return text;
  }
}
