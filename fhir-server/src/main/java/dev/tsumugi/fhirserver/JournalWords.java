package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A journal line as a resident reads it: a sentence in Japanese and one in English, and the facts.
 */
public final class JournalWords {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(FhirTime.ZONE);

  private record Words(String ja, String en) {}

  private static final Map<String, Words> ROLES =
      Map.ofEntries(
          Map.entry("resident", new Words("住民", "a resident")),
          Map.entry("physician", new Words("医師", "a physician")),
          Map.entry("nurse", new Words("看護師", "a nurse")),
          Map.entry("pharmacist", new Words("薬剤師", "a pharmacist")),
          Map.entry("crew", new Words("救急隊", "an ambulance crew")),
          Map.entry("facility", new Words("施設職員", "nursing-home staff")),
          Map.entry("emergency-desk", new Words("救急外来", "a hospital's emergency desk")),
          Map.entry("registrar", new Words("窓口職員", "a registrar")),
          Map.entry("officer", new Words("個人情報保護担当", "a privacy officer")),
          Map.entry("operator", new Words("運用担当", "an operator")),
          Map.entry("custodian", new Words("管理者", "the custodian")));

  private static final Map<String, Words> PURPOSES =
      Map.of(
          "TREAT", new Words("診療・ケア", "care and treatment"),
          "ETREAT", new Words("救急", "an emergency"),
          "PATRQT", new Words("本人の求め", "the resident's own request"),
          "FAMRQT", new Words("家族の求め", "a family member's request"),
          "PATADMIN", new Words("窓口の事務", "administration at the counter"),
          "HOPERAT", new Words("運営", "operations"),
          "RECORDMGT", new Words("記録の管理", "keeping the records"),
          "HSYSADMIN", new Words("システムの管理", "running the system"));

  private static final Map<JournalEntry.Kind, Words> KINDS =
      Map.of(
          JournalEntry.Kind.READ, new Words("記録を見ました", "looked at the record"),
          JournalEntry.Kind.QUERY, new Words("記録を検索しました", "searched the record"),
          JournalEntry.Kind.CREATE, new Words("記録を書き加えました", "added to the record"),
          JournalEntry.Kind.UPDATE, new Words("記録を書き換えました", "changed the record"),
          JournalEntry.Kind.DELETE, new Words("記録を消しました", "deleted from the record"),
          JournalEntry.Kind.EMERGENCY, new Words("救急用の情報を照会しました", "asked for the emergency sheet"),
          JournalEntry.Kind.JOURNAL, new Words("閲覧記録を見ました", "read this journal"));

  private static final Words NOT_SHOWN = new Words("ただし、何も表示されませんでした", "but nothing was shown");

  private JournalWords() {}

  /** Parts of a Parameters entry. */
  public static List<Json> parts(JournalPage.Line line) {
    Json.Obj content = line.content();
    boolean shown = Boolean.TRUE.equals(content.bool("permitted"));
    List<Json> parts = new ArrayList<>();
    parts.add(part("at", "valueInstant", FhirTime.instant(line.at())));
    parts.add(part("text", "valueString", japanese(line.at(), line.kind(), content, shown)));
    parts.add(part("text-en", "valueString", english(line.at(), line.kind(), content, shown)));
    parts.add(part("kind", "valueCode", line.kind().name()));
    for (String fact :
        List.of("name", "actor", "organization", "role", "purpose", "client", "basis", "asked")) {
      String value = content.text(fact);
      if (value != null && !value.isEmpty()) parts.add(part(fact, "valueString", value));
    }
    for (String consent : content.texts("consents"))
      parts.add(part("consent", "valueString", consent));
    for (String dataClass : content.texts("classes")) {
      parts.add(part("data-class", "valueCode", dataClass));
    }
    parts.add(Json.object().put("name", "shown").put("valueBoolean", shown).build());
    return parts;
  }

  private static Json part(String name, String type, String value) {
    return Json.object().put("name", name).put(type, value).build();
  }

  private static String japanese(
      Instant at, JournalEntry.Kind kind, Json.Obj content, boolean shown) {
    String text =
        WHEN.format(at)
            + " "
            + who(content)
            + "("
            + words(ROLES, content.text("role")).ja()
            + ")が、"
            + words(PURPOSES, content.text("purpose")).ja()
            + "のために、"
            + KINDS.getOrDefault(kind, new Words("", "")).ja();
    return text + (shown ? "。" : "。" + NOT_SHOWN.ja() + "。");
  }

  private static String english(
      Instant at, JournalEntry.Kind kind, Json.Obj content, boolean shown) {
    String text =
        WHEN.format(at)
            + " (Japanese time): "
            + who(content)
            + " ("
            + words(ROLES, content.text("role")).en()
            + ") "
            + KINDS.getOrDefault(kind, new Words("", "")).en()
            + " for "
            + words(PURPOSES, content.text("purpose")).en();
    return text + (shown ? "." : ", " + NOT_SHOWN.en() + ".");
  }

  private static String who(Json.Obj content) {
    String name = content.text("name");
    String organization = content.text("organization");
    String person = name == null || name.isEmpty() ? "?" : name;
    return organization == null ? person : organization + " " + person;
  }

  private static Words words(Map<String, Words> table, @Nullable String code) {
    String known = code == null ? "" : code;
    Words words = table.get(known);
    return words != null ? words : new Words(known, known);
  }
}
