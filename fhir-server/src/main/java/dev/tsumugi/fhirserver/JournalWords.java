package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.JournalTables.Deed;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A journal line as a resident reads it: a few short sentences in Japanese and in English, and the
 * facts. The words name the resident in the third person, as a proxy may be the reader.
 */
public final class JournalWords {
  private static final DateTimeFormatter WHEN_JA =
      DateTimeFormatter.ofPattern("uuuu年M月d日 H時mm分", Locale.JAPAN).withZone(FhirTime.ZONE);
  private static final DateTimeFormatter WHEN_EN =
      DateTimeFormatter.ofPattern("d MMMM uuuu, H:mm", Locale.ENGLISH).withZone(FhirTime.ZONE);

  private static final Set<JournalEntry.Kind> WRITES =
      Set.of(JournalEntry.Kind.CREATE, JournalEntry.Kind.UPDATE, JournalEntry.Kind.DELETE);

  /** The same in Japanese and in English. */
  record Words(String ja, String en) {}

  private JournalWords() {}

  static Words role(String code) {
    return words(JournalTables.ROLES, code);
  }

  static Words purpose(String code) {
    return words(JournalTables.PURPOSES, code);
  }

  /** Parts of a Parameters entry. */
  public static List<Json> parts(JournalPage.Line line) {
    AuditLine audit = line.audit();
    List<Json> parts = new ArrayList<>();
    parts.add(part("at", "valueInstant", FhirTime.instant(audit.at())));
    parts.add(part("text", "valueString", japanese(line)));
    parts.add(part("text-en", "valueString", english(line)));
    Words who = who(line);
    Words why = purpose(audit.fact("purpose"));
    parts.add(part("who", "valueString", who.ja()));
    parts.add(part("who-en", "valueString", who.en()));
    parts.add(part("why", "valueString", why.ja()));
    parts.add(part("why-en", "valueString", why.en()));
    parts.add(part("event", "valueString", AuditEvents.TYPE + "/" + audit.key().id()));
    parts.add(part("kind", "valueCode", audit.kind().name()));
    for (String fact :
        List.of("name", "actor", "organization", "role", "purpose", "client", "basis", "asked")) {
      String value = audit.fact(fact);
      if (!value.isEmpty()) parts.add(part(fact, "valueString", value));
    }
    for (String consent : audit.content().texts("consents"))
      parts.add(part("consent", "valueString", consent));
    for (String dataClass : audit.content().texts("classes")) {
      parts.add(part("data-class", "valueCode", dataClass));
    }
    for (JournalMark mark : audit.marks()) parts.add(part("mark", "valueCode", mark.code()));
    parts.add(flag("break-glass", audit.glassBroken()));
    parts.add(flag("shown", audit.permitted()));
    return parts;
  }

  private static Json part(String name, String type, String value) {
    return Json.object().put("name", name).put(type, value).build();
  }

  private static Json flag(String name, boolean value) {
    return Json.object().put("name", name).put("valueBoolean", value).build();
  }

  private static String japanese(JournalPage.Line line) {
    AuditLine audit = line.audit();
    Deed deed = JournalTables.deed(audit);
    StringBuilder text = new StringBuilder(WHEN_JA.format(audit.at())).append("、");
    text.append(who(line).ja()).append("が、");
    text.append(purpose(audit.fact("purpose")).ja()).append("のために、");
    if (!audit.permitted()) {
      text.append(deed.tried().ja()).append("が、");
      text.append(reason(audit).ja()).append("ため、").append(inVain(audit).ja()).append("。");
      return marked(text, audit, Words::ja, "。").toString();
    }
    text.append(deed.done().ja()).append("。");
    String classes = classes(audit, Words::ja, "、");
    if (!classes.isEmpty()) text.append("情報の種類:").append(classes).append("。");
    for (Words basis : bases(audit)) text.append(basis.ja()).append("。");
    return marked(text, audit, Words::ja, "。").toString();
  }

  private static String english(JournalPage.Line line) {
    AuditLine audit = line.audit();
    Deed deed = JournalTables.deed(audit);
    StringBuilder text = new StringBuilder(WHEN_EN.format(audit.at()));
    text.append(" (Japanese time): ").append(who(line).en()).append(' ');
    text.append(audit.permitted() ? deed.done().en() : deed.tried().en());
    text.append(". Purpose: ").append(purpose(audit.fact("purpose")).en());
    if (!audit.permitted()) {
      text.append(". ").append(inVain(audit).en()).append(": ").append(reason(audit).en());
      return marked(text.append("."), audit, Words::en, ".").toString();
    }
    String classes = classes(audit, Words::en, ", ");
    if (!classes.isEmpty()) text.append(". Kinds of data: ").append(classes);
    String bases = bases(audit).stream().map(Words::en).collect(Collectors.joining("; "));
    if (!bases.isEmpty()) text.append(". Permitted ").append(bases);
    return marked(text.append("."), audit, Words::en, ".").toString();
  }

  private static StringBuilder marked(
      StringBuilder text, AuditLine audit, Function<Words, String> language, String end) {
    for (JournalMark mark : JournalMark.values()) {
      if (!audit.marks().contains(mark)) continue;
      if (end.equals(".")) text.append(' ');
      text.append(language.apply(words(JournalTables.MARKS, mark.code()))).append(end);
    }
    return text;
  }

  private static Words who(JournalPage.Line line) {
    AuditLine audit = line.audit();
    Words role = role(audit.fact("role"));
    String organization = organization(line);
    boolean placed = !organization.isEmpty();
    return new Words(
        (placed ? organization + "の" : "")
            + (named(audit) ? audit.fact("name") + "さん" : "名前の分からない人")
            + ("(" + role.ja() + ")"),
        (named(audit) ? audit.fact("name") : "Somebody whose name is not known")
            + (" (" + role.en() + (placed ? ", " + organization : "") + ")"));
  }

  private static boolean named(AuditLine audit) {
    return !audit.fact("name").isEmpty();
  }

  private static String organization(JournalPage.Line line) {
    return line.organization().orElse(line.audit().fact("organization"));
  }

  private static String classes(AuditLine audit, Function<Words, String> language, String between) {
    return audit.content().texts("classes").stream()
        .map(code -> language.apply(words(JournalTables.CLASSES, code)))
        .collect(Collectors.joining(between));
  }

  private static List<Words> bases(AuditLine audit) {
    return audit.bases().stream().map(JournalTables.BASES::get).filter(Objects::nonNull).toList();
  }

  /** The first reason that has words: the layers are asked in an order, and one is enough. */
  private static Words reason(AuditLine audit) {
    return audit.bases().stream()
        .map(JournalTables.REASONS::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(JournalTables.UNKNOWN_REASON);
  }

  private static Words inVain(AuditLine audit) {
    return WRITES.contains(audit.kind())
        ? new Words("何も変わっていません", "Nothing was changed")
        : new Words("何も見られていません", "Nothing was shown");
  }

  private static Words words(Map<String, Words> table, String code) {
    Words words = table.get(code);
    return words != null ? words : new Words(code, code);
  }
}
