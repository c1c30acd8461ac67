package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.acp.Xhtml;
import dev.tsumugi.acp.paper.PlanWords.Part;
import dev.tsumugi.fhirserver.reading.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plan as pages: XHTML with CSS for print. Every word of a person passes {@link Markup#escape};
 * nothing is loaded from anywhere.
 */
public final class PaperPages {
  /** The family of type that the pages ask for. */
  public static final String FONT = PaperStyle.FONT;

  private static final int SHEET_ROWS = 12;
  private static final int SHEET_LENGTH = 54;
  private static final int SHEET_PEOPLE_ROWS = 6;
  private static final int ROW = 36;
  private static final int CARD_LENGTH = 34;

  private final PlanContent content;
  private final Language language;
  private final Proof proof;

  /**
   * By what a reader finds out whether the paper still holds.
   *
   * @param qr data URI of an image of the code
   * @param address where a person can ask without a camera
   */
  public record Proof(String qr, String address, Instant printed) {}

  private PaperPages(PlanContent content, Language language, Proof proof) {
    this.content = content;
    this.language = language;
    this.proof = proof;
  }

  /** Well-formed XHTML. */
  public static String of(PlanContent content, PaperKind kind, Language language, Proof proof) {
    PaperPages pages = new PaperPages(content, language, proof);
    return switch (kind) {
      case PLAN -> pages.page(pages.say("私の計画", "My plan"), PaperStyle.PLAN, pages.plan());
      case SHEET ->
          pages.page(pages.say("救急の方へ", "For the ambulance"), PaperStyle.SHEET, pages.sheet());
      case CARD -> pages.page(pages.say("意思表示カード", "My wishes"), PaperStyle.CARD, pages.card());
    };
  }

  private String say(String ja, String en) {
    return language.pick(ja, en);
  }

  private String page(String title, String style, String body) {
    String name = Xhtml.escape(name());
    return "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\""
        + language.code()
        + "\"><head><title>"
        + Xhtml.escape(title)
        + " – "
        + name
        + "</title><meta name=\"author\" content=\"Tsumugi\"/><style>"
        + PaperStyle.COMMON
        + style
        + "</style></head><body>"
        + body
        + "</body></html>";
  }

  private String name() {
    return PersonName.of(content.patient()).shown();
  }

  /** Name, reading, day of birth. */
  private String person() {
    PersonName name = PersonName.of(content.patient());
    StringBuilder text = new StringBuilder("<p class=\"name\">");
    text.append(Xhtml.escape(name.shown()));
    if (!name.kana().isEmpty() && !name.kana().equals(name.shown())) {
      text.append(" <span class=\"kana\">").append(Xhtml.escape(name.kana())).append("</span>");
    }
    text.append("</p>");
    String born = content.patient().text("birthDate");
    if (born != null) {
      String day = say(PlanWords.dayJa(born) + "生まれ", "born " + PlanWords.dayEn(born));
      text.append("<p class=\"born\">").append(Xhtml.escape(day)).append("</p>");
    }
    return text.toString();
  }

  private String plan() {
    StringBuilder body = new StringBuilder();
    body.append(heading(say("人生の最終段階の医療・ケアについての私の計画", "My advance care plan")));
    body.append("<div class=\"head\">").append(proofBox()).append(person()).append("</div>");
    body.append(
        note(
            say(
                "ここに書いたことは私の希望です。医師の指示ではありません。そのときの様子に合わせて、代わりに話す人や医療・ケアの人たちと話し合ってください。",
                "These are my wishes, not a doctor's orders. Please talk them over, as things are"
                    + " then, with who speaks for me and with those who care for me.")));
    body.append(block(say("私の代わりに話す人", "Who speaks for me"), speakers()));
    for (Part part : Part.values()) {
      Bilingual lines = PlanWords.wishes(content, part);
      if (!lines.isEmpty()) body.append(block(title(part), lines.in(language)));
    }
    body.append(block(say("この計画について", "About this plan"), about()));
    return body.append(printed()).toString();
  }

  private String title(Part part) {
    return switch (part) {
      case TREATMENT -> say("治療とケアについての希望", "Treatment and care");
      case CARE_EXPERIENCE -> say("大切にしていること", "What matters to me");
      case UPON_DEATH -> say("亡くなった後のこと", "After my death");
    };
  }

  private List<String> speakers() {
    Bilingual lines = new Bilingual();
    for (Speaker speaker : content.speakers()) lines.add(PlanWords.speaker(speaker));
    if (lines.isEmpty()) lines.add("この計画では決めていません。", "Nobody is named in this plan.");
    return lines.in(language);
  }

  private List<String> about() {
    Bilingual lines = PlanWords.administrative(content);
    Bilingual witnesses = PlanWords.people(content.signing().witnesses());
    for (String name : witnesses.in(Language.JA)) {
      lines.add("立ち会った人: " + name, "Witness: " + name);
    }
    return lines.in(language);
  }

  private String sheet() {
    StringBuilder body = new StringBuilder();
    body.append(heading(say("救急の方へ:私の希望", "For the ambulance: my wishes")));
    body.append("<div class=\"head\">").append(proofBox()).append(person()).append("</div>");
    body.append(
        note(
            say(
                "希望であって、医師の指示ではありません。蘇生を望まない希望は、かかりつけ医に確かめてください。",
                "Wishes, not a doctor's orders. Please confirm a wish not to be resuscitated with"
                    + " the family doctor.")));
    body.append(block(say("連絡してほしい人", "Please call"), fitting(speakers(), SHEET_PEOPLE_ROWS)));
    Bilingual wishes = PlanWords.wishes(content, Part.TREATMENT);
    wishes.add(PlanWords.wishes(content, Part.CARE_EXPERIENCE));
    body.append(block(say("私の希望", "My wishes"), fitting(wishes.in(language), SHEET_ROWS)));
    return body.append(printed()).toString();
  }

  private String card() {
    String front =
        "<p class=\"title\">"
            + say("もしものときの私の希望", "My wishes in an emergency")
            + "</p>"
            + person()
            + list(cut(speakers(), 2, CARD_LENGTH))
            + "<p class=\"small\">"
            + say("希望を登録しています。裏のQRコードをご覧ください。", "My wishes are on record: see the other side.")
            + "</p>";
    String back =
        "<div class=\"side\"><img class=\"qr\" src=\""
            + proof.qr()
            + "\" alt=\"QR\"/></div><p class=\"title\">"
            + say("この登録が今も有効か", "Is it current?")
            + "</p><p class=\"small\">"
            + Xhtml.escape(
                say(
                    "読み取ると、有効かどうかだけが分かります。" + signedOn(),
                    "Scan it: it tells whether it is current, and nothing else. " + signedOn()))
            + "</p>";
    return "<div class=\"card\">" + front + "</div><div class=\"card back\">" + back + "</div>";
  }

  private String signedOn() {
    String at = content.signing().at();
    return say("署名: " + PlanWords.dayJa(at), "Signed " + PlanWords.dayEn(at));
  }

  /** As many lines as fit into so many rows of the sheet. */
  private List<String> fitting(List<String> lines, int rows) {
    int used = 0;
    int most = 0;
    for (String line : lines) {
      used += rows(cut(line, SHEET_LENGTH));
      if (used > rows) break;
      most++;
    }
    return cut(lines, most, SHEET_LENGTH);
  }

  private static int rows(String line) {
    int halves = line.codePoints().map(point -> point < 0x250 ? 1 : 2).sum();
    return 1 + (halves - 1) / (2 * ROW);
  }

  /** Not more than fits; that there is more is said. */
  private List<String> cut(List<String> lines, int most, int longest) {
    List<String> shown = lines.stream().limit(most).map(line -> cut(line, longest)).toList();
    if (lines.size() <= most) return shown;
    String more = say("ほかにもあります。計画を見てください。", "There is more: see the plan.");
    return Stream.concat(shown.stream(), Stream.of(more)).toList();
  }

  private static String cut(String line, int longest) {
    if (line.codePointCount(0, line.length()) <= longest) return line;
    return line.substring(0, line.offsetByCodePoints(0, longest - 1)) + "…";
  }

  private static String heading(String title) {
    return "<h1>" + Xhtml.escape(title) + "</h1>";
  }

  private static String note(String words) {
    return "<p class=\"note\">" + Xhtml.escape(words) + "</p>";
  }

  private static String block(String title, List<String> lines) {
    return "<div class=\"block\"><h2>" + Xhtml.escape(title) + "</h2>" + list(lines) + "</div>";
  }

  private static String list(List<String> lines) {
    StringBuilder list = new StringBuilder("<ul>");
    for (String line : lines) {
      list.append("<li>").append(Xhtml.escape(line).replace("\n", "<br/>")).append("</li>");
    }
    return list.append("</ul>").toString();
  }

  private String proofBox() {
    return "<div class=\"proof\"><img class=\"qr\" src=\""
        + proof.qr()
        + "\" alt=\"QR\"/><p>"
        + Xhtml.escape(say("この紙が今も有効か確かめる", "Is this paper current?"))
        + "<br/>"
        + Xhtml.escape(proof.address())
        + "</p></div>";
  }

  private String printed() {
    String day =
        say(
            PlanWords.dayJa(proof.printed()) + "に印刷。新しい計画ができると、この紙は古くなります。",
            "Printed on "
                + PlanWords.dayEn(proof.printed())
                + ". A later plan makes this paper old.");
    return "<p class=\"printed\">" + Xhtml.escape(day) + "</p>";
  }
}
