package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After every command: no process that it started is left. */
final class NoWorkerLeft implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
