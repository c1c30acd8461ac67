package dev.tsumugi.hub.shell;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The crew's app on a tablet behind the real Keycloak: from a browser that nobody knows to the
 * sheet, by each finder, by day and by night. With {@code -Dtsumugi.screens=true} pictures of its
 * screens are left in {@code target/screens}.
 */
class CrewFindsTest {
  private static final String SHIFT_PIN = "582914";

  private static SmartTown town;
  private static String card;
  private static Json.Obj masao;
  private static Json.Obj isamu;

  private final Watch watch = new Watch();

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
    TokenClient client = town.client();
    String parent = client.demoToken("parent", "user/*.cruds");
    Json.Obj made = client.post(parent, "/Patient/parent/$emergency-card", parameters()).body();
    card = value(made, "code");
    masao = client.get(client.loaderToken(), "/Patient/kobayashi-masao").body();
    isamu = client.get(client.loaderToken(), "/Patient/watanabe-isamu").body();
  }

  @Test
  void fromAnUnknownBrowserToTheSheetByEachFinder() {
    try (BrowserContext crew = Chromium.somebody()) {
      Page page = watch.over(crew.newPage());
      page.setViewportSize(1280, 800);
      pairAndSignOn(page);
      opensARun(page);
      byNumberToTheSheet(page);
      anew(page);
      assertThat(page.locator(".sheet")).containsText("小林 正男");
      assertThat(page.locator(".bar .run")).containsText("指令なしの事案");
      withoutASignal(page);
      byPasskey(page);
      byCard(page);
      amongNamesakes(page);
      nobody(page);
      atTheWidthOfAPhone(page);
    }
  }

  private void pairAndSignOn(Page page) {
    page.navigate(town.base() + "/ems/");
    assertThat(page.locator("h1")).hasText("この端末は、まだ登録されていません");
    button(page, "登録する").click();
    assertThat(page.locator("#pair-code-wrong")).containsText("8文字");
    seen(page, "pair");
    page.locator("#pair-code").fill("AAAA-AAAA");
    page.locator("#pair-name").fill("救急1号車");
    button(page, "登録する").click();
    assertThat(page.locator("#pair-code-wrong")).containsText("使えません");

    button(page, "救急隊のタブレットにする").click();
    button(page, "サインインする").click();
    SignOnPages.byBadge(page);
    page.locator("ems-incidents h1").waitFor();
    assertThat(page.locator(".bar .who")).containsText("石塚 大輔");
    assertThat(page.locator(".bar .who")).containsText("まで");
    assertThat(page.locator(".bar .signal")).containsText("通信あり");
  }

  /** And makes the tablet ready for no signal. */
  private static void opensARun(Page page) {
    button(page, "PIN を決める").click();
    page.locator("#keep-pin").fill("123456");
    page.locator("#keep-twice").fill("123456");
    button(page, "PIN を決める").click();
    assertThat(page.locator("#keep-pin-wrong")).containsText("続き番号は使えません");
    page.locator("#keep-pin").fill(SHIFT_PIN);
    page.locator("#keep-twice").fill(SHIFT_PIN);
    button(page, "PIN を決める").click();
    assertThat(page.locator("ems-keep input")).hasCount(0);
    button(page, "指令なしで始める").click();
    page.locator("#run-reason").fill("路上で倒れている人");
    button(page, "事案を開く").click();
    assertThat(page.locator("ems-incidents .here")).hasCount(1);
    assertThat(page.locator(".bar .run")).containsText("指令なしの事案");
    seen(page, "incidents");
  }

  private static void byNumberToTheSheet(Page page) {
    way(page, "探す").click();
    page.locator(".switch").getByText("番号").click();
    page.locator(".wide-button").click();
    assertThat(page.locator("#number-wrong")).containsText("住民番号を入れてください");
    page.locator("#number-resident").fill(number(masao));
    page.locator(".wide-button").click();

    assertThat(page.locator("h1")).hasText("この方ですか");
    assertThat(page.locator("ems-identity")).containsText("小林 正男");
    assertThat(page.locator("ems-certainty")).hasText("確実");
    assertThat(page.locator("ems-block")).hasCount(0);
    seen(page, "confirm");
    button(page, "この方です").click();

    assertThat(page.locator("ems-block h2").first()).containsText("意思");
    assertThat(page.locator(".block.medication")).containsText("前");
    assertThat(page.locator("ems-call")).containsText("桜井");
    assertThat(page.locator("ems-call a.tel").first())
        .hasAttribute("href", Pattern.compile("tel:\\+?[0-9]+"));
    assertFits(page);
    seen(page, "sheet-day");
    page.locator(".look").click();
    assertThat(page.locator("html")).hasAttribute("data-look", "night");
    assertFits(page);
    seen(page, "sheet-night");

    page.locator(".block.medication h2 button").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("dialog h2")).hasText("薬");
    assertThat(page.locator("dialog")).containsText("記録日");
    seen(page, "detail-night");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
    way(page, "事案").click();
    assertThat(page.locator("#run ~ .notice")).containsText("小林 正男");
  }

  /** The crew is still signed on; what was unsealed is locked. */
  private static void anew(Page page) {
    page.reload();
    page.locator("ems-sheet h1").waitFor();
  }

  private static void withoutASignal(Page page) {
    way(page, "設定").click();
    assertThat(page.locator("ems-keep")).containsText("いま1件");
    page.waitForFunction("async () => Boolean(await caches.match('/ems/ems-sealed.js'))");
    page.context().setOffline(true);
    assertThat(page.locator(".bar .signal")).containsText("圏外");
    assertThat(page.locator(".bar .signal")).containsText("封印シート1件");
    way(page, "探す").click();
    button(page, "封印シートを見る").click();
    refusals(page);
    page.locator("#sealed-pin").fill(SHIFT_PIN);
    page.keyboard().press("Enter");
    assertThat(page.locator("ems-sealed li")).containsText("小林 正男");
    seen(page, "sealed-night");
    page.locator("ems-sealed li button").click();
    assertThat(page.locator(".sealed-note")).containsText("封印シートです");
    assertThat(page.locator("ems-block h2").first()).containsText("意思");
    seen(page, "sheet-sealed-night");
    page.context().setOffline(false);
    assertThat(page.locator(".bar .signal")).containsText("通信あり");
  }

  private static void refusals(Page page) {
    Locator why = page.locator("ems-sealed .failed");
    assertThat(page.locator("ems-sealed li")).not().containsText("小林 正男");
    button(page, "パスキーで開ける").click();
    assertThat(why).containsText("パスキーが登録されていません");
    button(page, "開けるようにする").click();
    assertThat(why).hasText("PIN を入れてください。");
    page.locator("#sealed-pin").fill("999111");
    button(page, "開けるようにする").click();
    assertThat(why).containsText("あと7回");
    seen(page, "sealed-refused-night");
  }

  private static void byPasskey(Page page) {
    CDPSession browser = page.context().newCDPSession(page);
    String authenticator = SignOnPages.withPasskeys(browser);
    way(page, "設定").click();
    button(page, "パスキーでも開けるようにする").click();
    page.locator("#passkey-pin").fill("999111");
    button(page, "パスキーを登録する").click();
    assertThat(page.locator("#passkey-wrong")).containsText("PIN が違います");
    page.locator("#passkey-pin").fill(SHIFT_PIN);
    button(page, "パスキーを登録する").click();
    assertThat(page.locator("ems-passkey")).containsText("この端末のパスキーでも開けられます");
    seen(page, "passkey-night");

    anew(page);
    page.context().setOffline(true);
    way(page, "探す").click();
    button(page, "封印シートを見る").click();
    button(page, "パスキーで開ける").click();
    assertThat(page.locator("ems-sealed li button")).containsText("小林 正男");
    page.evaluate("() => import('/ems/sealed.js').then(({ lock }) => lock())");
    assertThat(page.locator("ems-sealed li button")).hasCount(0);
    SignOnPages.leaves(browser, authenticator);
    button(page, "パスキーで開ける").click();
    assertThat(page.locator("ems-sealed .failed")).containsText("取りやめか時間切れ");
    page.context().setOffline(false);
    assertThat(page.locator(".bar .signal")).containsText("通信あり");
  }

  private static void byCard(Page page) {
    way(page, "探す").click();
    page.locator("#scan-code").fill("ちがうコード");
    page.locator(".wide-button").click();
    assertThat(page.locator("#scan-code-wrong")).containsText("22文字");
    seen(page, "scan-night");
    page.locator("#scan-code").fill(card);
    page.locator(".wide-button").click();
    assertThat(page.locator("ems-identity")).containsText("高橋 由美");
    assertThat(page.locator(".how")).containsText("救急カード");
    button(page, "違います").click();
    page.locator("ems-find").waitFor();
    page.locator(".look").click();
  }

  /** Two of one name and one birthday, typed in kana and in the Japanese calendar. */
  private static void amongNamesakes(Page page) {
    page.locator(".switch").getByText("氏名など").click();
    page.locator(".wide-button").click();
    assertThat(page.locator("#person-name-wrong")).containsText("二つ以上");
    page.locator("#person-name").fill("すずき かずこ");
    page.locator("#person-age").fill("77");
    seen(page, "person");
    page.locator(".wide-button").click();

    assertThat(page.locator("ems-candidates h1")).containsText("候補が");
    assertThat(page.locator(".candidate").first()).containsText("鈴木 和子");
    assertThat(page.locator(".candidate").nth(1)).containsText("鈴木 和子");
    assertThat(page.locator(".candidate").first().locator(".agrees").first()).isVisible();
    seen(page, "candidates");
    page.locator(".candidate").first().click();
    assertThat(page.locator("ems-identity")).containsText("鈴木 和子");
    assertThat(page.locator("main")).containsText("別の人かもしれません");
  }

  private static void nobody(Page page) {
    way(page, "探す").click();
    page.locator(".switch").getByText("番号").click();
    page.locator("#number-resident").fill("T999999");
    page.locator(".wide-button").click();
    assertThat(page.locator("h1")).hasText("お見せできる人が見つかりません");
    seen(page, "unknown");
    button(page, "緊急の例外閲覧").click();
    button(page, "理由を記して見る").click();
    assertThat(page.locator("#glass-text-wrong")).containsText("5文字以上");
    seen(page, "glass");
    page.keyboard().press("Escape");
  }

  private static void atTheWidthOfAPhone(Page page) {
    page.setViewportSize(320, 640);
    // Hears badly: the longest sheet there is.
    way(page, "探す").click();
    page.locator(".switch").getByText("番号").click();
    page.locator("#number-resident").fill(number(isamu));
    page.locator(".wide-button").click();
    button(page, "この方です").click();
    assertThat(page.locator(".sheet")).containsText("両耳が遠い");
    for (String name : new String[] {"事案", "探す", "シート", "設定"}) {
      way(page, name).click();
      page.locator("main h1").waitFor();
      assertThat(page.evaluate("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
      seen(page, "phone-" + name);
    }
    button(page, "サインアウトする").click();
    button(page, "サインインする").waitFor();
    assertThat(page.locator("body")).not().containsText("小林 正男");
  }

  /** One screen, without scrolling. */
  private static void assertFits(Page page) {
    assertThat(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))
        .isEqualTo(true);
  }

  private static void seen(Page page, String name) {
    if (Boolean.getBoolean("tsumugi.screens")) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Path.of("target", "screens", "ems-" + name + ".png")));
    }
    Watch.assertAccessible(page);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator way(Page page, String name) {
    return page.locator(".ways button")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + name + "\\s*$")));
  }

  private static String number(Json.Obj patient) {
    return patient.objects("identifier").stream()
        .filter(one -> String.valueOf(one.text("system")).endsWith("/sid/resident"))
        .map(one -> one.text("value"))
        .findFirst()
        .orElseThrow();
  }

  private static Json.Obj parameters() {
    return Json.object().put("resourceType", "Parameters").build();
  }

  private static String value(Json.Obj parameters, String name) {
    return parameters.objects("parameter").stream()
        .filter(one -> name.equals(one.text("name")))
        .map(one -> one.text("valueString"))
        .findFirst()
        .orElseThrow();
  }
}
