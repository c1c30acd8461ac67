package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.SheetText;
import dev.tsumugi.hub.shell.TokenClient.Answer;
import dev.tsumugi.kernel.Json;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Consent, played with the demo's logins: a resident tries a consent before it is saved, files it
 * with an exception, is told of one that cannot be read, and takes all of it back; a physician sees
 * what stands at each moment, breaks the glass, and is reviewed. It leaves no Consent of its own in
 * force; notices and the journal stay.
 */
final class ConsentStory implements Story {
  private final Clock clock;

  ConsentStory(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean play(URI hub, Consumer<String> say) {
    Telling telling = new Telling(say);
    telling.title("同意: 誰が何を見てよいかは、本人が決める", "Consent: the resident decides who may see what");
    TokenClient client = new TokenClient(hub);
    DemoCitizen resident =
        new DemoCitizen(client, client.demoToken("citizen", "patient/*.cruds"), clock);
    DemoPhysician physician =
        new DemoPhysician(client, client.demoToken("physician", "user/*.cruds"));
    DemoOfficer officer = new DemoOfficer(client, client.demoToken("officer", "user/*.cruds"));
    Acts acts = new Acts(telling, resident, physician, officer);
    try {
      acts.play();
    } finally {
      // However it ended: nobody's record stays open because a story broke off.
      acts.cleanUp();
    }
    return telling.end();
  }

  /** One performance. */
  private static final class Acts {
    private static final String NOBODY = "nobody0";

    private final Telling telling;
    private final DemoCitizen resident;
    private final DemoPhysician physician;
    private final DemoOfficer officer;
    private final List<String> filed = new ArrayList<>();
    private final TreeSet<String> all = new TreeSet<>();
    private String withheld = "";
    private String review = "";

    Acts(Telling telling, DemoCitizen resident, DemoPhysician physician, DemoOfficer officer) {
      this.telling = telling;
      this.resident = resident;
      this.physician = physician;
      this.officer = officer;
    }

    /** Each act stands on those before it: the first that fails is the last. */
    void play() {
      if (nothingAgreed()
          && supposes()
          && files()
          && isToldOfTheUnreadable()
          && glassIsBroken()
          && officerReviews()
          && refusesBreakGlass()
          && revokes()) {
        readsTheJournal();
      }
    }

    void cleanUp() {
      physician.breakingGlass().endsIt();
      for (String consent : List.copyOf(filed)) revoke(consent);
    }

    private boolean nothingAgreed() {
      telling.act("まだ何も同意していない", "Nothing has been agreed yet");
      for (Json.Obj problem :
          DemoPhysician.resources(
              resident
                  .client()
                  .get(
                      resident.token(),
                      DemoPhysician.problemsOf(DemoCitizen.ID) + "&_count=200"))) {
        all.add("Condition/" + problem.text("id"));
      }
      withheld = all.isEmpty() ? "" : all.first();
      boolean known =
          telling.check(
              all.size() > 1,
              "本人には、自分の病名が" + all.size() + "件見えます。",
              "The resident sees all " + all.size() + " of their problems.");
      return telling.check(
              physician.problems().isEmpty(),
              "かかりつけ医にも、同意がなければ1件も見えません。",
              "Not even the family doctor sees one without an agreement.")
          && known;
    }

    /** The family doctor may treat with everything but one diagnosis. */
    private Json.Obj choice() {
      Json.Obj data =
          Json.object()
              .put("meaning", "instance")
              .put("reference", Json.object().put("reference", withheld).build())
              .build();
      Json.Obj exception = Json.object().put("type", "deny").put("data", List.of(data)).build();
      return resident.sharing().treatment(DemoPhysician.REF, List.of(exception));
    }

    private boolean supposes() {
      telling.act("同意を保存する前に、何が見えるようになるかを確かめる", "What would be seen, before anything is saved");
      Answer told = resident.supposes(choice());
      List<String> lines = new ArrayList<>();
      for (Json.Obj decision : told.body().objects("parameter")) {
        boolean own = SheetText.text(decision, "own").isPresent();
        if ("decision".equals(decision.text("name")) && !own) {
          SheetText.text(decision, "text").ifPresent(lines::add);
        }
      }
      telling.show(lines.subList(0, Math.min(8, lines.size())));
      return telling.check(
              told.status() == 200 && !lines.isEmpty(),
              "保存せずに、かかりつけ医に何が見えるかを試せました。",
              "It can be tried, unsaved, what the family doctor would see.")
          && telling.check(
              physician.problems().isEmpty(),
              "試しただけなので、実際にはまだ何も見えません。",
              "It was only tried: nothing is really seen yet.");
    }

    private boolean files() {
      telling.act("一つの病名だけを除いて、かかりつけ医に見せる", "The family doctor may see all but one diagnosis");
      Answer told = file(choice());
      telling.show(words(told));
      if (!telling.check(
          told.status() == 200 && filed.size() == 1,
          "同意が保存され、内容が理解されたとその場で伝えられました。",
          "The consent is stored, and at once is told that it was understood.")) {
        return false;
      }
      TreeSet<String> expected = new TreeSet<>(all);
      expected.remove(withheld);
      boolean rest =
          telling.check(
              physician.problems().equals(expected),
              "かかりつけ医には、除いた1件のほかの" + expected.size() + "件がすべて見えます。",
              "The family doctor sees all " + expected.size() + " but the one left out.");
      Answer hidden = physician.get("/" + withheld);
      String absent = physician.get("/Condition/" + NOBODY).text();
      return telling.check(
              hidden.status() == 404
                  && hidden.text().equals(absent.replace("Condition/" + NOBODY, withheld)),
              "除いた1件を直接開いても「ありません」(404)。初めから無いものと同じ答えです。",
              "Opening the one left out answers 404, as for one that never was.")
          && rest;
    }

    private boolean isToldOfTheUnreadable() {
      telling.act("読み取れない同意は、その場で知らされる", "A consent that cannot be read is told at once");
      Json.Obj code = Json.object().put("text", "こころのこと").build();
      Json.Obj unclear = Json.object().put("type", "deny").put("code", List.of(code)).build();
      Answer told = file(resident.sharing().treatment(DemoPhysician.REF, List.of(unclear)));
      telling.show(words(told));
      boolean warned =
          told.body().objects("issue").stream()
              .anyMatch(issue -> !"information".equals(issue.text("severity")));
      boolean safe =
          telling.check(
              told.status() == 200 && warned,
              "どこが読み取れず、どう直せばよいかが伝えられました。",
              "It is told what cannot be read, and how to mend it.");
      safe &=
          telling.check(
              physician.problems().isEmpty(),
              "読み取れない同意がある間は、安全のため誰にも見せません。",
              "While it stands nothing is shown to others, to be safe.");
      revoke(filed.get(filed.size() - 1));
      return telling.check(
              physician.problems().size() == all.size() - 1,
              "取り消すと、元の同意のとおりに戻ります。",
              "Taken back, the first consent holds as before.")
          && safe;
    }

    private boolean glassIsBroken() {
      telling.act("緊急のため、例外として見る", "The glass is broken for an emergency");
      DemoPhysician rescuer = physician.breakingGlass();
      boolean before =
          telling.check(
              rescuer.get("/" + withheld).status() == 404,
              "理由を述べて手続きをするまでは、例外閲覧はできません。",
              "Nothing opens before a reason is stated.");
      Answer granted = rescuer.breaksGlass(DemoCitizen.ID, "意識がなく、家族にも連絡がつかない");
      review = SheetText.parameter(granted.body(), "review").orElse("");
      Answer nobody = rescuer.breaksGlass(NOBODY, "意識がなく、家族にも連絡がつかない");
      boolean alike =
          telling.check(
              granted.status() == 200
                  && nobody.status() == 200
                  && SheetText.parameter(granted.body(), "text")
                      .equals(SheetText.parameter(nobody.body(), "text")),
              "受付けの言葉は、存在しない人についても同じです。",
              "The words of the answer are the same for a person who is not there.");
      boolean opened =
          telling.check(
              rescuer.get("/" + withheld).status() == 200,
              "除かれていた病名も、時間を区切って見えるようになりました。",
              "The one left out can be seen now, for a limited time.");
      boolean told =
          telling.check(
              resident.notices().stream().anyMatch(notice -> notice.contains("例外閲覧")),
              "本人に、例外閲覧があったと知らされました。",
              "The resident is told of it.");
      rescuer.endsIt();
      return telling.check(
              rescuer.get("/" + withheld).status() == 404,
              "終えると、すぐに見えなくなります。",
              "Ended, it is closed at once.")
          && before
          && alike
          && opened
          && told;
    }

    private boolean officerReviews() {
      telling.act("個人情報保護責任者が、後から確かめる", "The privacy officer reviews it");
      boolean listed = officer.reviews().contains(review);
      return telling.check(listed, "例外閲覧の一件が、確認待ちの一覧に載っています。", "It is on the list of open reviews.")
          && telling.check(
              officer.closes(review).status() == 200 && !officer.reviews().contains(review),
              "正当であったと記録され、一覧から消えました。",
              "Found justified, and off the list.")
          && telling.check(
              officer.client().get(officer.token(), "/" + withheld).status() == 404,
              "責任者にも、診療の中身は見えません。",
              "The officer sees no clinical data.");
    }

    private boolean refusesBreakGlass() {
      telling.act("本人が、例外閲覧そのものを断る", "The resident refuses break-glass itself");
      file(resident.sharing().refusesBreakGlass());
      DemoPhysician rescuer = physician.breakingGlass();
      Answer granted = rescuer.breaksGlass(DemoCitizen.ID, "意識がなく、家族にも連絡がつかない");
      boolean same =
          telling.check(
              granted.status() == 200 && rescuer.get("/" + withheld).status() == 404,
              "受付けの言葉は同じまま、何も開きません。断られたこともわかりません。",
              "The same words, and nothing opens: not even the refusal shows.");
      rescuer.endsIt();
      return same;
    }

    private boolean revokes() {
      telling.act("同意を取り消す", "The consent is revoked");
      Answer page = physician.get(DemoPhysician.problemsOf(DemoCitizen.ID) + "&_count=1");
      Optional<String> next = DemoPhysician.next(page);
      boolean open =
          telling.check(
              DemoPhysician.resources(page).size() == 1 && next.isPresent(),
              "かかりつけ医が一覧の1ページ目を開いています。",
              "The family doctor has the first page of a list open.");
      boolean revoked =
          telling.check(
              revoke(filed.get(0)), "その間に、本人が同意を取り消しました。", "Meanwhile the resident revokes.");
      Answer after = physician.get(next.orElse("/Condition"));
      return telling.check(
              after.status() == 200
                  && DemoPhysician.resources(after).isEmpty()
                  && physician.problems().isEmpty(),
              "次のページを開いても、もう何も出ません。",
              "The next page shows nothing any more.")
          && open
          && revoked;
    }

    private void readsTheJournal() {
      telling.act("本人が閲覧記録を読む", "The resident reads who looked");
      List<String> lines = new ArrayList<>();
      for (Json.Obj entry : resident.journal()) {
        if (!SheetText.text(entry, "role").equals(Optional.of("physician"))) continue;
        SheetText.text(entry, "text").ifPresent(lines::add);
        if (lines.size() == 6) break;
      }
      telling.show(lines);
      Answer events =
          resident.client().get(resident.token(), "/AuditEvent?patient=" + DemoCitizen.ID);
      telling.check(
          !lines.isEmpty(), "誰が、なぜ見たかが、ふだんの言葉で読めます。", "Who looked and why, in plain words.");
      telling.check(
          DemoPhysician.resources(events).stream()
              .anyMatch(event -> "AuditEvent".equals(event.text("resourceType"))),
          "同じ記録を、標準のかたち(FHIR AuditEvent)でも取り出せます。",
          "The same can be fetched in the standard's form, as FHIR AuditEvents.");
    }

    private Answer file(Json.Obj consent) {
      Answer told = resident.files(consent);
      for (Json.Obj issue : told.body().objects("issue")) {
        for (String at : issue.texts("expression")) {
          if (at.startsWith("Consent/") && at.contains("/_history/")) {
            filed.add(at.substring(0, at.indexOf("/_history/")));
          }
        }
      }
      return told;
    }

    private boolean revoke(String consent) {
      filed.remove(consent);
      return resident.revokes(consent).status() == 200;
    }

    private static List<String> words(Answer outcome) {
      List<String> words = new ArrayList<>();
      for (Json.Obj issue : outcome.body().objects("issue")) {
        Json.Obj details = issue.obj("details");
        if (details != null && details.text("text") != null) {
          words.add(String.valueOf(details.text("text")));
        }
        if (issue.text("diagnostics") != null) words.add("  " + issue.text("diagnostics"));
      }
      return words;
    }
  }
}
