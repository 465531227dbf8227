package io.terrarium.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The service's web page in a window, in the words of somebody who uses it. */
final class WebPage {
  private final Page page;

  /** Opens it, and waits until the source that it begins with has been checked. */
  WebPage(Visit visit) {
    this.page = visit.open("/");
    assertThat(button("Run")).isEnabled();
  }

  /** Writes this in the place of the source, as somebody who pastes it. */
  void write(String source) {
    editor().focus();
    page.keyboard().press("ControlOrMeta+a");
    page.keyboard().insertText(source);
  }

  /** The same, and waits until a function of it is there to be called. */
  void writeFunction(String source, String function) {
    write(source);
    assertThat(signature()).containsText("def " + function + "(");
  }

  /** Runs what is chosen, and waits until something has become of it. */
  void run() {
    button("Run").click();
    assertThat(result()).hasAttribute("aria-busy", "false");
  }

  Locator editor() {
    return page.getByLabel("Python source");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** What is labelled so, exactly. */
  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  Locator signature() {
    return page.locator("#signature");
  }

  Locator checked() {
    return page.locator("#check-status");
  }

  Locator diagnostics() {
    return page.locator("#diagnostics").getByRole(AriaRole.LISTITEM);
  }

  Locator result() {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Result"));
  }

  Locator banner() {
    return page.locator("#banner");
  }

  Locator value() {
    return page.locator("#value");
  }

  Locator output() {
    return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Output"));
  }

  Locator traceback() {
    return page.getByLabel("Traceback");
  }

  Locator snippet() {
    return page.getByLabel("Snippet", new Page.GetByLabelOptions().setExact(true));
  }
}
