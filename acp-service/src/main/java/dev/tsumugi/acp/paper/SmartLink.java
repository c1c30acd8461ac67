package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wire of a <a href="https://hl7.org/fhir/uv/smart-health-cards-and-links/">SMART Health
 * Link</a>: its text, what is asked with it, what is answered.
 */
public final class SmartLink {
  /** The wishes were changed or taken back since. */
  public static final String OVER = "no-longer-valid";

  private static final int LONGEST_URL = 128;
  private static final int LONGEST_NAME = 200;

  private SmartLink() {}

  /**
   * {@code shlink:/…}: whoever has this text can ask, and can read what they are given.
   *
   * @param key 32 random bytes, base64url; nobody else has it
   */
  public static String text(String url, String key, Instant until, boolean passcode, String label) {
    if (url.length() > LONGEST_URL) {
      throw new IllegalArgumentException("the address of a link has at most 128 characters");
    }
    Json.Obj payload =
        Json.object()
            .put("url", url)
            .put("key", key)
            .put("exp", until.getEpochSecond())
            .put("flag", passcode ? "P" : null)
            .put("label", label.isEmpty() ? null : label)
            .put("v", 1)
            .build();
    return "shlink:/" + Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(payload));
  }

  /**
   * Who asks, as they say.
   *
   * @param longest of an embedded file, in characters; empty for any
   */
  public record Asked(String recipient, Optional<String> passcode, Optional<Integer> longest) {
    /** Throws {@code Problem} INVALID. */
    public static Asked read(Json.Obj body) {
      String recipient = ForeignWords.plain(text(body.text("recipient"))).replace('\n', ' ');
      if (recipient.isEmpty()) {
        throw Problem.invalid("recipient", "say who receives it: a name of a person or an office");
      }
      if (recipient.length() > LONGEST_NAME) {
        throw Problem.invalid("recipient", "a name has at most " + LONGEST_NAME + " characters");
      }
      Optional<Integer> longest = Optional.empty();
      if (body.get("embeddedLengthMax") instanceof Json.Num number) {
        if (!number.literal().matches("[0-9]{1,9}")) {
          throw Problem.invalid("embeddedLengthMax", "a whole number of characters");
        }
        longest = Optional.of(Integer.parseInt(number.literal()));
      }
      return new Asked(recipient, Optional.ofNullable(body.text("passcode")), longest);
    }

    private static String text(@Nullable String text) {
      return text == null ? "" : text;
    }
  }

  /**
   * {@code finalized}: what was sealed is what holds. {@code no-longer-valid}: the wishes were
   * changed or taken back since.
   *
   * @param state of the plan it was made of, now; empty for what is no plan
   */
  public static String status(Optional<Directive> state, Instant at) {
    if (state.isEmpty()) return "finalized";
    boolean holds = state.get() instanceof Directive.Current current && !current.isOverAt(at);
    return holds ? "finalized" : OVER;
  }

  /** The manifest, with the file in it or where it is. */
  public static Json.Obj manifest(
      String status, Instant sealed, Optional<String> embedded, String location) {
    Json file =
        Json.object()
            .put("contentType", "application/fhir+json;fhirVersion=4.0.1")
            .put("lastUpdated", FhirTime.instant(sealed))
            .put("embedded", embedded.orElse(null))
            .put("location", embedded.isPresent() ? null : location)
            .build();
    return Json.object().put("status", status).put("files", List.of(file)).build();
  }
}
