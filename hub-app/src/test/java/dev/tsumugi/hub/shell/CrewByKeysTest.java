package dev.tsumugi.hub.shell;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import dev.tsumugi.kernel.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The crew's app without a pointer, on the narrowest screen: find, confirm, sheet, note, hand-over.
 * Whatever has the focus is seen, and the focus is never lost.
 */
class CrewByKeysTest {
  /** More stops than any screen has. */
  private static final int STOPS = 80;

  private static final String FOCUSED =
      """
      () => {
        const here = document.activeElement;
        const words = here.labels?.length ? here.labels[0].textContent : here.getAttribute('aria-label') ?? here.textContent;
        return words.replace(/\\s+/g, ' ').trim();
      }""";

  /** The middle of it, or of what is seen of it, is not behind a bar. */
  private static final String SEEN =
      """
      () => {
        const here = document.activeElement;
        const { left, right, top, bottom } = here.getBoundingClientRect();
        const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
        const there = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
        return there !== null && (here.contains(there) || there.contains(here) || here.labels?.[0]?.contains(there) === true);
      }""";

  private static SmartTown town;
  private static String number;

  private final Watch watch = new Watch();

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
    TokenClient client = town.client();
    Json.Obj masao = client.get(client.loaderToken(), "/Patient/kobayashi-masao").body();
    number =
        masao.objects("identifier").stream()
            .filter(one -> String.valueOf(one.text("system")).endsWith("/sid/resident"))
            .map(one -> one.text("value"))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void fromTheRunToTheHandOver() {
    try (BrowserContext ambulance = Chromium.somebody()) {
      Page page = watch.over(ambulance.newPage());
      page.setViewportSize(320, 640);
      // What is scrolled to is there at once.
      page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      signOn(page);
      press(page, "指令なしで始める");
      press(page, "事案を開く");
      assertThat(page.locator(".bar .run")).containsText("指令なしの事案");
      findAndConfirm(page);
      note(page);
      handOver(page);
    }
  }

  private static void signOn(Page page) {
    page.navigate(town.base() + "/ems/");
    button(page, "救急隊のタブレットにする").click();
    button(page, "サインインする").click();
    SignOnPages.byBadge(page);
    page.locator("ems-incidents h1").waitFor();
  }

  private static void findAndConfirm(Page page) {
    press(page, "探す");
    assertThat(page.locator("ems-find h1")).isFocused();
    press(page, "番号");
    reach(page, "住民番号");
    // That was the kind of number; the field has the same name.
    reach(page, "住民番号");
    page.keyboard().type(number);
    page.keyboard().press("Enter");
    assertThat(page.locator("ems-confirm h1")).isFocused();
    press(page, "この方です");
    assertThat(page.locator("ems-sheet h1")).isFocused();
    press(page, "意思 を詳しく見る");
    assertThat(page.locator("dialog h2")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.locator(".wishes h2 button")).isFocused();
  }

  private static void note(Page page) {
    press(page, "記録");
    assertThat(page.locator("ems-log h1")).isFocused();
    press(page, "処置を記録する");
    press(page, "酸素投与");
    press(page, "記録する");
    assertThat(page.locator(".happenings")).containsText("酸素投与");
    assertThat(button(page, "処置を記録する")).isFocused();
  }

  private static void handOver(Page page) {
    press(page, "引継ぎ");
    assertThat(page.locator("ems-handover h1")).isFocused();
    Locator to = page.locator("#handover-to");
    to.waitFor();
    reach(page, "引継ぎ先");
    page.keyboard().press("ArrowDown");
    assertThat(to).not().hasValue("");
    press(page, "10分");
    press(page, "病院へ引き継ぐ");
    assertThat(page.locator("#handed")).isFocused();
    press(page, "引継ぎを閉じる");
    assertThat(button(page, "閉じる")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator(".handed")).hasCount(0);
    assertThat(page.locator("ems-handover h1")).isFocused();
  }

  /** Goes there by the tab key, and presses it. */
  private static void press(Page page, String words) {
    reach(page, words);
    page.keyboard().press("Enter");
  }

  private static void reach(Page page, String words) {
    for (int stop = 0; stop < STOPS; stop++) {
      page.keyboard().press("Tab");
      String here = (String) page.evaluate(FOCUSED);
      assertThat(page.evaluate(SEEN)).as("%s is seen", here).isEqualTo(true);
      if (here.equals(words)) return;
    }
    throw new AssertionError("no stop is " + words);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
