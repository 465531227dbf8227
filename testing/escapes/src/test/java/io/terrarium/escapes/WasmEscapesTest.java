package io.terrarium.escapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Sandbox;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The suite against instances of WebAssembly. How an attack ends is another matter there, for most
 * of what it wants to call is not there to be called: that none succeeds is not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WasmEscapesTest {
  private final List<EscapeResult> results = new ArrayList<>();
  private Sandbox sandbox;
  private Targets targets;

  @BeforeAll
  void attack() throws IOException {
    sandbox = Sandboxes.settings().engine("wasm").create();
    targets = Targets.plantForWasm();
    new EscapeSuite(sandbox, targets).run(EscapeSuite.cases(), results::add);
  }

  @AfterAll
  void close() throws IOException {
    targets.close();
    sandbox.close();
  }

  Stream<Named<EscapeResult>> results() {
    return results.stream().map(result -> Named.of(result.attempted().name(), result));
  }

  @ParameterizedTest
  @MethodSource("results")
  void no_case_gets_out_and_the_next_call_is_right(EscapeResult result) {
    assertThat(result.isEscape()).as(result.outcome()).isFalse();
    assertThat(result.nextCallWorked()).as("the next call").isTrue();
  }

  @Test
  void all_cases_were_tried() {
    assertThat(results).hasSameSizeAs(EscapeSuite.cases());
  }
}
