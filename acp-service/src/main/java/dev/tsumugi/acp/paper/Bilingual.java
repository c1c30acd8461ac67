package dev.tsumugi.acp.paper;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;

/** The same said in Japanese and in English, line by line. */
final class Bilingual {
  private final List<String> japanese = new ArrayList<>();
  private final List<String> english = new ArrayList<>();

  Bilingual add(String ja, String en) {
    japanese.add(ja);
    english.add(en);
    return this;
  }

  Bilingual add(Bilingual more) {
    japanese.addAll(more.japanese);
    english.addAll(more.english);
    return this;
  }

  boolean isEmpty() {
    return japanese.isEmpty();
  }

  List<String> in(Language language) {
    return List.copyOf(language == Language.JA ? japanese : english);
  }

  /** As a FHIR Narrative. */
  Json.Obj narrative() {
    return Json.object()
        .put("status", "generated")
        .put(
            "div",
            "<div xmlns=\"http://www.w3.org/1999/xhtml\">"
                + block("ja", japanese)
                + block("en", english)
                + "</div>")
        .build();
  }

  private static String block(String language, List<String> lines) {
    StringBuilder text = new StringBuilder("<div lang=\"").append(language);
    text.append("\" xml:lang=\"").append(language).append("\">");
    for (String line : lines) text.append("<p>").append(Markup.escape(line)).append("</p>");
    return text.append("</div>").toString();
  }
}
