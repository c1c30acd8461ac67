package dev.tsumugi.hub.shell;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The system's own browser, without a window; one a JVM, and a fresh profile for each who asks. */
final class Chromium {
  private static final String HOW =
      "No chromium is installed; ./hub test installs it where it may (apt and root).";

  private static final class One {
    // Playwright's own browsers are for other systems than ours; nothing is fetched.
    static final Playwright PLAYWRIGHT =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    static final Browser BROWSER =
        PLAYWRIGHT
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program().orElseThrow())
                    // As root, as in a container, chromium's own sandbox cannot start.
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(PLAYWRIGHT::close));
    }
  }

  private Chromium() {}

  /**
   * A person at a browser, who reads Japanese. To be closed. Aborts the test where there is no
   * browser, and fails it in CI.
   */
  static BrowserContext somebody() {
    return somebody("ja-JP");
  }

  /**
   * @param locale such as {@code en-US}
   */
  static BrowserContext somebody(String locale) {
    if (program().isEmpty()) {
      if ("true".equals(System.getenv("CI"))) Assertions.fail(HOW);
      Assumptions.abort(HOW);
    }
    BrowserContext context =
        One.BROWSER.newContext(
            new Browser.NewContextOptions().setLocale(locale).setTimezoneId("Asia/Tokyo"));
    context.setDefaultTimeout(20_000);
    return context;
  }

  /** The same names, in the same order, as {@code ./hub test} looks for. */
  private static Optional<Path> program() {
    List<Path> folders =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)).map(Path::of).toList();
    for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
      for (Path folder : folders) {
        if (Files.isExecutable(folder.resolve(name))) return Optional.of(folder.resolve(name));
      }
    }
    return Optional.empty();
  }
}
