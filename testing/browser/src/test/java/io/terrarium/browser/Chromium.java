package io.terrarium.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine's own Chromium, started without a window. It is looked for on the PATH; {@code
 * -Dchromium=/path/to/it} names another one. For one thread.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it. */
  static Chromium start() {
    Path executable = executable();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(executable)
                      // Chromium's own sandbox refuses to be set up by root.
                      .setChromiumSandbox(!System.getProperty("user.name", "").equals("root"))
                      // A container's /dev/shm may be too small for it.
                      .setArgs(List.of("--disable-dev-shm-usage")));
      PlaywrightAssertions.setDefaultAssertionTimeout(Visit.MILLISECONDS_TO_WAIT);
      return new Chromium(playwright, browser);
    } catch (RuntimeException | Error e) {
      playwright.close();
      throw e;
    }
  }

  private static Path executable() {
    String named = System.getProperty("chromium", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    return NAMES.stream()
        .map(Chromium::onPath)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "these tests need Chromium, and none of "
                    + NAMES
                    + " is on the PATH: on Debian and Ubuntu, apt-get install chromium"));
  }

  private static Optional<Path> onPath(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A fresh window, without anything from an earlier one, that looks at a site. */
  Visit visit(String origin) {
    return visit(origin, new Browser.NewContextOptions());
  }

  /** A fresh window of a certain size, with certain colours and so on. */
  Visit visit(String origin, Browser.NewContextOptions options) {
    return new Visit(origin, browser.newContext(options.setLocale("en-GB")));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
