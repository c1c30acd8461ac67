package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the tests with the real Keycloak and a real browser stand on. */
class SmartTownTest {
  private static SmartTown town;

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
  }

  @Test
  void aTokenOfTheRealServerOpensTheRecordsInItsCare() {
    String token = town.token("physician", "user/Patient.rs");

    assertThat(town.client().get(token, "/Patient/kobayashi-masao").status()).isEqualTo(200);
  }

  @Test
  void aBrowserShowsTheStartPage() {
    try (BrowserContext somebody = Chromium.somebody()) {
      Page page = somebody.newPage();

      page.navigate(town.base() + "/");

      assertThat(page.title()).contains("Tsumugi(紡)");
    }
  }
}
