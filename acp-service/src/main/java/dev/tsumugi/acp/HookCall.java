package dev.tsumugi.acp;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Problem.Issue;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of the hook {@code patient-view} (<a
 * href="https://cds-hooks.hl7.org/2.0/#http-request_1">CDS Hooks 2.0.1</a>). Who asks is told by
 * the token alone: {@code context.userId} must stand there and is not believed. What was prefetched
 * is not looked at: only the gate knows what of it may be shown.
 *
 * @param instance of the hook, for the cards' ids
 * @param token the access token, if one was sent along
 */
public record HookCall(
    String instance, Ref patient, Optional<String> server, Optional<String> token) {
  /** The one hook that is served. */
  public static final String HOOK = "patient-view";

  private static final int LONGEST = 200;

  /** Throws {@code Problem} INVALID with an issue for each member that is wrong or missing. */
  public static HookCall read(Json.Obj body) {
    return new Reader(body).call();
  }

  private static final class Reader {
    private final Json.Obj body;
    private final List<Issue> issues = new ArrayList<>();

    Reader(Json.Obj body) {
      this.body = body;
    }

    HookCall call() {
      String hook = needed(body, "hook", "");
      if (hook != null && !hook.equals(HOOK)) wrong("hook", "this service is for patient-view");
      String instance = needed(body, "hookInstance", "");
      Json.Obj context = body.obj("context");
      String patient = null;
      if (context == null) {
        wrong("context", "is needed, an object");
      } else {
        needed(context, "userId", "context.");
        patient = needed(context, "patientId", "context.");
      }
      if (patient != null && !Ref.isId(patient)) {
        wrong("context.patientId", "is the id of a Patient, without its type");
      }
      Optional<String> server = Optional.ofNullable(body.text("fhirServer"));
      Optional<String> token = token(server);
      if (instance == null || patient == null || !issues.isEmpty()) {
        throw Problem.all(Problem.Kind.INVALID, issues);
      }
      return new HookCall(instance, Ref.patient(patient), server, token);
    }

    private Optional<String> token(Optional<String> server) {
      if (!body.has("fhirAuthorization")) return Optional.empty();
      Json.Obj authorization = body.obj("fhirAuthorization");
      if (authorization == null) {
        wrong("fhirAuthorization", "is an object");
        return Optional.empty();
      }
      if (server.isEmpty()) wrong("fhirServer", "is needed beside fhirAuthorization");
      String type = needed(authorization, "token_type", "fhirAuthorization.");
      if (type != null && !type.toLowerCase(Locale.ROOT).equals("bearer")) {
        wrong("fhirAuthorization.token_type", "is Bearer");
      }
      String token = authorization.text("access_token");
      if (token == null || token.isBlank()) {
        wrong("fhirAuthorization.access_token", "is needed, a string");
      }
      return Optional.ofNullable(token);
    }

    private @Nullable String needed(Json.Obj holder, String member, String path) {
      String text = holder.text(member);
      if (text != null && !text.isBlank() && text.length() <= LONGEST) return text;
      wrong(path + member, "is needed, a string of at most " + LONGEST + " characters");
      return null;
    }

    private void wrong(String path, String why) {
      issues.add(new Issue(path, why));
    }
  }
}
