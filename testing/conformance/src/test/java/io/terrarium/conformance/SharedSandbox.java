package io.terrarium.conformance;

import io.terrarium.Call;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import io.terrarium.value.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that all use one sandbox: calls are pristine, so no test can notice another. */
@ExtendWith(NothingLeft.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedSandbox {
  Sandbox sandbox;
  EngineUnderTest engine;

  @BeforeAll
  void open() {
    sandbox = Sandboxes.open();
    engine = EngineUnderTest.of(sandbox);
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  /** A source that may use all of Python: what is to hold whatever the policy does. */
  static Source full(String source) {
    return Source.of(source).under(Policy.FULL);
  }

  /** What the function {@code f} of a source returns. */
  Value call(String source, @Nullable Object... arguments) {
    return call(Source.of(source), arguments);
  }

  /** What the function {@code f} of a source returns. */
  Value call(Source source, @Nullable Object... arguments) {
    return sandbox.compile(source).call("f", arguments);
  }

  /** What becomes of a call of the function {@code f} of a source. */
  Outcome invoke(String source, @Nullable Object... arguments) {
    return invoke(Source.of(source), arguments);
  }

  /** What becomes of a call of the function {@code f} of a source. */
  Outcome invoke(Source source, @Nullable Object... arguments) {
    return sandbox.compile(source).invoke(Call.of("f", arguments));
  }

  /** What the next call says; after any mishap it has to be the right thing. */
  String nextCall() {
    return call("def f(who): return f'hello {who}'", "next").asString();
  }
}
