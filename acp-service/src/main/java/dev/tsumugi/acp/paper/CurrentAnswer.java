package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What whoever holds a paper is told of it: whether what it says still holds, since when, and
 * nothing about the person.
 */
public final class CurrentAnswer {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{22}");

  private CurrentAnswer() {}

  /** The code of a paper, out of what was posted: the code or an address that ends in it. */
  public static Optional<String> code(Json.Obj asked) {
    String text = asked.text("code");
    if (text == null) return Optional.empty();
    String code = text.strip().substring(text.strip().lastIndexOf('#') + 1);
    return CODE.matcher(code).matches() ? Optional.of(code) : Optional.empty();
  }

  /** Never printed here, or kept no more. */
  public static Json.Obj unknown() {
    return answer("unknown", "");
  }

  public static Json.Obj of(Directive state, Instant at) {
    // The one whose task it is to note the end may be late; who asks is told the truth.
    if (state instanceof Directive.Current current && current.isOverAt(at)) {
      return answer("expired", FhirTime.instant(current.expires().orElseThrow()));
    }
    return answer(state.code(), FhirTime.instant(state.since()));
  }

  private static Json.Obj answer(String state, String since) {
    return Json.object().put("state", state).put("since", since).build();
  }
}
