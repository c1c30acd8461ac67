package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.fhirserver.reading.Contacts;
import dev.tsumugi.fhirserver.reading.Contacts.Contact;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Agent;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Sys;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a plan says, in words: for narratives, and for paper. */
final class PlanWords {
  private static final Wishes WISHES = new Wishes();
  private static final Contacts CONTACTS = new Contacts();
  private static final DateTimeFormatter DAY_JA =
      DateTimeFormatter.ofPattern("uuuu年M月d日", Locale.JAPAN).withZone(FhirTime.ZONE);
  private static final DateTimeFormatter DAY_EN =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(FhirTime.ZONE);

  /** Organ donation, autopsy, arrangements after death. */
  private static final Set<String> AFTER_DEATH = Set.of("75781-5", "75782-3", "81356-8");

  private static final Map<String, String[]> AFTER_DEATH_TITLES =
      Map.of(
          "75782-3", new String[] {"解剖についての考え", "Autopsy"},
          "81356-8", new String[] {"葬儀などについての考え", "Arrangements after death"});

  private PlanWords() {}

  /** In which part of a plan a wish stands. */
  enum Part {
    TREATMENT,
    CARE_EXPERIENCE,
    UPON_DEATH
  }

  static Part part(Json.Obj wish) {
    for (Coding code : Elements.codings(wish, "code")) {
      if (code.system().equals(Sys.LOINC) && AFTER_DEATH.contains(code.code())) {
        return Part.UPON_DEATH;
      }
    }
    return Elements.codings(wish, "category").contains(Category.CARE_EXPERIENCE_PREFERENCE)
        ? Part.CARE_EXPERIENCE
        : Part.TREATMENT;
  }

  /** One line for each wish of the part that still stands in this version. */
  static Bilingual wishes(PlanContent content, Part part) {
    Bilingual lines = new Bilingual();
    for (Json.Obj wish : content.wishes()) if (part(wish) == part) lines.add(wish(wish));
    return lines;
  }

  static Bilingual wish(Json.Obj wish) {
    Bilingual line = new Bilingual();
    for (Coding code : Elements.codings(wish, "code")) {
      String[] titles = AFTER_DEATH_TITLES.get(code.code());
      if (titles == null || !code.system().equals(Sys.LOINC)) continue;
      String words = words(wish);
      return line.add(titles[0] + ": " + words, titles[1] + ": " + words);
    }
    for (Wish read : WISHES.standing(List.of(wish))) {
      String english = read.english();
      line.add(read.japanese(), english == null ? read.japanese() : english);
    }
    return line;
  }

  private static String words(Json.Obj wish) {
    String said = wish.text("valueString");
    return said != null ? said.strip() : Elements.label(wish, "valueCodeableConcept");
  }

  /** Who may speak for the person: name, relation, telephone, in which place, how far. */
  static Bilingual speaker(Speaker speaker) {
    Optional<Contact> contact = CONTACTS.read(speaker.person());
    String name = PersonName.of(speaker.person()).shown();
    StringBuilder ja = new StringBuilder(name);
    StringBuilder en = new StringBuilder(name);
    contact
        .map(Contact::japanese)
        .filter(is -> !is.isEmpty())
        .ifPresent(is -> ja.append("(").append(is).append(")"));
    contact
        .map(Contact::english)
        .filter(is -> !is.isEmpty())
        .ifPresent(is -> en.append(" (").append(is).append(")"));
    for (String phone : contact.map(Contact::phones).orElse(List.of())) {
      ja.append(" 電話 ").append(phone);
      en.append(" tel. ").append(phone);
    }
    Bilingual lines = new Bilingual();
    for (Json.Obj consent : speaker.consents()) {
      if (isLimit(consent)) continue;
      rank(consent, ja, en);
    }
    lines.add(ja.toString(), en.toString());
    for (Json.Obj consent : speaker.consents()) {
      String limits = limits(consent);
      if (isLimit(consent) && !limits.isEmpty()) {
        lines.add("できることの範囲: " + limits, "Limits: " + limits);
      }
    }
    return lines;
  }

  private static boolean isLimit(Json.Obj consent) {
    return Elements.codings(consent, "scope").contains(Agent.LIMITS);
  }

  /** The words of a limit: the text of its scope, or what its narrative says. */
  private static String limits(Json.Obj consent) {
    Json.Obj scope = consent.obj("scope");
    String said = scope == null ? null : scope.text("text");
    if (said != null) return said.strip();
    Json.Obj text = consent.obj("text");
    String div = text == null ? null : text.text("div");
    return div == null ? "" : ForeignWords.plain(div);
  }

  private static void rank(Json.Obj consent, StringBuilder ja, StringBuilder en) {
    Json.Obj provision = consent.obj("provision");
    if (provision == null) return;
    for (Json.Obj actor : provision.objects("actor")) {
      List<Coding> roles = Elements.codings(actor, "role");
      if (roles.contains(Agent.PRIMARY)) tell(ja, en, "第一の代弁者", "first to ask");
      if (roles.contains(Agent.FIRST_ALTERNATE)) tell(ja, en, "第二の代弁者", "second to ask");
      if (roles.contains(Agent.SECOND_ALTERNATE)) tell(ja, en, "第三の代弁者", "third to ask");
    }
    boolean decides = Elements.codings(provision, "action").contains(Agent.MAY_DECIDE);
    if (decides) tell(ja, en, "状況に応じて判断してよい", "may decide as the situation asks");
    if ("proposed".equals(consent.text("status"))) tell(ja, en, "引き受けの返事待ち", "not accepted yet");
  }

  private static void tell(StringBuilder ja, StringBuilder en, String japanese, String english) {
    ja.append("、").append(japanese);
    en.append(", ").append(english);
  }

  /** Names of people who are told as References. */
  static Bilingual people(List<Json.Obj> people) {
    Bilingual names = new Bilingual();
    for (Json.Obj one : people) {
      String name = Optional.ofNullable(Elements.first(one, "display", "reference")).orElse("");
      if (!name.isEmpty()) names.add(name, name);
    }
    return names;
  }

  /** How and when it was signed, and what it is now. */
  static Bilingual administrative(PlanContent content) {
    Signing signing = content.signing();
    Directive state = content.version().state();
    Bilingual lines = new Bilingual();
    lines.add("署名した日: " + dayJa(signing.at()), "Signed on " + dayEn(signing.at()));
    state(state, lines);
    signing
        .capacity()
        .ifPresent(
            noted ->
                lines.add("そのときのご本人の様子: " + noted, "How the person was then, as noted: " + noted));
    Bilingual facilitators = people(signing.facilitators());
    for (String name : facilitators.in(Language.JA)) {
      lines.add("話し合いを手伝った人: " + name, "Helped to talk it over: " + name);
    }
    signing
        .enteredBy()
        .map(List::of)
        .map(PlanWords::people)
        .filter(names -> !names.isEmpty())
        .ifPresent(
            names -> {
              String name = names.in(Language.JA).get(0);
              lines.add("入力した人: " + name, "Entered by: " + name);
            });
    signing.paper().ifPresent(scan -> lines.add("署名された紙から登録しました。", "Entered from a signed paper."));
    return lines;
  }

  private static void state(Directive state, Bilingual lines) {
    String ja = Words.STATES_JA.getOrDefault(state.code(), state.code());
    String en = Words.STATES_EN.getOrDefault(state.code(), state.code());
    lines.add("いまの状態: " + ja, "State: " + en);
    if (!(state instanceof Directive.Current current)) return;
    if (current.confirmed().isAfter(current.signed())) {
      lines.add(
          "「今も同じ」と確かめた日: " + dayJa(current.confirmed()),
          "Said to be still so on " + dayEn(current.confirmed()));
    }
    current
        .expires()
        .ifPresent(end -> lines.add("有効期限: " + dayJa(end) + "まで", "Holds until " + dayEn(end)));
  }

  private interface Words {
    Map<String, String> STATES_JA =
        Map.of(
            "draft", "下書き",
            "current", "有効",
            "superseded", "新しい計画に置き換えられています",
            "withdrawn", "取り消されています",
            "expired", "期限が切れています",
            "closed", "ご本人が亡くなり、閉じられています",
            "entered-in-error", "誤って登録されたものです");
    Map<String, String> STATES_EN =
        Map.of(
            "draft", "draft",
            "current", "current",
            "superseded", "replaced by a later plan",
            "withdrawn", "withdrawn",
            "expired", "expired",
            "closed", "closed, as the person died",
            "entered-in-error", "entered in error");
  }

  static String dayJa(String date) {
    return FhirTime.parse(date).map(when -> dayJa(when.from())).orElse(date);
  }

  static String dayEn(String date) {
    return FhirTime.parse(date).map(when -> dayEn(when.from())).orElse(date);
  }

  static String dayJa(Instant at) {
    return DAY_JA.format(at);
  }

  static String dayEn(Instant at) {
    return DAY_EN.format(at);
  }
}
