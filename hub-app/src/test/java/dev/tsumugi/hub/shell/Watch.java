package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a page must never do, whatever its app: watched from its first request on. */
final class Watch {
  private static final String TOKEN = "eyJ[\\w-]+\\.eyJ";

  private final List<String> addresses = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  Page over(Page page) {
    page.onRequest(request -> addresses.add(address(request)));
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) complaints.add(message.text());
        });
    return page;
  }

  private static String address(Request request) {
    return request.method() + " " + request.url();
  }

  static void assertAccessible(Page page) {
    List<Rule> violations =
        new AxeBuilder(page)
            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
            .analyze()
            .getViolations();
    assertThat(violations).extracting(Rule::getId).isEmpty();
  }

  /**
   * No token and nobody's data in an address, the browser's storage or the page's own address.
   *
   * @param home address that the page has kept
   * @param data a pattern of what would tell who the patient is
   */
  void assertNothingIsLeftBehind(Page page, String home, String data) {
    assertThat(complaints).isEmpty();
    assertThat(page.url()).isEqualTo(home);
    Pattern revealing = Pattern.compile(TOKEN + "|" + data);
    assertThat(addresses.stream().filter(revealing.asPredicate())).isEmpty();
    assertThat(addresses).anyMatch(address -> address.matches("POST .*/fhir/Patient/_search"));
    String kept =
        (String) page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])");
    assertThat(kept).doesNotContainPattern(revealing).doesNotContain("tsumugi.signin");
    assertThat(cached(page)).noneMatch(revealing.asPredicate().or(Watch::isForeign));
  }

  /**
   * No token and nobody's data in an address that any of the watched pages asked for, and nothing
   * that their own policy refused.
   */
  void assertTellsNobody(String data) {
    assertThat(complaints).isEmpty();
    Pattern revealing = Pattern.compile(TOKEN + "|" + data);
    assertThat(addresses.stream().filter(revealing.asPredicate())).isEmpty();
  }

  /** A service worker's store holds files of the screens alone. */
  private static boolean isForeign(String address) {
    return address.contains("?") || !address.matches("https?://[^/]+/(my|kit|webjars)/.*");
  }

  @SuppressWarnings("unchecked")
  private static List<String> cached(Page page) {
    return (List<String>)
        page.evaluate(
            "async () => { const all = []; for (const name of await caches.keys()) for (const one of await"
                + " (await (await caches.open(name)).matchAll())) all.push(one.url); return all; }");
  }
}
