package io.terrarium.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.terrarium.config.KeyHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web page does what it is for, in a real browser, against a real service. */
class WebPageTest {
  private static final String HOSTILE =
      "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>";

  private static RunningService service;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    service = RunningService.start();
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    service.close();
  }

  private static Visit visit() {
    return chromium.visit(service.origin());
  }

  // ---- Calls ------------------------------------------------------------------------------------

  @Test
  void aFunctionIsCalledAndItsValueOutputAndUsageAreShown() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction(
          """
          def halves(xs: list[float], by: float = 2.0):
              "Parts of numbers."
              print("dividing", len(xs))
              return [x / by for x in xs]
          """,
          "halves");
      page.field("xs: list[float]").fill("[1.0, 3.0]");
      page.run();
      assertThat(page.banner()).containsText("Returned");
      assertThat(page.value()).hasText("[0.5, 1.5]list");
      assertThat(page.output()).hasText("dividing 2\n");
      for (String bar : List.of("Time", "Processor", "Memory", "Output")) {
        assertThat(visit.page().getByRole(AriaRole.METER, new Page.GetByRoleOptions().setName(bar)))
            .hasAttribute("aria-valuetext", Pattern.compile(".+ of .+"));
      }
      assertThat(visit.page().locator("#engine")).hasText("cpython");
      assertThat(visit.page().locator("#isolation-summary")).containsText("cpython");
      visit.screenshot("returned");
    }
  }

  @Test
  void numbersAreShownAsPythonHasThem() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction("def f(x):\n    return [x, x + 1, 1.0, float('inf'), (1,)]\n", "f");
      page.field("x").fill("12345678901234567890123");
      page.run();
      assertThat(page.value())
          .hasText("[12345678901234567890123, 12345678901234567890124, 1.0, inf, (1,)]list");
    }
  }

  @Test
  void longValuesAreFoldedAndUnfoldPartByPart() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction(
          "def f():\n    return {'rows': [{'n': n, 'text': 'word ' * 20} for n in range(120)]}\n",
          "f");
      page.run();
      Locator rows = page.value().getByRole(AriaRole.LISTITEM);
      assertThat(rows).hasCount(51);
      page.button("Show 50 more of 120 items").click();
      assertThat(rows).hasCount(101);
      page.button("Show 20 more of 120 items").click();
      assertThat(rows).hasCount(121);
      visit.screenshot("long-value");
    }
  }

  @Test
  void anExceptionIsShownWithItsTracebackAndItsLineIsMarked() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction(
          """
          def age(person):
              return person["age"]


          def oldest(people):
              return max(people, key=age)
          """,
          "age");
      page.field("Function").selectOption("oldest");
      page.field("people").fill("[{'name': 'Ada'}]");
      page.run();
      assertThat(page.banner()).containsText("Raised KeyError");
      assertThat(page.traceback()).containsText("KeyError: 'age'");
      assertThat(visit.page().locator(".ace_gutter-cell.gutter-raised")).hasText("2");
      assertThat(visit.page().locator(".ace_gutter-cell.gutter-passed"))
          .hasText(Pattern.compile("6"));
      assertThat(visit.page().locator(".mark-raised")).hasCount(1);
      visit.screenshot("raised");
      // The mark goes when the line may be another one.
      page.write("def oldest(people):\n    return 1\n");
      assertThat(visit.page().locator(".mark-raised")).hasCount(0);
    }
  }

  @Test
  void aCallThatTakesTooLongIsEndedByTheLimitThatWasChosen() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction("def spin():\n    while True:\n        pass\n", "spin");
      visit.page().getByText("Rules and limits").click();
      page.field("Time, in ms").fill("300");
      page.run();
      assertThat(page.banner()).containsText("It took too long");
      assertThat(
              visit.page().getByRole(AriaRole.METER, new Page.GetByRoleOptions().setName("Time")))
          .hasAttribute("aria-valuetext", Pattern.compile("of 300 ms"));
      visit.screenshot("timed-out");
    }
  }

  @Test
  void outputIsShownWhileItIsPrintedAndTheCallCanBeCancelled() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction(
          "def spin():\n    print('begun', flush=True)\n    while True:\n        pass\n", "spin");
      page.button("Run").click();
      assertThat(page.output()).hasText("begun\n");
      assertThat(page.banner()).containsText("Running spin");
      page.button("Cancel").click();
      assertThat(page.banner()).containsText("Cancelled");
      assertThat(page.output()).hasText("begun\n");
      assertThat(page.button("Run")).isFocused();
    }
  }

  @Test
  void whatTheRulesRefuseIsListedAndAnotherPolicyMayAllowIt() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.write("import socket\n\n\ndef name():\n    return socket.AF_INET.name\n");
      assertThat(page.diagnostics()).hasCount(1);
      assertThat(page.diagnostics()).containsText("module-refused");
      visit.page().getByText("Rules and limits").click();
      page.field("Rules").selectOption("full");
      assertThat(page.checked()).hasText("No problems.");
      page.run();
      assertThat(page.value()).hasText("\"AF_INET\"str");
      assertThat(page.snippet()).containsText("policy=full");
    }
  }

  @Test
  void theSnippetsDoTheSameCall() throws Exception {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction(
          "def greet(name, mark='!'):\n    \"\"\"It's a \\\"greeting\\\".\"\"\"\n    return f'hello {name}{mark}'\n",
          "greet");
      page.field("Kind of name").selectOption("text");
      page.field("name").fill("O'Neil $HOME `id`");
      page.run();
      assertThat(page.value()).hasText("\"hello O'Neil $HOME `id`!\"str");
      Process shell =
          new ProcessBuilder("bash", "-c", page.snippet().textContent())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(answer).contains("\"result\":\"hello O'Neil $HOME `id`!\"");

      visit.page().getByText("Python", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.snippet()).containsText("from terrarium_client import Client");
      assertThat(page.snippet()).containsText("program.call(\"greet\", \"O'Neil $HOME `id`\")");
      assertThat(page.snippet()).containsText(service.origin());
    }
  }

  // ---- Diagnostics and the form
  // ---------------------------------------------------------------------

  @Test
  void problemsAreUnderlinedWhileOneTypesAndLeadToTheirPlace() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.write("ü = 'é'; import os\n\n\ndef f(x):\n    return x.__class__.__bases__\n");
      assertThat(page.checked()).hasText("2 problems");
      assertThat(page.diagnostics()).hasCount(2);
      assertThat(page.diagnostics().first()).containsText("line 1, column 17");
      assertThat(visit.page().locator(".mark-problem")).hasCount(2);
      assertThat(visit.page().locator(".ace_gutter-cell.gutter-problem").first()).hasText("1");
      visit.screenshot("diagnostics");
      page.diagnostics().last().getByRole(AriaRole.BUTTON).click();
      assertThat(page.editor()).isFocused();
      visit.page().keyboard().type("x");
      assertThat(page.checked()).hasText("1 problem");
      page.write("def f(x):\n    return x\n");
      assertThat(page.checked()).hasText("No problems.");
      assertThat(page.diagnostics()).hasCount(0);
      assertThat(visit.page().locator(".mark-problem")).hasCount(0);
    }
  }

  @Test
  void anAnswerThatANewerQuestionHasOvertakenIsDropped() {
    try (Visit visit = visit().expecting("net::ERR")) {
      var page = new WebPage(visit);
      var held = new Route[1];
      visit
          .page()
          .route(
              "**/v1/check",
              route -> {
                if (held[0] == null) {
                  held[0] = route;
                } else {
                  route.resume();
                }
              });
      page.write("import os\n");
      visit.page().waitForCondition(() -> held[0] != null);
      page.writeFunction("def later():\n    return 1\n", "later");
      held[0].resume();
      assertThat(page.checked()).hasText("No problems.");
      assertThat(page.diagnostics()).hasCount(0);
    }
  }

  @Test
  void theFormHasAFieldForEveryKindOfParameter() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction(
          """
          from typing import Literal


          def every(
              first, number: int, /, ratio: float = 0.5, name: str = "Ada", *rest,
              day: "date", flag: bool = True, mode: Literal["fast", "slow"] = "slow",
              nothing=None, pair: tuple = (1, 2), raw: bytes = b"", **more
          ):
              return repr((first, number, ratio, name, rest, day, flag, mode, nothing, pair, raw, more))
          """,
          "every");
      visit.screenshot("form");
      page.field("first").fill("{'a': [1, None]}");
      page.field("number: int").fill("1_000");
      page.field("name: str").fill("Grace \"G\"");
      page.field("*rest").fill("[3, \"x\"]");
      page.field("day: 'date'").fill("2024-02-29");
      page.field("flag: bool").uncheck();
      page.field("mode: Literal['fast', 'slow']").selectOption("\"fast\"");
      page.field("Kind of nothing").selectOption("None");
      page.field("pair: tuple").fill("[3, 4]");
      page.field("raw: bytes").fill("hé");
      page.field("**more").fill("{\"extra\": 1.5}");
      page.run();
      assertThat(page.value())
          .containsText(
              "({'a': [1, None]}, 1000, 0.5, 'Grace \"G\"', (3, 'x'), datetime.date(2024, 2, 29), "
                  + "False, 'fast', None, (3, 4), b'h\\xc3\\xa9', {'extra': 1.5})");
    }
  }

  @Test
  void aFieldThatHoldsNothingToSendSaysWhatItWantsAndHasTheFocus() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction("def f(a: int, b):\n    return a\n", "f");
      page.field("a: int").fill("seven");
      page.field("b").fill("[1,");
      page.button("Run").click();
      assertThat(page.field("a: int")).isFocused();
      assertThat(page.field("a: int"))
          .hasAccessibleDescription(Pattern.compile("A whole number has to stand here"));
      assertThat(page.field("b"))
          .hasAccessibleDescription(Pattern.compile("neither JSON nor a Python literal"));
      assertThat(page.result()).isHidden();
      page.field("a: int").fill("7");
      page.field("b").fill("[1]");
      page.run();
      assertThat(page.value()).hasText("7int");
    }
  }

  @Test
  void defaultsAreShownAndNotSentUntilTheyAreChanged() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction(
          "START = object()\n\n\ndef f(a=START, b=2):\n    return (a is START, b)\n", "f");
      assertThat(page.field("b")).hasValue("2");
      assertThat(page.field("a")).hasAccessibleDescription("default: START");
      page.field("b").fill("3");
      page.run();
      assertThat(page.value()).hasText("(True, 3)tuple");
      page.button("Use the default of b").click();
      page.run();
      assertThat(page.value()).hasText("(True, 2)tuple");
    }
  }

  @Test
  void whatWasPutInStaysWhileTheSourceChanges() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction("def f(a, b=1):\n    return a\n", "f");
      page.field("a").fill("42");
      page.writeFunction("def g():\n    pass\n\n\ndef f(a, c, b=1):\n    return a\n", "f");
      assertThat(page.field("c")).isVisible();
      assertThat(page.field("a")).hasValue("42");
    }
  }

  // ---- Files
  // --------------------------------------------------------------------------------------

  @Test
  void aFileIsOpenedByTheButtonAndByDroppingIt() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      visit
          .page()
          .locator("#file")
          .setInputFiles(
              new FilePayload(
                  "one.py",
                  "text/x-python",
                  "def one():\n    return 1\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(page.signature()).hasText("def one()");
      assertThat(page.field("File name")).hasValue("one.py");

      drop(visit, "two.py", "def two():\n    return 'zwei'\n");
      assertThat(page.signature()).hasText("def two()");
      assertThat(page.field("File name")).hasValue("two.py");
      page.run();
      assertThat(page.value()).hasText("\"zwei\"str");
    }
  }

  @Test
  void aFileThatIsNoTextIsRefusedWithTheReason() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      visit
          .page()
          .locator("#file")
          .setInputFiles(
              new FilePayload("data.py", "text/x-python", new byte[] {(byte) 0xff, 0, 1}));
      assertThat(page.checked())
          .hasText("data.py is not UTF-8 text, which a Python source has to be here.");
      assertThat(page.field("File name")).hasValue("mean_square.py");
    }
  }

  private static void drop(Visit visit, String name, String text) {
    visit
        .page()
        .locator("#editor")
        .evaluate(
            """
            (editor, [name, text]) => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([text], name));
              const init = { bubbles: true, cancelable: true, dataTransfer };
              for (const kind of ["dragenter", "dragover", "drop"]) {
                editor.dispatchEvent(new DragEvent(kind, init));
              }
            }
            """,
            List.of(name, text));
  }

  // ---- Hostile texts
  // --------------------------------------------------------------------------------

  @Test
  void whatAProgramSaysStaysText() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      String source =
          """
          def f(x="HOSTILE", y: "HOSTILE" = None):
              \"""HOSTILE\"""
              print("HOSTILE")
              if x == "raise":
                  raise ValueError("HOSTILE")
              return {"HOSTILE": ["HOSTILE", {"HOSTILE"}]}
          """
              .replace("HOSTILE", HOSTILE.replace("\"", "\\\""));
      drop(visit, HOSTILE.replace("/", "∕") + ".py", source);
      assertThat(page.signature()).containsText("onerror");
      page.run();
      assertThat(page.banner()).containsText("Returned");
      assertThat(page.value()).containsText("<script>");
      assertThat(page.output()).containsText(HOSTILE);
      page.field("x").fill("raise");
      page.run();
      assertThat(page.banner()).containsText("Raised");
      assertThat(page.traceback()).containsText(HOSTILE);
      visit.page().getByText("Python", new Page.GetByTextOptions().setExact(true)).click();
      // Diagnostics have parts of the source too.
      page.write("import os.HOSTILE\nf'<img src=x onerror=alert(1)>{'\n");
      assertThat(page.diagnostics().first()).isVisible();
      assertThat(visit.page()).hasTitle("Terrarium");
      assertThat(visit.page().locator("img")).hasCount(1);
      assertThat(visit.page().locator("body script")).hasCount(0);
    }
  }

  // ---- What goes wrong
  // -------------------------------------------------------------------------------

  @Test
  void anOverloadedServiceIsToldAndTheCallCanBeMadeAgain() {
    try (Visit visit = visit().expecting("status of 429")) {
      var page = new WebPage(visit);
      visit
          .page()
          .route(
              "**/v1/execute",
              route ->
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setStatus(429)
                          .setContentType("application/problem+json")
                          .setHeaders(Map.of("Retry-After", "1"))
                          .setBody(
                              """
                              {"type": "urn:terrarium:problem:rate_limited", "title": "Too many requests",
                               "status": 429, "code": "rate_limited", "detail": "there were <b>too many</b> calls"}
                              """)),
              new Page.RouteOptions().setTimes(1));
      page.run();
      assertThat(page.banner()).hasText("Too many calls");
      assertThat(page.result().getByRole(AriaRole.ALERT))
          .hasText("There were <b>too many</b> calls. Try again in 1 s.");
      visit.screenshot("overloaded");
      page.button("Try again").click();
      assertThat(page.banner()).containsText("Returned");
    }
  }

  @Test
  void aServiceThatIsGoneIsToldAndTheSourceIsKept() {
    try (Visit visit = visit().expecting("net::ERR|Failed to load")) {
      var page = new WebPage(visit);
      page.writeFunction("def kept():\n    return 1\n", "kept");
      visit.page().route("**/v1/**", Route::abort);
      page.run();
      assertThat(page.banner()).hasText("The service cannot be reached");
      visit.page().unroute("**/v1/**");
      visit.page().reload();
      assertThat(page.signature()).hasText("def kept()");
    }
  }

  @Test
  void aServiceThatAsksForAKeyIsGivenOneThatStaysInTheTab(@TempDir Path folder) throws Exception {
    String key = KeyHash.newKey();
    Path file = folder.resolve("terrarium.toml");
    Files.writeString(file, "[server.keys.somebody]\nhash = \"" + KeyHash.of(key).text() + "\"\n");
    try (RunningService keyed = RunningService.start("--config", file.toString());
        Visit visit = chromium.visit(keyed.origin()).expecting("status of 401")) {
      Page page = visit.open("/");
      Locator field = page.locator("#key");
      assertThat(field).isVisible();
      assertThat(page.locator("#key-hint")).containsText("This service asks for an API key.");
      field.fill("terrarium_wrong");
      visit.press("Use it");
      assertThat(page.locator("#key-hint")).containsText("does not know this API key");
      visit.screenshot("key");
      field.fill(key);
      visit.press("Use it");
      assertThat(page.locator("#run")).isEnabled();
      assertThat(field).isHidden();
      visit.press("Run");
      assertThat(page.locator("#value")).hasText("4.666666666666667float");
      assertThat(page.locator("#snippet")).containsText("Authorization: Bearer $TERRARIUM_API_KEY");
      assertThat(page.locator("#isolation-summary")).containsText("cpython");
      page.reload();
      assertThat(page.locator("#run")).isEnabled();
      assertThat(page.content()).doesNotContain(key);
      assertThat(visit.requests()).noneMatch(url -> url.contains(key));
    }
  }

  @Test
  void aValueThatIsVeryLongIsShownFromItsBeginning() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      page.writeFunction("def f():\n    return [b'x' * 5000, 'line\\n' * 1000]\n", "f");
      page.run();
      assertThat(page.value().getByText("Show all of it")).hasCount(2);
      page.value().getByText("Show all of it").first().click();
      assertThat(page.value().getByText("Show all of it")).hasCount(1);
      assertThat(page.value()).containsText("b'" + "x".repeat(5000) + "'");
    }
  }

  // ---- Hands and eyes
  // ----------------------------------------------------------------------------------

  @Test
  void everythingCanBeDoneWithTheKeyboardAlone() {
    try (Visit visit = visit()) {
      var page = new WebPage(visit);
      var keyboard = visit.page().keyboard();
      keyboard.press("Tab");
      assertThat(visit.page().getByText("Skip to the call")).isFocused();
      tabTo(visit, page.editor());
      keyboard.press("ControlOrMeta+a");
      keyboard.type("def area(width: float, height: float = 2.0):\n");
      keyboard.press("Tab");
      keyboard.type("return width * height");
      assertThat(page.signature()).containsText("def area");
      keyboard.press("Escape");
      tabTo(visit, page.field("width: float"));
      keyboard.type("3");
      keyboard.press("ControlOrMeta+Enter");
      assertThat(page.value()).hasText("6.0float");
      tabTo(visit, page.field("height: float"));
      keyboard.type("x");
      tabTo(visit, page.button("Run"));
      keyboard.press("Enter");
      assertThat(page.field("height: float")).isFocused();
      tabTo(visit, page.button("Copy"));
      keyboard.press("Enter");
      assertThat(page.button("Copied").or(page.button("Select it and copy"))).isVisible();
    }
  }

  private static void tabTo(Visit visit, Locator wanted) {
    for (int i = 0; i < 40; i++) {
      if ((Boolean) wanted.evaluate("element => element === document.activeElement")) {
        return;
      }
      visit.page().keyboard().press("Tab");
    }
    assertThat(wanted).isFocused();
  }

  @Test
  void itIsReadableAndAccessibleInLightAndDarkAndOnAPhone() {
    for (Look look : Look.values()) {
      try (Visit visit = chromium.visit(service.origin(), look.options())) {
        var page = new WebPage(visit);
        var name = look.name().toLowerCase(Locale.ROOT);
        visit.screenshot(name + "-beginning");
        Accessibility.assertNoViolations(visit.page());
        page.field("Examples").selectOption("An exception");
        assertThat(page.signature()).containsText("def oldest");
        page.run();
        assertThat(page.banner()).containsText("Raised KeyError");
        Accessibility.assertNoViolations(visit.page());
        visit.screenshot(name + "-raised");
        page.field("Examples").selectOption("Typed values");
        assertThat(page.signature()).containsText("def summary");
        visit.page().getByText("Rules and limits").click();
        page.run();
        assertThat(page.banner()).containsText("Returned");
        visit.page().getByText("Isolation:").click();
        page.button("API key").click();
        Accessibility.assertNoViolations(visit.page());
        visit.screenshot(name + "-everything");
        page.field("Examples").selectOption("What the rules refuse");
        assertThat(page.diagnostics().first()).isVisible();
        Accessibility.assertNoViolations(visit.page());
        visit.screenshot(name + "-refused");
        assertThat(
                (Boolean)
                    visit.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .as("nothing is wider than the window")
            .isTrue();
      }
    }
  }

  @Test
  void theColoursCanBeChosenAndStayChosen() {
    try (Visit visit = visit()) {
      new WebPage(visit);
      Locator button =
          visit
              .page()
              .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Dark colours"));
      assertThat(button).hasAttribute("aria-pressed", "false");
      button.click();
      assertThat(button).hasAttribute("aria-pressed", "true");
      assertThat(visit.page().locator("body")).hasCSS("background-color", "rgb(18, 22, 19)");
      visit.page().reload();
      assertThat(button).hasAttribute("aria-pressed", "true");
    }
  }

  /** How people look at it. */
  private enum Look {
    LIGHT,
    DARK,
    PHONE;

    Browser.NewContextOptions options() {
      var options = new Browser.NewContextOptions();
      return switch (this) {
        case LIGHT -> options.setViewportSize(1280, 900);
        case DARK -> options.setViewportSize(1280, 900).setColorScheme(ColorScheme.DARK);
        case PHONE -> options.setViewportSize(390, 844).setHasTouch(true).setIsMobile(true);
      };
    }
  }
}
