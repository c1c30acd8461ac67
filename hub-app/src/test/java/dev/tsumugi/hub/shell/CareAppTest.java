package dev.tsumugi.hub.shell;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clinician's app as a family doctor uses it, in a real browser behind the real Keycloak. */
class CareAppTest {
  private static SmartTown town;

  private final Watch watch = new Watch();

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
  }

  @Test
  void aFamilyDoctorFindsAPatientAndReadsTheWishesFirst() {
    try (BrowserContext doctor = Chromium.somebody()) {
      Page page = watch.over(doctor.newPage());
      page.navigate(town.base() + "/care/");
      button(page, "サインインする").waitFor();
      Watch.assertAccessible(page);
      button(page, "サインインする").click();
      page.locator("#username").fill("physician");
      page.locator("#password").fill("demo");
      page.locator("#kc-login").click();

      // Six have agreed; the doctor's other patients are as if they were not there.
      assertThat(page.locator(".people li")).hasCount(6);
      Watch.assertAccessible(page);

      page.getByLabel("氏名").fill("中村俊夫");
      page.keyboard().press("Enter");
      assertThat(page.locator(".people li")).hasCount(1);
      page.locator(".person").click();

      assertThat(page.locator(".banner h1")).containsText("中村 俊夫");
      assertThat(page.locator(".wish").first()).containsText("望まない");
      assertThat(page.locator(".wish").nth(1)).containsText("記録なし(無いとは限りません)");
      assertThat(page.locator("#section-problems ~ ul")).containsText("肺癌");
      assertThat(page.locator(".constant")).containsText("見せないことを選べます");
      assertThat(page.locator("canvas").first()).isVisible();
      Watch.assertAccessible(page);

      button(page, "話し合いを記録する").click();
      page.getByRole(AriaRole.DIALOG).waitFor();
      Watch.assertAccessible(page);
      button(page, "記録する").click();
      assertThat(page.locator("#talk-error")).containsText("話されたことを入れてください");
      button(page, "やめる").click();

      page.getByRole(AriaRole.TAB).last().click();
      assertThat(page.locator(".month").first()).isVisible();
      Watch.assertAccessible(page);
      watch.assertNothingIsLeftBehind(page, town.base() + "/care/", "nakamura|T100001|%E4%B8%AD");
    }
  }

  @Test
  void whoIsNotShownLooksLikeNobodyAndTheWayInAfterAReloadIsSilent() {
    try (BrowserContext doctor = Chromium.somebody("en-US")) {
      Page page = watch.over(doctor.newPage());
      page.navigate(town.base() + "/care/?lang=en");
      button(page, "Sign in").click();
      page.locator("#username").fill("physician");
      page.locator("#password").fill("demo");
      page.locator("#kc-login").click();
      assertThat(page.locator(".people li")).hasCount(6);

      String hidden = shownFor(page, "T100001");
      String absent = shownFor(page, "T999999");
      assertThat(hidden).isEqualTo(absent).contains("Not found, or not shown to you");

      page.reload();
      assertThat(page.locator(".people li")).hasCount(6);
      button(page, "Sign out").click();
      button(page, "Sign in").waitFor();
      page.reload();
      // Signed out at the identity server as well: no silent way in is left.
      button(page, "Sign in").waitFor();
      assertThat(page.locator(".people")).hasCount(0);
      watch.assertNothingIsLeftBehind(page, town.base() + "/care/", "nakamura|T100001|%E4%B8%AD");
    }
  }

  @Test
  void anEmergencyDeskIsLedToItsArrivals() {
    try (BrowserContext emergency = Chromium.somebody("en-US")) {
      Page page = watch.over(emergency.newPage());
      page.navigate(town.base() + "/care/?lang=en");
      button(page, "Sign in").click();
      SignOnPages.signOn(page, "hospital");
      assertThat(page.locator("header")).containsText("emergency desk");
      assertThat(page.locator("care-search .empty")).containsText("nobody in your care");
      Watch.assertAccessible(page);

      page.getByText("Open the emergency screen").click();
      assertThat(page.locator("h1")).containsText("not registered yet");
    }
  }

  private static String shownFor(Page page, String number) {
    page.getByLabel("Number").fill(number);
    page.keyboard().press("Enter");
    Locator empty = page.locator("care-search .empty");
    empty.waitFor();
    return page.locator("main").innerText();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
