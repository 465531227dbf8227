package io.terrarium.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** What axe-core finds on a page that hinders people with disabilities. */
final class Accessibility {
  private static final String AXE = script();

  private Accessibility() {}

  /** Fails where axe finds something, with what and where. */
  static void assertNoViolations(Page page) {
    // By the debugger, which the page's own policy does not bind.
    page.evaluate(AXE + "; undefined");
    Object found =
        page.evaluate(
            """
            async () => {
              const { violations } = await axe.run(document, { resultTypes: ["violations"] });
              return violations.flatMap(({ id, help, nodes }) =>
                nodes.map((node) => `${id} (${help}): ${node.html} ${node.failureSummary}`));
            }
            """);
    assertThat((List<?>) found).as("what axe-core found").isEmpty();
  }

  private static String script() {
    try (InputStream in = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Objects.requireNonNull(in, "axe-core is on the class path").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
