package dev.tsumugi.acp;

import dev.tsumugi.fhirserver.reading.Contacts;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Ext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cards of {@code patient-view}: what the resident wants, then who may speak for them. They are
 * made of what the gate let through and of nothing else, so equal input gives equal bytes and
 * hidden is absent.
 */
public final class PatientView {
  static final String EMPTY = "記録なし(無いとは限りません)";
  static final String EMPTY_EN = "nothing recorded here (not proof of none)";

  private static final Words NOTHING = new Words(EMPTY, EMPTY_EN);
  private static final Words WISHES = new Words("本人の意思", "What the resident wants");
  private static final Words PROXIES = new Words("本人に代わって話せる人", "Who may speak for the resident");
  private static final Words NO_ORDER =
      new Words("意思であり、医師の指示ではありません。", "Wishes, not a physician's orders.");
  private static final Words WITHHELD =
      new Words(
          "住民は記録の一部を見せないことを選べます。ここにあるものが全てとは限りません。",
          "Residents may withhold entries: what is shown here need not be all.");

  private final Wishes wishes = new Wishes();
  private final Contacts contacts = new Contacts();
  private final AcpSettings settings;

  public PatientView(AcpSettings settings) {
    this.settings = settings;
  }

  /** The same in both languages. */
  private record Words(String japanese, String english) {
    String in(boolean asEnglish) {
      return asEnglish ? english : japanese;
    }
  }

  /**
   * The answer to a call.
   *
   * @param observations the resident's wishes that may be seen
   * @param people the resident's RelatedPersons that may be seen
   * @param english whether English comes first
   */
  public Json.Obj answer(
      HookCall call,
      List<Json.Obj> observations,
      List<Json.Obj> people,
      Instant at,
      boolean english) {
    List<Wish> standing =
        wishes.standing(observations).stream().filter(wish -> wish.holds().contains(at)).toList();
    List<Words> said = said(standing, people);
    List<Words> speakers =
        Proxy.of(people, contacts, at).stream()
            .map(proxy -> new Words(proxy.japanese(), proxy.english()))
            .toList();
    Cards cards = new Cards(settings, call.instance(), english);
    List<Json.Obj> all = new ArrayList<>();
    if (said.isEmpty() && speakers.isEmpty()) {
      all.add(cards.card("nothing", "info", NOTHING.in(english), both(NOTHING, WITHHELD, english)));
    } else {
      boolean refuses = standing.stream().anyMatch(PatientView::limits);
      all.add(card(cards, "wishes", refuses ? "warning" : "info", WISHES, said, english));
      all.add(card(cards, "proxies", "info", PROXIES, speakers, english));
    }
    return Json.object().put("cards", all).build();
  }

  /** Whether it is about treatment that is not to be given, or not for long. */
  private static boolean limits(Wish wish) {
    return "do-not-wish".equals(wish.answer()) || "trial".equals(wish.answer());
  }

  private static Json.Obj card(
      Cards cards, String kind, String indicator, Words title, List<Words> lines, boolean english) {
    String first = lines.isEmpty() ? NOTHING.in(english) : lines.get(0).in(english);
    int more = lines.size() - 1;
    String rest = more < 1 ? "" : english ? " (and " + more + " more)" : " ほか" + more + "件";
    String summary = Cards.summary(title.in(english) + ": " + first, rest);
    return cards.card(kind, indicator, summary, detail(kind, title, lines, english));
  }

  private static String detail(String kind, Words title, List<Words> lines, boolean english) {
    StringBuilder detail = new StringBuilder();
    for (boolean language : List.of(english, !english)) {
      detail.append("**").append(title.in(language)).append("**\n\n");
      if (lines.isEmpty()) detail.append(NOTHING.in(language)).append('\n');
      for (Words line : lines) {
        detail.append("- ").append(Markdown.plain(line.in(language))).append('\n');
      }
      detail.append('\n');
    }
    if (kind.equals("wishes")) detail.append(both(NO_ORDER, WITHHELD, english));
    else detail.append(WITHHELD.in(english)).append("\n\n").append(WITHHELD.in(!english));
    return detail.toString();
  }

  private static String both(Words one, Words other, boolean english) {
    return one.in(english)
        + " "
        + other.in(english)
        + "\n\n"
        + one.in(!english)
        + " "
        + other.in(!english);
  }

  private static List<Words> said(List<Wish> standing, List<Json.Obj> people) {
    Map<String, String> names = new HashMap<>();
    for (Json.Obj person : people) {
      names.put("RelatedPerson/" + person.text("id"), PersonName.of(person).shown());
    }
    return standing.stream()
        .sorted(
            Comparator.comparing(Wish::rank)
                .thenComparing(wish -> day(wish), Comparator.reverseOrder())
                .thenComparing(Wish::japanese))
        .map(wish -> words(wish, names))
        .toList();
  }

  private static Words words(Wish wish, Map<String, String> names) {
    String day = day(wish);
    String heard = heard(wish.resource(), names);
    String japanese =
        (day.isEmpty() ? "日付の記録なし" : day) + (heard.isEmpty() ? "" : "、聞いた人: " + heard);
    String english =
        (day.isEmpty() ? "no date recorded" : day) + (heard.isEmpty() ? "" : ", told to " + heard);
    String wording = wish.english();
    return new Words(
        wish.japanese() + " " + japanese,
        (wording == null ? wish.japanese() : wording) + " " + english);
  }

  /** The day in Japan on which it was said; as written where that is less than a day. */
  private static String day(Wish wish) {
    String date = wish.date();
    if (date == null) return "";
    if (date.length() <= "2026-01-01".length()) return date;
    return FhirTime.parse(date)
        .map(when -> LocalDate.ofInstant(when.from(), FhirTime.ZONE).toString())
        .orElse("");
  }

  private static String heard(Json.Obj wish, Map<String, String> names) {
    for (Json.Obj extension : wish.objects("extension")) {
      Json.Obj who = extension.obj("valueReference");
      if (!Ext.WISH_HEARD_BY.equals(extension.text("url")) || who == null) continue;
      String display = who.text("display");
      return display == null
          ? names.getOrDefault(String.valueOf(who.text("reference")), "")
          : display.strip();
    }
    return "";
  }
}
