package dev.tsumugi.acp;

import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.Locale;

/**
 * What is told of the one service at <a
 * href="https://cds-hooks.hl7.org/2.0/#discovery">discovery</a>, and in which language it answers.
 */
public final class CdsService {
  public static final String ID = "tsumugi-wishes";

  private CdsService() {}

  public static Json.Obj discovery() {
    return Json.object()
        .put(
            "services",
            List.of(
                Json.object()
                    .put("hook", HookCall.HOOK)
                    .put("id", ID)
                    .put("title", "本人の意思と代弁者 / The resident's wishes and proxies")
                    .put(
                        "description",
                        "本人が望むこと(いつ、誰に話したか)と、代わって話せる人を、本人の同意の範囲で示します。 / Shows what the"
                            + " resident wants, said when and to whom, and who may speak for them,"
                            + " as far as the resident consents.")
                    .put(
                        "usageRequirements",
                        "fhirServer and fhirAuthorization of this hub, with scopes to search"
                            + " Observation and RelatedPerson; prefetched data are not looked at,"
                            + " as consent is applied where the records are kept.")
                    .build()))
        .build();
  }

  /**
   * Whether English is wanted rather than Japanese, which is the house's own.
   *
   * @param accepted header Accept-Language
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.accept-language">RFC 9110</a>
   */
  public static boolean wantsEnglish(String accepted) {
    double japanese = 0;
    double english = 0;
    for (String range : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.strip().split(";", -1);
      double weight = parts.length < 2 ? 1 : weight(parts[1].strip());
      if (parts[0].matches("ja(-.*)?")) japanese = Math.max(japanese, weight);
      if (parts[0].matches("en(-.*)?")) english = Math.max(english, weight);
    }
    return english > japanese;
  }

  private static double weight(String parameter) {
    return parameter.matches("q=[01](\\.[0-9]{0,3})?")
        ? Double.parseDouble(parameter.substring(2))
        : 0;
  }
}
