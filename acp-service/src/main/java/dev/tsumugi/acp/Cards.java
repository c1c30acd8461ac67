package dev.tsumugi.acp;

import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** <a href="https://cds-hooks.hl7.org/2.0/#card-attributes">Cards</a> of one call. */
final class Cards {
  /** A summary has fewer than 140 characters. */
  static final int LONGEST_SUMMARY = 139;

  private final AcpSettings settings;
  private final String instance;
  private final boolean english;

  Cards(AcpSettings settings, String instance, boolean english) {
    this.settings = settings;
    this.instance = instance;
    this.english = english;
  }

  /** {@code text} as far as there is room for it, and {@code rest}. */
  static String summary(String text, String rest) {
    int room = LONGEST_SUMMARY - rest.length();
    if (text.length() <= room) return text + rest;
    int end = room - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) end--;
    return text.substring(0, end) + "…" + rest;
  }

  /**
   * @param kind of the card: the same call has the same ids again
   * @param detail in GitHub Flavored Markdown
   */
  Json.Obj card(String kind, String indicator, String summary, String detail) {
    UUID id = UUID.nameUUIDFromBytes((instance + " " + kind).getBytes(StandardCharsets.UTF_8));
    return Json.object()
        .put("uuid", id.toString())
        .put("summary", summary)
        .put("detail", detail)
        .put("indicator", indicator)
        .put(
            "source",
            Json.object()
                .put("label", english ? "Tsumugi" : "紡(つむぎ)")
                .put("url", settings.hub() + "/")
                .build())
        .put(
            "links",
            List.of(
                link(english ? "Open the record" : "記録を開く", "/care/launch.html", "smart"),
                link(english ? "Tsumugi for clinicians" : "紡の診療画面", "/care/", "absolute")))
        .build();
  }

  private Json.Obj link(String label, String path, String type) {
    return Json.object()
        .put("label", label)
        .put("url", settings.hub() + path)
        .put("type", type)
        .build();
  }
}
