package dev.tsumugi.hub;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer of {@code $emergency-lookup} as a crew reads it, in lines of plain text. */
public final class SheetText {
  private record Words(String ja, String en) {}

  // In the order of the answer, which is the order of the screen.
  private static final Map<String, Words> BLOCKS = new LinkedHashMap<>();

  static {
    BLOCKS.put("wishes", new Words("本人の意思", "Wishes"));
    BLOCKS.put("order", new Words("医師の指示", "Physician's orders"));
    BLOCKS.put("contacts", new Words("連絡する人", "People to call"));
    BLOCKS.put("allergies", new Words("アレルギー", "Allergies"));
    BLOCKS.put("medication", new Words("使っている薬", "Medication"));
    BLOCKS.put("problems", new Words("病気", "Problems"));
    BLOCKS.put("devices", new Words("医療機器", "Devices"));
    BLOCKS.put("infection", new Words("感染予防", "Precautions"));
    BLOCKS.put("baseline", new Words("ふだんの様子", "Usual state"));
  }

  private static final Map<String, Words> SEXES =
      Map.of(
          "female", new Words("女性", "female"),
          "male", new Words("男性", "male"),
          "other", new Words("その他", "other"),
          "unknown", new Words("性別不明", "sex unknown"));

  private static final Map<String, Words> FOUND_BY =
      Map.of(
          "identifier", new Words("番号", "number"),
          "name-birthdate-sex", new Words("氏名・生年月日・性別", "name, date of birth and sex"));

  private static final Map<String, Words> CERTAINTY =
      Map.of(
          "certain", new Words("確実", "certain"),
          "probable", new Words("ほぼ確実(本人か確かめること)", "probable; confirm who it is"));

  private SheetText() {}

  /** Nothing but one line where nobody was found. */
  public static List<String> lines(Json.Obj answer) {
    Optional<Json.Obj> identity = part(answer, "parameter", "identity");
    if (identity.isEmpty()) {
      return List.of("該当する情報はありません", "There is nothing to show");
    }
    List<String> lines = new ArrayList<>(person(identity.get()));
    part(answer, "parameter", "match").ifPresent(match -> lines.addAll(match(match)));
    for (Json.Obj block : blocks(answer)) {
      String code = code(block);
      Words title = BLOCKS.getOrDefault(code, new Words(code, code));
      lines.add("");
      lines.add("【" + title.ja() + "】 " + title.en());
      lines.addAll(content(block));
    }
    lines.addAll(flags(answer));
    lines.addAll(doctors(answer));
    return lines;
  }

  private static List<Json.Obj> groups(Json.Obj answer, String name) {
    return answer.objects("parameter").stream()
        .filter(parameter -> name.equals(parameter.text("name")))
        .toList();
  }

  private static List<String> flags(Json.Obj answer) {
    List<String> lines = new ArrayList<>();
    for (Json.Obj flag : groups(answer, "flag")) {
      if (lines.isEmpty()) lines.addAll(List.of("", "【注意】 Red flags"));
      lines.add("！ " + text(flag, "text").orElse(""));
      text(flag, "textEn").ifPresent(english -> lines.add("   " + english));
      text(flag, "source").ifPresent(source -> lines.add("   (" + source + ")"));
    }
    return lines;
  }

  private static List<String> doctors(Json.Obj answer) {
    List<String> lines = new ArrayList<>(List.of("", "【確認する医師】 Doctor to call"));
    for (Json.Obj doctor : groups(answer, "doctor")) {
      List<String> words = new ArrayList<>();
      for (Json.Obj part : doctor.objects("part")) {
        if (!"ref".equals(part.text("name"))) words.add(value(part));
      }
      lines.add("・ " + String.join("  ", words));
    }
    return lines;
  }

  /** The blocks in their order. */
  public static List<Json.Obj> blocks(Json.Obj answer) {
    return answer.objects("parameter").stream()
        .filter(parameter -> "block".equals(parameter.text("name")))
        .toList();
  }

  /** A block's code of {@code CodeSystem/sheet-block}. */
  public static String code(Json.Obj block) {
    return text(block, "code").orElse("");
  }

  /** What a part of this name says, whatever its type; empty if there is none. */
  public static Optional<String> text(Json.Obj group, String name) {
    return part(group, "part", name).map(SheetText::value);
  }

  /** The value of a parameter, not of a part. */
  public static Optional<String> parameter(Json.Obj answer, String name) {
    return part(answer, "parameter", name).map(SheetText::value);
  }

  private static Optional<Json.Obj> part(Json.Obj group, String member, String name) {
    return group.objects(member).stream()
        .filter(part -> name.equals(part.text("name")))
        .findFirst();
  }

  private static String value(Json.Obj part) {
    for (int i = 0; i < part.size(); i++) {
      if (!part.name(i).startsWith("value")) continue;
      Json value = part.value(i);
      if (value instanceof Json.Text text) return text.value();
      if (value instanceof Json.Num number) return number.literal();
      if (value instanceof Json.Obj reference) return orNothing(reference.text("reference"));
    }
    return "";
  }

  private static String orNothing(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static List<String> person(Json.Obj identity) {
    Words sex = SEXES.getOrDefault(text(identity, "sex").orElse(""), new Words("", ""));
    String age = text(identity, "age").map(years -> years + "歳 ").orElse("");
    String kana = text(identity, "kana").map(reading -> "(" + reading + ") ").orElse(" ");
    String birth = text(identity, "birthDate").map(day -> day + " 生").orElse("");
    List<String> lines = new ArrayList<>();
    lines.add(text(identity, "name").orElse("") + kana + sex.ja() + " " + age + birth);
    lines.add(sex.en() + text(identity, "age").map(years -> ", aged " + years).orElse(""));
    List<String> where = new ArrayList<>();
    text(identity, "address").ifPresent(where::add);
    for (Json.Obj part : identity.objects("part")) {
      if ("phone".equals(part.text("name"))) where.add("☎ " + value(part));
    }
    if (!where.isEmpty()) lines.add(String.join("  ", where));
    return lines;
  }

  private static List<String> match(Json.Obj match) {
    Words by = FOUND_BY.getOrDefault(text(match, "foundBy").orElse(""), new Words("?", "?"));
    Words sure = CERTAINTY.getOrDefault(text(match, "certainty").orElse(""), new Words("?", "?"));
    return List.of(by.ja() + "で一致: " + sure.ja(), "found by " + by.en() + ": " + sure.en());
  }

  private static List<String> content(Json.Obj block) {
    List<String> lines = new ArrayList<>();
    for (Json.Obj item : block.objects("part")) {
      if (!"item".equals(item.text("name"))) continue;
      // When a telephone number was entered helps nobody at the scene.
      Optional<String> when =
          code(block).equals("contacts") ? Optional.empty() : text(item, "date");
      String date = when.map(d -> " [" + day(d) + "]").orElse("");
      lines.add("・ " + text(item, "text").orElse("") + date);
      text(item, "textEn").ifPresent(english -> lines.add("   " + english));
    }
    // Never "none": the server's own sentence says what an empty block means.
    text(block, "empty").ifPresent(sentence -> lines.add("   " + sentence));
    text(block, "emptyEn").ifPresent(sentence -> lines.add("   " + sentence));
    return lines;
  }

  private static String day(String dateTime) {
    return dateTime.length() > 10 ? dateTime.substring(0, 10) : dateTime;
  }
}
