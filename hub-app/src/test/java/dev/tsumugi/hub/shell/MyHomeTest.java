package dev.tsumugi.hub.shell;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The residents' app at the width of a phone, in a real browser behind the real Keycloak. */
class MyHomeTest {
  private static SmartTown town;

  private final Watch watch = new Watch();

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
  }

  @Test
  void aResidentOfEightyFindsTheirRecordAndWhoLooked() {
    try (BrowserContext resident = Chromium.somebody()) {
      Page page = phone(resident);
      page.navigate(town.base() + "/my/");
      button(page, "サインインする").waitFor();
      Watch.assertAccessible(page);
      signIn(page, "citizen", "サインインする");

      assertThat(page.locator(".whose")).containsText("小林 節子");
      assertThat(page.locator(".whose")).containsText("ご本人");
      assertThat(page.locator("h1")).containsText("こんにちは");
      page.locator("#home-waiting").waitFor();
      assertThat(page.locator(".guide li")).hasCount(3);
      Watch.assertAccessible(page);

      way(page, "記録").click();
      assertThat(page.locator("h1")).hasText("からだの記録");
      assertThat(page.locator("canvas").first()).isVisible();
      assertThat(page.locator(".measure").first()).containsText("mmHg");
      assertThat(page.locator("#section-medication ~ ul")).containsText("血のかたまりができるのを防ぐ薬");
      assertThat(page.locator("#section-procedures ~ ul")).containsText("補聴器");
      Watch.assertAccessible(page);

      way(page, "すべて").click();
      page.locator("main").getByText("誰が見たか").click();
      assertThat(page.locator("#looked-filter")).isVisible();
      page.locator("#looked-filter").selectOption("all");
      assertThat(page.locator("my-looked li").first()).containsText("小林 節子さん(住民)が、ご本人の希望のために");
      Watch.assertAccessible(page);

      way(page, "カード").click();
      assertThat(page.locator("h1")).hasText("救急カード");
      assertThat(page.locator("main")).containsText("番号だけです");
      Watch.assertAccessible(page);
      watch.assertNothingIsLeftBehind(page, town.base() + "/my/", "kobayashi|T100001|%E5%B0%8F");
    }
  }

  @Test
  void aMotherSwitchesToHerChildAndReadsInEnglish() {
    try (BrowserContext mother = Chromium.somebody("en-US")) {
      Page page = phone(mother);
      page.navigate(town.base() + "/my/?lang=en");
      signIn(page, "parent", "Sign in");
      assertThat(page.locator(".whose")).containsText("your own record");
      way(page, "Health").click();
      assertThat(page.locator("#section-immunizations ~ kit-notice"))
          .hasText("Nothing recorded here (not proof of none)");

      button(page, "Switch").click();
      assertThat(page.locator("my-who li")).hasCount(3);
      Watch.assertAccessible(page);
      page.locator("my-who").getByText("高橋 蓮").click();

      assertThat(page.locator(".whose")).containsText("高橋 蓮");
      assertThat(page.locator(".whose")).containsText("you act for this person");
      way(page, "Health").click();
      assertThat(page.locator("my-record")).containsText("dose 1");
      way(page, "All").click();
      page.locator("main").getByText("Documents").click();
      assertThat(page.locator("#papers")).isVisible();
      Watch.assertAccessible(page);
      way(page, "All").click();
      page.locator("main").getByText("Settings").click();
      Watch.assertAccessible(page);
      page.locator("main").getByRole(AriaRole.BUTTON).last().click();
      button(page, "Sign in").waitFor();
      assertThat(page.locator(".whose")).hasCount(0);
      watch.assertNothingIsLeftBehind(page, town.base() + "/my/", "takahashi|%E9%AB%98");

      page.waitForFunction("async () => Boolean(await caches.match('/my/words.js'))");
      mother.setOffline(true);
      page.reload();
      assertThat(page.locator("main")).containsText("Nothing of the record is kept on this device");
      Watch.assertAccessible(page);
    }
  }

  private Page phone(BrowserContext somebody) {
    Page page = watch.over(somebody.newPage());
    page.setViewportSize(375, 812);
    return page;
  }

  private static void signIn(Page page, String user, String words) {
    button(page, words).click();
    page.locator("#username").fill(user);
    page.locator("#password").fill("demo");
    page.locator("#kc-login").click();
    page.locator("my-view h1").waitFor();
    assertThat(page.evaluate("document.documentElement.scrollWidth <= 375")).isEqualTo(true);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** A button of the bar at the bottom. */
  private static Locator way(Page page, String name) {
    return page.locator(".bottom button")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name + "$")));
  }
}
