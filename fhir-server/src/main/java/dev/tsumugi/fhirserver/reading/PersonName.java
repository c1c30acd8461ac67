package dev.tsumugi.fhirserver.reading;

import dev.tsumugi.kernel.Folding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Ext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The name of a Patient or RelatedPerson as shown: the writing and the reading, each empty if not
 * recorded (JP Core HumanName).
 */
public record PersonName(String kanji, String kana) {
  private static final Set<String> PAST = Set.of("old", "maiden");

  public static PersonName of(Json.Obj person) {
    String kanji = "";
    String kana = "";
    for (Json.Obj name : person.objects("name")) {
      String use = name.text("use");
      String full = full(name);
      if (full.isEmpty() || (use != null && PAST.contains(use))) continue;
      boolean reading = isReading(name, full);
      if (reading && kana.isEmpty()) kana = full;
      if (!reading && kanji.isEmpty()) kanji = full;
    }
    return new PersonName(kanji, kana);
  }

  public String shown() {
    if (!kanji.isEmpty()) return kanji;
    return kana.isEmpty() ? "氏名の記録なし" : kana;
  }

  /** Whether one of the person's names, however it is written down, is {@code folded}. */
  public static boolean fits(Json.Obj person, String folded) {
    return forms(person).contains(folded);
  }

  /** Every name of the person, folded, as a whole; those they had before too. */
  public static Set<String> forms(Json.Obj person) {
    Set<String> forms = new LinkedHashSet<>();
    for (Json.Obj name : person.objects("name")) {
      String text = name.text("text");
      if (text != null) forms.add(fold(text));
      forms.add(fold(joined(name)));
    }
    forms.remove("");
    return forms;
  }

  /** Width, kana script, case and spaces make no difference. */
  public static String fold(String name) {
    return Folding.fold(name).replace(" ", "");
  }

  private static String full(Json.Obj name) {
    String text = name.text("text");
    return text == null ? joined(name) : text.strip();
  }

  private static String joined(Json.Obj name) {
    String family = name.text("family");
    List<String> given = name.texts("given");
    return ((family == null ? "" : family) + " " + String.join(" ", given)).strip();
  }

  private static boolean isReading(Json.Obj name, String full) {
    for (Json.Obj extension : name.objects("extension")) {
      if (!Ext.NAME_REPRESENTATION.equals(extension.text("url"))) continue;
      return "SYL".equals(extension.text("valueCode"));
    }
    return fold(full).codePoints().allMatch(PersonName::isKana);
  }

  /** Of a folded name: the script of reading is then always hiragana. */
  private static boolean isKana(int c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.HIRAGANA || c == 'ー';
  }
}
