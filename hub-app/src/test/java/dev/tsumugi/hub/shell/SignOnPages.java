package dev.tsumugi.hub.shell;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;

/** What a person does on Keycloak's pages. */
final class SignOnPages {
  /** The demo's crew member, at the sign-on server's page for a shared tablet. */
  static void byBadge(Page page) {
    page.locator("#badge").fill("C-0001");
    page.locator("#pin").fill("246813");
    page.locator("#kc-login").click();
  }

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

  /** Gives the page a device that makes and shows passkeys by itself; its id. */
  static String withPasskeys(CDPSession browser) {
    browser.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    for (String can :
        List.of(
            "hasResidentKey",
            "hasUserVerification",
            "hasPrf",
            "isUserVerified",
            "automaticPresenceSimulation")) {
      options.addProperty(can, true);
    }
    JsonObject wanted = new JsonObject();
    wanted.add("options", options);
    return browser
        .send("WebAuthn.addVirtualAuthenticator", wanted)
        .get("authenticatorId")
        .getAsString();
  }

  /** Nobody whom that device knows touches it from now on. */
  static void leaves(CDPSession browser, String authenticator) {
    JsonObject wanted = new JsonObject();
    wanted.addProperty("authenticatorId", authenticator);
    wanted.addProperty("isUserVerified", false);
    browser.send("WebAuthn.setUserVerified", wanted);
  }
}
