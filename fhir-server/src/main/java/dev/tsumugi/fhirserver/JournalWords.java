package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A journal line as a resident reads it: a sentence in Japanese and one in English, and the facts.
 */
public final class JournalWords {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(FhirTime.ZONE);

  record Words(String ja, String en) {}

  private static final Map<String, Words> ROLES =
      Map.ofEntries(
          Map.entry("resident", new Words("住民", "resident")),
          Map.entry("physician", new Words("医師", "physician")),
          Map.entry("nurse", new Words("看護師", "nurse")),
          Map.entry("pharmacist", new Words("薬剤師", "pharmacist")),
          Map.entry("crew", new Words("救急隊", "ambulance crew")),
          Map.entry("facility", new Words("施設職員", "nursing-home staff")),
          Map.entry("emergency-desk", new Words("救急外来", "hospital emergency desk")),
          Map.entry("registrar", new Words("窓口職員", "registrar")),
          Map.entry("officer", new Words("個人情報保護担当", "privacy officer")),
          Map.entry("operator", new Words("運用担当", "operator")),
          Map.entry("custodian", new Words("管理者", "custodian")));

  private static final Map<String, Words> PURPOSES =
      Map.ofEntries(
          Map.entry("TREAT", new Words("診療・ケア", "care and treatment")),
          Map.entry("COC", new Words("機関の間の調整", "coordination of care")),
          Map.entry("ETREAT", new Words("救急", "emergency")),
          Map.entry("BTG", new Words("緊急の例外閲覧", "breaking the glass")),
          Map.entry("PATRQT", new Words("本人の求め", "the resident's own request")),
          Map.entry("FAMRQT", new Words("家族の求め", "a family member's request")),
          Map.entry("PWATRNY", new Words("代弁者の求め", "a healthcare agent's request")),
          Map.entry("PATADMIN", new Words("窓口の事務", "administration at the counter")),
          Map.entry("HOPERAT", new Words("運営", "operations")),
          Map.entry("RECORDMGT", new Words("記録の管理", "keeping the records")),
          Map.entry("HSYSADMIN", new Words("システムの管理", "running the system")));

  private record Deed(Words done, Words tried) {
    static Deed of(String ja, String triedJa, String en, String triedEn) {
      return new Deed(new Words(ja, en), new Words(triedJa, triedEn));
    }
  }

  private static final Map<JournalEntry.Kind, Deed> DEEDS =
      Map.ofEntries(
          Map.entry(
              JournalEntry.Kind.READ,
              Deed.of(
                  "記録を見ました", "記録を見ようとしました", "looked at the record", "tried to look at the record")),
          Map.entry(
              JournalEntry.Kind.QUERY,
              Deed.of("記録を検索しました", "記録を検索しました", "searched the record", "searched the record")),
          Map.entry(
              JournalEntry.Kind.CREATE,
              Deed.of(
                  "記録を書き加えました",
                  "記録を書き加えようとしました",
                  "added to the record",
                  "tried to add to the record")),
          Map.entry(
              JournalEntry.Kind.UPDATE,
              Deed.of(
                  "記録を書き換えました",
                  "記録を書き換えようとしました",
                  "changed the record",
                  "tried to change the record")),
          Map.entry(
              JournalEntry.Kind.DELETE,
              Deed.of(
                  "記録を消しました",
                  "記録を消そうとしました",
                  "deleted from the record",
                  "tried to delete from the record")),
          Map.entry(
              JournalEntry.Kind.EMERGENCY,
              Deed.of(
                  "救急用の情報を見ました",
                  "救急用の情報を照会しました",
                  "saw the emergency sheet",
                  "asked for the emergency sheet")),
          Map.entry(
              JournalEntry.Kind.JOURNAL,
              Deed.of(
                  "閲覧記録を見ました", "閲覧記録を見ようとしました", "read this journal", "tried to read this journal")),
          Map.entry(
              JournalEntry.Kind.EXPORT,
              Deed.of(
                  "記録を一括で取り出しました",
                  "記録を一括で取り出そうとしました",
                  "took the record out in bulk",
                  "tried to take the record out in bulk")),
          Map.entry(
              JournalEntry.Kind.NOTIFY,
              Deed.of(
                  "記録の更新の知らせを受けました",
                  "記録の更新の知らせを受けようとしました",
                  "was told of a change to the record",
                  "was to be told of a change to the record")),
          Map.entry(
              JournalEntry.Kind.BREAK_GLASS,
              Deed.of(
                  "緊急の例外閲覧を扱いました",
                  "緊急の例外閲覧を扱おうとしました",
                  "dealt with a breaking of the glass",
                  "tried to deal with a breaking of the glass")),
          Map.entry(
              JournalEntry.Kind.DECISION,
              Deed.of(
                  "誰が見られるかを確かめました",
                  "誰が見られるかを確かめようとしました",
                  "asked who may see the record",
                  "tried to ask who may see the record")));

  private static final Words NOT_SHOWN = new Words("何も表示されませんでした", "nothing was shown");
  private static final Set<JournalEntry.Kind> WRITES =
      Set.of(JournalEntry.Kind.CREATE, JournalEntry.Kind.UPDATE, JournalEntry.Kind.DELETE);
  private static final Words NOT_WRITTEN = new Words("何も変わりませんでした", "nothing was changed");

  private JournalWords() {}

  /** Parts of a Parameters entry. */
  public static List<Json> parts(JournalPage.Line line) {
    Json.Obj content = line.content();
    boolean shown = Boolean.TRUE.equals(content.bool("permitted"));
    List<Json> parts = new ArrayList<>();
    parts.add(part("at", "valueInstant", FhirTime.instant(line.at())));
    parts.add(part("text", "valueString", japanese(line, shown)));
    parts.add(part("text-en", "valueString", english(line, shown)));
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

  private static String japanese(JournalPage.Line line, boolean shown) {
    String text =
        WHEN.format(line.at())
            + " "
            + who(line)
            + "("
            + words(ROLES, line.content().text("role")).ja()
            + ")が、"
            + words(PURPOSES, line.content().text("purpose")).ja()
            + "のために、"
            + deed(line, shown).ja()
            + "。";
    return shown ? text : text + inVain(line).ja() + "。";
  }

  private static String english(JournalPage.Line line, boolean shown) {
    String text =
        WHEN.format(line.at())
            + " (Japanese time): "
            + who(line)
            + " ("
            + words(ROLES, line.content().text("role")).en()
            + ") "
            + deed(line, shown).en()
            + "; purpose: "
            + words(PURPOSES, line.content().text("purpose")).en()
            + ".";
    return shown ? text : text + " " + sentence(inVain(line).en());
  }

  private static Words deed(JournalPage.Line line, boolean shown) {
    Deed deed = DEEDS.get(line.kind());
    if (deed == null) throw new IllegalStateException("no words for " + line.kind());
    return shown ? deed.done() : deed.tried();
  }

  private static Words inVain(JournalPage.Line line) {
    return WRITES.contains(line.kind()) ? NOT_WRITTEN : NOT_SHOWN;
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private static String who(JournalPage.Line line) {
    String name = line.content().text("name");
    String organization =
        line.organization().orElseGet(() -> orNothing(line.content().text("organization")));
    String person = name == null || name.isEmpty() ? "?" : name;
    return organization.isEmpty() ? person : organization + " " + person;
  }

  private static String orNothing(@Nullable String text) {
    return text == null ? "" : text;
  }

  static Words role(String code) {
    return words(ROLES, code);
  }

  static Words purpose(String code) {
    return words(PURPOSES, code);
  }

  private static Words words(Map<String, Words> table, @Nullable String code) {
    String known = code == null ? "" : code;
    Words words = table.get(known);
    return words != null ? words : new Words(known, known);
  }
}
