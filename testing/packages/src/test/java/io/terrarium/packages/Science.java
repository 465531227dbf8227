package io.terrarium.packages;

import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.PythonRuntime;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sandbox with a runtime named science, which has numpy and pandas, for the tests of a class. */
@ExtendWith(NothingLeft.class)
abstract class Science {
  static final Policy LENDING =
      Policy.extending(Policy.RESTRICTED)
          .name("science")
          .allowModules("numpy", "numpy.linalg", "pandas")
          .denyNames("numpy.linspace")
          .build();

  static Sandbox sandbox;

  @BeforeAll
  static void open() {
    sandbox =
        Sandboxes.settings()
            .runtime(
                PythonRuntime.named("science")
                    .python(Environment.python())
                    .preload("numpy", "pandas")
                    .build())
            .create();
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  static Program program(String text, Policy policy) {
    return sandbox.compile(Source.of(text).under(policy).on("science"));
  }
}
