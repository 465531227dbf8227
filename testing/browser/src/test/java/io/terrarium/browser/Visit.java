package io.terrarium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A window of a browser that looks at one site. Closing it fails when something was requested from
 * anywhere else, or when the browser complained: of a script that threw, of something that the
 * page's own content security policy forbids, of anything on the console. For one thread.
 */
final class Visit implements AutoCloseable {
  private static final Path SCREENSHOTS =
      Path.of(System.getProperty("screenshots", "target/screenshots"));

  /** How long something may take to appear on a machine that is busy. */
  static final int MILLISECONDS_TO_WAIT = 20_000;

  private final String origin;
  private final BrowserContext context;
  private final Page page;
  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<Pattern> expected = new ArrayList<>();

  Visit(String origin, BrowserContext context) {
    this.origin = origin;
    this.context = context;
    this.page = context.newPage();
    page.setDefaultTimeout(MILLISECONDS_TO_WAIT);
    // Of what a page does and of what is done on its behalf, such as by a worker.
    context.onRequest(request -> requests.add(request.url()));
    page.onConsoleMessage(this::heard);
    page.onPageError(error -> complaints.add("a script threw: " + error));
    page.onWebSocket(socket -> requests.add(socket.url()));
  }

  private void heard(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      complaints.add("on the console: " + message.text());
    }
  }

  /** The window. */
  Page page() {
    return page;
  }

  /** Opens a path of the site. */
  Page open(String path) {
    page.navigate(origin + path);
    return page;
  }

  /**
   * A complaint that matches is what this test is about: browsers tell of every answer above 399.
   */
  Visit expecting(String complaint) {
    expected.add(Pattern.compile(complaint));
    return this;
  }

  /** What was requested so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Keeps a picture of the whole page. */
  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /** Clicks on the button of this name. */
  void press(String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  @Override
  public void close() {
    context.close();
    assertThat(requests)
        .as("everything that was requested")
        .isNotEmpty()
        .allMatch(url -> url.startsWith(origin + "/") || url.startsWith("data:"));
    assertThat(complaints)
        .as("what the browser complained of")
        .filteredOn(complaint -> expected.stream().noneMatch(it -> it.matcher(complaint).find()))
        .isEmpty();
  }
}
