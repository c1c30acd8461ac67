package dev.tsumugi.hub.shell;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One resident's way through wishes and consent, from nothing to signed and back, on a phone, in a
 * real browser behind the real Keycloak. The system property {@code tsumugi.screens} keeps pictures
 * of each screen, on phone and desk and in both languages, below {@code target}.
 */
class MyJourneyTest {
  private static final boolean PICTURES = Boolean.getBoolean("tsumugi.screens");
  private static final String MATTERS = "庭の花を見ながら、家で過ごしたい";
  private static final String NO_MASSAGE = "胸を押すのは、もう十分です";

  private static final String DRIP = "点滴は、楽になるあいだだけ";
  private static final Page.GetByTextOptions EXACT = new Page.GetByTextOptions().setExact(true);
  private static final Locator.GetByTextOptions EXACTLY =
      new Locator.GetByTextOptions().setExact(true);

  private static SmartTown town;
  private static Wire hub;

  private final Watch watch = new Watch();
  private int pictures;

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
    hub = new Wire(town.base());
  }

  @Test
  void wishesAreWrittenSignedSharedChangedSaidAgainAndWithdrawn() {
    assertThat(crewSees()).doesNotContain(MATTERS, NO_MASSAGE, "kobayashi");
    try (BrowserContext resident = Chromium.somebody()) {
      Page first = phone(resident);
      signIn(first, "citizen");
      writeSomething(first);
      first.close(); // in the middle of a step

      Page page = phone(resident);
      comeBack(page);
      goOnAndSign(page);
      share(page);
      assertThat(crewSees()).contains(MATTERS, NO_MASSAGE);

      changeOnTwoPagesAtOnce(resident, page);
      trustTheDoctor(page);
      talkIsRecorded();
      readTheTalkAndTakeTheProposal(page);
      String code = askTheDaughter(page);
      daughterSeesWhatIsSharedAndNotTheRest(code);
      sayAgain();
      withdraw(page);
      assertThat(crewSees()).doesNotContain(MATTERS, NO_MASSAGE);
      watch.assertNothingIsLeftBehind(page, town.base() + "/my/", "kobayashi|%E5%B0%8F");
    }
  }

  private void writeSomething(Page page) {
    way(page, "思い").click();
    assertThat(page.locator("h1")).hasText("わたしの思い");
    look(page, "wishes-none");
    button(page, "はじめる").click();
    look(page, "wishes-begin");
    button(page, "はじめる").click();
    prove(page);
    assertThat(page.locator("h1")).hasText("大切にしたいこと");
    page.locator("textarea").first().fill(MATTERS);
    assertThat(page.locator(".keeping")).hasText("下書きを保存しました");
    look(page, "wishes-matters");
    button(page, "次へ").click();
    page.getByText("してほしくない", EXACT).click();
    look(page, "wishes-resuscitation");
    page.locator("textarea").first().fill(NO_MASSAGE);
    assertThat(page.locator(".keeping")).hasText("下書きを保存しました");
  }

  /** Who has signed on in this browser is known; what was written is there. */
  private void comeBack(Page page) {
    page.navigate(town.base() + "/my/");
    page.locator("my-view h1").waitFor();
    way(page, "思い").click();
    look(page, "wishes-drafts");
    button(page, "つづきを書く").click();
    assertThat(page.locator("h1")).containsText("心肺蘇生");
    assertThat(page.locator("textarea").first()).hasValue(NO_MASSAGE);
  }

  private void goOnAndSign(Page page) {
    page.locator("details:has(.pages) summary").click();
    page.locator(".pages button").last().click();
    assertThat(page.locator("h1")).hasText("見直して署名する");
    assertThat(page.locator("main")).containsText(MATTERS);
    assertThat(page.locator("main")).containsText(NO_MASSAGE);
    look(page, "wishes-review");
    page.locator("#witness").fill("佐藤 美香");
    sign(page);
    look(page, "wishes-signed");
  }

  private static void sign(Page page) {
    button(page, "署名する").click();
    surely(page, page.locator("h1").filter(having("残しました")));
  }

  private void share(Page page) {
    assertThat(crewSees()).doesNotContain(MATTERS);
    button(page, "誰に見せるかを決める").click();
    assertThat(page.locator("h1")).hasText("誰に見せるか");
    look(page, "sharing");
    page.locator(".doors button").filter(having("救急隊・救急外来")).click();
    look(page, "sharing-emergency");
    button(page, "すべて見せる").click();
    assertThat(page.locator("my-sharing-preview")).containsText(MATTERS);
    assertThat(crewSees()).as("nothing holds before it is saved").doesNotContain(MATTERS);
    button(page, "この内容で決める").click();
    assertThat(page.locator("[role=status]").filter(having("決めました")).first()).isVisible();
    look(page, "sharing-decided");
  }

  private void changeOnTwoPagesAtOnce(BrowserContext resident, Page page) {
    way(page, "思い").click();
    button(page, "書き足す・変える").click();
    leaveBegin(page);
    page.locator("textarea").first().fill(MATTERS + "。孫の声も聞きたい");
    assertThat(page.locator(".keeping")).hasText("下書きを保存しました");

    Page other = phone(resident);
    other.navigate(town.base() + "/my/");
    other.locator("my-view h1").waitFor();
    way(other, "思い").click();
    button(other, "つづきを書く").click();
    other.locator("textarea").first().fill(MATTERS + "。犬もそばに");
    surely(other, other.locator(".keeping").filter(having("下書きを保存しました")));

    page.locator("textarea").first().fill(MATTERS + "。孫の声を毎日聞きたい");
    assertThat(page.locator("main")).containsText("両方とも残してあります");
    page.locator("details:has(.pages) summary").click();
    page.locator(".pages button").last().click();
    assertThat(page.locator(".twice")).containsText("犬もそばに");
    assertThat(page.locator(".twice")).containsText("孫の声を毎日聞きたい");
    look(page, "wishes-twice");
    page.locator(".twice .side").filter(having("孫の声を毎日")).locator("button").click();
    sign(page);
    assertThat(crewSees()).contains("孫の声を毎日聞きたい", NO_MASSAGE).doesNotContain("犬もそばに");
    other.close();
  }

  /** Who may not see her cannot write for her either; what a doctor writes rests on her word. */
  private void trustTheDoctor(Page page) {
    open(page, "誰に見せるか");
    page.locator(".doors button").filter(having("かかりつけの先生")).first().click();
    button(page, "すべて見せる").click();
    button(page, "この内容で決める").click();
    assertThat(page.locator("[role=status]").filter(having("決めました")).first()).isVisible();
  }

  private void talkIsRecorded() {
    Answer talk =
        operation(
            token("physician"),
            "Patient/citizen/$record-talk",
            """
            {"name": "date", "valueDateTime": "2026-11-20T10:00:00+09:00"},
            {"name": "participant", "valueReference": {"reference": "Patient/citizen"}},
            {"name": "how", "valueString": "落ち着いて話された"},
            {"name": "said", "valueString": "点滴は少しならよい、とのこと"},
            {"name": "changed", "valueString": "栄養について話した"},
            {"name": "command", "valueString": "journey-talk"}
            """);
    assertThat(talk.status()).as(talk.text()).isEqualTo(200);
    Answer proposal =
        operation(
            token("physician"),
            "Patient/citizen/$propose-wish",
            """
            {"name": "topic", "valueCoding": {"system": "http://loinc.org", "code": "77352-3"}},
            {"name": "answer", "valueCode": "trial"}, {"name": "words", "valueString": "%s"}
            """
                .formatted(DRIP));
    assertThat(proposal.status()).as(proposal.text()).isEqualTo(200);
  }

  private void readTheTalkAndTakeTheProposal(Page page) {
    open(page, "話し合い");
    assertThat(page.locator("main")).containsText("点滴は少しならよい");
    look(page, "talks");
    assertThat(page.locator("my-talks-proposal")).containsText(DRIP);
    button(page, "これでよい").click();
    assertThat(page.locator("[role=status]").filter(having("下書きに入れました"))).isVisible();
    button(page, "見直して署名する").click();
    button(page, "下書きを見直して署名する").click();
    assertThat(page.locator("main")).containsText(DRIP);
    sign(page);
    assertThat(crewSees()).contains(DRIP, MATTERS);
  }

  /** One reached by the page of everything, by the beginning of its name. */
  private static void open(Page page, String view) {
    way(page, "すべて").click();
    page.locator("my-menu button strong").filter(having(view)).first().click();
  }

  private String askTheDaughter(Page page) {
    open(page, "信頼する人");
    look(page, "people");
    button(page, "役割をお願いする: 佐藤 美香").click();
    page.locator("label.choice").filter(having("選んだものだけを見られる")).click();
    look(page, "people-ask");
    button(page, "お願いする").click();
    String code = page.locator(".code").first().textContent();
    look(page, "people-code");
    button(page, "一覧に戻る").click();
    page.locator("my-people-list").waitFor();

    open(page, "誰に見せるか");
    page.locator(".doors button").filter(having("佐藤 美香")).click();
    page.locator("fieldset.group").filter(having("わたしの思い")).getByText("見せる", EXACTLY).click();
    button(page, "この内容で決める").click();
    assertThat(page.locator("[role=status]").filter(having("決めました")).first()).isVisible();
    return code;
  }

  private void daughterSeesWhatIsSharedAndNotTheRest(String code) {
    try (BrowserContext family = Chromium.somebody()) {
      Page page = phone(family);
      signIn(page, "family");
      assertThat(page.locator(".whose")).containsText("見せてもらっています");
      look(page, "family-home");
      open(page, "信頼する人");
      page.locator("#code").fill(code);
      button(page, "内容を見る").click();
      page.locator("h1").filter(having("小林 節子さんからのお願い")).waitFor();
      look(page, "family-asked");
      button(page, "引き受ける").click();
      prove(page);
      look(page, "family-accepted");
      button(page, "小林 節子さんの記録を開く").click();
      page.locator("h1").filter(having("小林 節子さんの記録")).waitFor();
      assertThat(page.locator(".whose")).containsText("小林 節子");

      way(page, "思い").click();
      assertThat(page.locator("my-wishes-list")).containsText(NO_MASSAGE);
      assertThat(button(page, "書き足す・変える")).hasCount(0);
      look(page, "family-wishes");
      way(page, "記録").click();
      assertThat(page.locator("#section-medication ~ kit-notice")).containsText("記録なし");
      look(page, "family-record");
    }
  }

  private void sayAgain() {
    Answer said =
        operation(
            token("citizen"),
            "Patient/citizen/$acp-confirm",
            "{\"name\": \"command\", \"valueString\": \"journey-still-so\"}");
    assertThat(said.status()).as(said.text()).isEqualTo(200);
  }

  private void withdraw(Page page) {
    way(page, "思い").click();
    assertThat(page.locator("my-wishes-list")).containsText("孫の声を毎日聞きたい");
    look(page, "wishes-current");
    button(page, "すべて取り下げる").click();
    look(page, "wishes-withdraw");
    button(page, "取り下げる").click();
    assertThat(page.locator("[role=status]").filter(having("取り下げました")).first()).isVisible();
    look(page, "wishes-withdrawn");
    open(page, "誰に見せるか");
    page.locator(".doors button").filter(having("救急隊・救急外来")).click();
    button(page, "この相手への同意を取り消す").click();
    button(page, "取り消す").click();
    assertThat(page.locator("[role=status]").filter(having("取り消しました")).first()).isVisible();
    look(page, "sharing-withdrawn");
    Answer ended =
        operation(
            token("citizen"),
            "Patient/citizen/$end-role",
            """
            {"name": "relatedPerson",
             "valueReference": {"reference": "RelatedPerson/citizen-daughter"}}
            """);
    assertThat(ended.status()).as(ended.text()).isEqualTo(200);
  }

  private Page phone(BrowserContext somebody) {
    Page page = watch.over(somebody.newPage());
    page.setViewportSize(375, 812);
    return page;
  }

  private static void signIn(Page page, String user) {
    page.navigate(town.base() + "/my/");
    button(page, "サインインする").click();
    SignOnPages.signOn(page, user);
    page.locator("my-view h1").waitFor();
  }

  /** In the window that opens: a first passkey, on the strength of the password. */
  private static void prove(Page page) {
    Page window = page.waitForPopup(() -> button(page, "確認する").click());
    SignOnPages.withPasskeys(window.context().newCDPSession(window));
    window.locator("#registerWebAuthn").click();
    assertThat(page.locator("kit-dialog")).hasCount(0);
  }

  /** A new tab may have to fetch a surer token: within the hour the window closes by itself. */
  private static void surely(Page page, Locator done) {
    Locator asked = button(page, "確認する");
    asked.or(done).first().waitFor();
    if (asked.isVisible()) page.waitForPopup(asked::click);
    done.waitFor();
  }

  /** Who proved it within the hour is not asked again; a new tab asks for its token only. */
  private static void leaveBegin(Page page) {
    button(page, "はじめる").click();
    assertThat(page.locator("h1")).hasText("大切にしたいこと");
  }

  /** No violation on any screen, and no need to scroll sideways. */
  private void look(Page page, String name) {
    Watch.assertAccessible(page);
    assertThat(page.evaluate("document.documentElement.scrollWidth <= 375")).isEqualTo(true);
    if (!PICTURES) return;
    for (String language : new String[] {"en", "ja"}) {
      page.evaluate(
          "code => import('/kit/language.js').then(m => m.chooseLanguage(code))", language);
      for (int width : new int[] {1280, 375}) {
        page.setViewportSize(width, 812);
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(
                    Path.of(
                        "target/screens",
                        "%02d-%s-%s-%d.png".formatted(pictures, name, language, width))));
      }
    }
    pictures++;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator way(Page page, String name) {
    return page.locator(".bottom button")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name + "$")));
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** What a crew is told at the scene, by name, birth date and sex. */
  private static String crewSees() {
    Json.Obj citizen = town.client().get(town.client().loaderToken(), "/Patient/citizen").body();
    Answer answer =
        operation(
            token("crew"),
            "$emergency-lookup",
            """
            {"name": "name", "valueString": "小林 節子"}, {"name": "sex", "valueCode": "female"},
            {"name": "birthDate", "valueDate": "%s"}
            """
                .formatted(citizen.text("birthDate")));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static String token(String user) {
    return town.token(user, "user/*.cruds");
  }

  private static Answer operation(String token, String path, String parameters) {
    String body = "{\"resourceType\": \"Parameters\", \"parameter\": [" + parameters + "]}";
    return hub.send(
        "POST", "/fhir/" + path, token, Json.parseObject(body.getBytes(StandardCharsets.UTF_8)));
  }
}
