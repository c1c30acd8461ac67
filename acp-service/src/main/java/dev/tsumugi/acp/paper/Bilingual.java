package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.Xhtml;
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
    return Xhtml.narrative(japanese, english);
  }
}
