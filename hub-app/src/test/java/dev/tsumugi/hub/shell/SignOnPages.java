package dev.tsumugi.hub.shell;

import com.microsoft.playwright.Page;

/** What a person does on Keycloak's pages. */
final class SignOnPages {
  private SignOnPages() {}

  /** With the demo's password; waits for the page that asks. */
  static void signOn(Page page, String user) {
    page.locator("#username").fill(user);
    page.locator("#password").fill("demo");
    page.locator("#kc-login").click();
  }

  /** On the page that asks whose record to open. */
  static void choose(Page page, String patient) {
    page.locator("button[name=patient][value='" + patient + "']").click();
  }
}
