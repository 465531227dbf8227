package io.terrarium.testing;

import io.terrarium.Sandbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Checks that tests leave no process, descriptor, thread or folder behind: after each test that
 * opens its sandboxes itself, and after all of a class whose tests share one. What ends by itself
 * is given time to end.
 */
public final class NothingLeft
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NothingLeft.class);
  private static final Duration TIME_TO_END = Duration.ofSeconds(15);

  private static boolean warm;

  /** Made by JUnit. */
  public NothingLeft() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    warmUp();
    remember(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    remember(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Traces before = remembered(context);
    boolean sandboxIsShared = !before.processes().isEmpty() || !before.threads().isEmpty();
    if (!sandboxIsShared) {
      check(before);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check(remembered(context));
  }

  /** What the JVM opens once and keeps, it opens before anything is counted. */
  private static synchronized void warmUp() {
    if (warm) {
      return;
    }
    // Tests that leave the choice of the engine open get the best one, whichever is under test.
    Sandbox.create().close();
    try (Sandbox sandbox = Sandboxes.open()) {
      var program = sandbox.compile("def f(x): return x");
      var thread = Thread.ofVirtual().start(() -> program.call("f", 1));
      program.call("f", 2);
      warm = thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void check(Traces before) {
    if (!Eventually.within(TIME_TO_END, () -> more(before).isEmpty())) {
      throw new AssertionError("left behind: " + String.join("; ", more(before)));
    }
  }

  private static List<String> more(Traces before) {
    return Traces.now().moreThan(before);
  }

  private static void remember(ExtensionContext context) {
    context.getStore(NAMESPACE).put(context.getUniqueId(), Traces.now());
  }

  private static Traces remembered(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrDefault(context.getUniqueId(), Traces.class, Traces.now());
  }
}
