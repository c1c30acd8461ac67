package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.SheetText;
import dev.tsumugi.hub.shell.TokenClient.Answer;
import dev.tsumugi.hub.town.WishTopic;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Wish;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The main job, played with the demo's logins: a resident agrees to emergency sharing and takes it
 * back, and a crew sees what was agreed and not a trace more. It leaves the resident as it found
 * them, without an agreement in force; the wishes it wrote stay.
 */
final class EmergencyStory implements Story {
  private final Clock clock;

  EmergencyStory(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean play(URI hub, Consumer<String> say) {
    Telling telling = new Telling(say);
    telling.title(
        "救急連携「もしも」: 住民の同意が、救急隊の画面を決める", "Moshimo: what a resident agrees to is what a crew sees");
    TokenClient client = new TokenClient(hub);
    DemoCitizen resident =
        new DemoCitizen(client, client.demoToken("citizen", "patient/*.cruds"), clock);
    DemoCrew crew = new DemoCrew(client, client.demoToken("crew", "user/*.cruds"));
    try {
      new Acts(telling, resident, crew).play();
    } finally {
      // However it ended: nobody's record stays open because a story broke off.
      resident.withdraw();
    }
    return telling.end();
  }

  /** One performance. */
  private static final class Acts {
    // Somebody who is not there; the id is as long as the resident's, so that lengths can agree.
    private static final String NOBODY = "nobody0";
    private static final String NOBODYS_NAME = "霧野 影子";

    private final Telling telling;
    private final DemoCitizen resident;
    private final DemoCrew crew;
    private String name = "";
    private String birthDate = "";
    private String sex = "";
    private String wrote = "";
    private List<Json.Obj> journalBefore = List.of();

    Acts(Telling telling, DemoCitizen resident, DemoCrew crew) {
      this.telling = telling;
      this.resident = resident;
      this.crew = crew;
    }

    /** Each act stands on those before it: the first that fails is the last. */
    void play() {
      if (opens() && nothingAgreed() && writes() && finds() && revokes()) readsTheJournal();
    }

    private boolean opens() {
      telling.act("住民の自宅", "At the resident's home");
      Answer self = resident.self();
      if (!telling.check(
          self.status() == 200, "住民は、自分の記録を見られます。", "The resident can see their own record.")) {
        return false;
      }
      name = kanji(self.body());
      birthDate = String.valueOf(self.body().text("birthDate"));
      sex = String.valueOf(self.body().text("gender"));
      telling.tell(name + "さん、" + birthDate + " 生まれ。", name + ", born " + birthDate + ".");
      if (!resident.withdraw().isEmpty()) {
        telling.tell(
            "前からの救急共有の同意があったので、取り消してから始めます。",
            "An earlier agreement was in force; it is withdrawn before we begin.");
      }
      journalBefore = resident.journal();
      return true;
    }

    private static String kanji(Json.Obj patient) {
      return patient.objects("name").stream()
          .filter(
              n -> n.objects("extension").stream().anyMatch(e -> "IDE".equals(e.text("valueCode"))))
          .map(n -> n.text("text"))
          .findFirst()
          .map(String::valueOf)
          .orElse("");
    }

    private boolean nothingAgreed() {
      telling.act(
          "救急隊が照会する。同意はまだない", "The crew looks the resident up; nothing has been agreed yet");
      Answer found = crew.lookUp(name, birthDate, sex);
      telling.show(SheetText.lines(found.body()));
      boolean dark =
          telling.check(
              same(found, nobody()),
              "答えは、存在しない人を照会したときと、ヘッダーまで一字一句同じです。",
              "The answer is byte for byte and header for header that for a person who is not there.");
      Answer patient = crew.get("/Patient/" + DemoCitizen.ID);
      dark &=
          telling.check(
              patient.status() == 404 && same(patient, absent("/Patient/" + NOBODY)),
              "患者の記録を直接開こうとしても「ありません」(404)。存在しない人と同じ答えです。",
              "Opening the patient's record directly answers 404, as for a person who is not there.");
      String conditions = "/Condition?patient=";
      Answer problems = crew.get(conditions + DemoCitizen.ID);
      dark &=
          telling.check(
              problems.status() == 200
                  && problems.body().objects("entry").isEmpty()
                  && same(problems, absent(conditions + NOBODY)),
              "病名を検索しても0件。存在しない人と同じ答えです。",
              "Searching for the problems finds none, as for a person who is not there.");
      Answer refused = crew.agreesInTheirStead(DemoCitizen.ID);
      dark &=
          telling.check(
              refused.status() == 403 && same(refused, crew.agreesInTheirStead(NOBODY)),
              "救急隊が本人に代わって同意を書くことはできません(403)。存在しない人でも同じ答えです。",
              "The crew cannot agree in the resident's stead: 403, as for a person who is not there.");
      return dark;
    }

    private boolean writes() {
      telling.act(
          "住民が意思を書き、救急での共有に同意する", "The resident writes wishes and agrees to emergency sharing");
      String plain = "心臓マッサージは望みません。苦しくないようにしてください。";
      Answer wish = resident.writes(WishTopic.RESUSCITATION, Wish.DO_NOT_WISH, plain);
      String home = "最期まで、家族の声が聞こえる家にいたい。";
      Answer matters = resident.writes(WishTopic.MATTERS, null, home);
      telling.tell("「" + plain + "」", "(No chest compressions. Please let me not suffer.)");
      telling.tell("「" + home + "」", "(To be at home to the end, hearing my family's voices.)");
      boolean written =
          telling.check(
              wish.status() == 201 && matters.status() == 201,
              "意思が保存されました。",
              "The wishes are stored.");
      wrote = "Observation/" + wish.body().text("id");
      return telling.check(
              resident.agrees().status() == 201,
              "救急隊と救急外来に、救急のときだけ見せることに同意しました。",
              "Agreed: ambulance crews and emergency desks may see it, in an emergency only.")
          && written;
    }

    private boolean finds() {
      telling.act("救急隊がもう一度照会する", "The crew asks again");
      Answer found = crew.lookUp(name, birthDate, sex);
      telling.show(SheetText.lines(found.body()));
      List<Json.Obj> blocks = SheetText.blocks(found.body());
      if (!telling.check(
          found.status() == 200 && !blocks.isEmpty(),
          "救急シートが開きました。",
          "The emergency sheet opens.")) {
        return false;
      }
      boolean first =
          telling.check(
              SheetText.code(blocks.get(0)).equals("wishes") && refers(blocks.get(0), wrote),
              "最初に本人の意思があり、いま書かれたものが載っています。",
              "The wishes come first, among them the one written just now.");
      boolean whole =
          telling.check(
              List.of("contacts", "allergies", "medication", "problems").stream()
                  .allMatch(code -> hasItems(blocks, code)),
              "連絡先、アレルギー、薬、病気が読めます。",
              "People to call, allergies, medication and problems can be read.");
      boolean honest =
          telling.check(
              blocks.stream().allMatch(b -> items(b).isEmpty() == saysNotNone(b)),
              "空の欄は「なし」ではなく「記録なし(無いとは限りません)」と書かれます。",
              "An empty block does not say \"none\" but \"nothing recorded here (not proof of none)\".");
      return first && whole && honest;
    }

    private static boolean refers(Json.Obj block, String ref) {
      return items(block).stream()
          .anyMatch(item -> SheetText.text(item, "ref").equals(Optional.of(ref)));
    }

    private static boolean hasItems(List<Json.Obj> blocks, String code) {
      return blocks.stream()
          .anyMatch(block -> SheetText.code(block).equals(code) && !items(block).isEmpty());
    }

    private static List<Json.Obj> items(Json.Obj block) {
      return block.objects("part").stream().filter(p -> "item".equals(p.text("name"))).toList();
    }

    private static boolean saysNotNone(Json.Obj block) {
      return SheetText.text(block, "empty").equals(Optional.of("記録なし(無いとは限りません)"));
    }

    private boolean revokes() {
      telling.act("住民が同意を取り消す", "The resident revokes the agreement");
      List<Answer> revoked = resident.withdraw();
      if (!telling.check(
          revoked.size() == 1 && revoked.get(0).status() == 200,
          "同意を取り消しました。この瞬間から効きます。",
          "Revoked; it holds from this moment.")) {
        return false;
      }
      telling.act("取消しのあと、救急隊が照会する", "The crew asks once more, after the revocation");
      Answer again = crew.lookUp(name, birthDate, sex);
      telling.show(SheetText.lines(again.body()));
      boolean dark =
          telling.check(
              same(again, nobody()),
              "答えは、存在しない人を照会したときと、ヘッダーまで一字一句同じ。なぜ見えないのかはわかりません。",
              "Byte for byte and header for header the answer for a person who is not there:"
                  + " nobody can tell why.");
      dark &=
          telling.check(
              crew.get("/" + wrote).status() == 404,
              "さきほど読めた意思も、もう開けません(404)。",
              "The wish read a moment ago cannot be opened any more (404).");
      return dark;
    }

    private void readsTheJournal() {
      telling.act("住民が閲覧記録を読む", "The resident reads who looked");
      List<Json.Obj> others = new ArrayList<>();
      List<Boolean> lookUps = new ArrayList<>();
      for (Json.Obj entry : since(journalBefore, resident.journal())) {
        if (!SheetText.text(entry, "role").equals(Optional.of("crew"))) continue;
        others.add(entry);
        if (SheetText.text(entry, "kind").equals(Optional.of("EMERGENCY"))) {
          lookUps.add(shown(entry));
        }
      }
      List<String> lines = new ArrayList<>();
      for (Json.Obj entry : others) {
        SheetText.text(entry, "text").ifPresent(lines::add);
        SheetText.text(entry, "text-en").ifPresent(english -> lines.add("  " + english));
      }
      telling.show(lines);
      telling.check(
          lookUps.equals(List.of(false, true, false)),
          "3回の照会がすべて残っています。内容が表示されたのは、同意があった1回だけです。",
          "All three look-ups are there; only the one made under the agreement was shown anything.");
    }

    private static boolean shown(Json.Obj entry) {
      return entry.objects("part").stream()
          .anyMatch(
              part ->
                  "shown".equals(part.text("name"))
                      && Boolean.TRUE.equals(part.bool("valueBoolean")));
    }

    /** What is new in a journal whose newest entry stands first. */
    private static List<Json.Obj> since(List<Json.Obj> before, List<Json.Obj> now) {
      if (before.isEmpty()) return now;
      int known = now.indexOf(before.get(0));
      return known < 0 ? now : now.subList(0, known);
    }

    private Answer nobody() {
      return crew.lookUp(NOBODYS_NAME, birthDate, sex);
    }

    /** The answer about nobody, with the resident's id where the request's own is repeated. */
    private Answer absent(String path) {
      Answer answer = crew.get(path);
      String text = answer.text().replace(NOBODY, DemoCitizen.ID);
      return new Answer(answer.status(), answer.headers(), text, answer.body());
    }

    private static boolean same(Answer one, Answer other) {
      return one.status() == other.status()
          && one.headers().equals(other.headers())
          && one.text().equals(other.text());
    }
  }
}
