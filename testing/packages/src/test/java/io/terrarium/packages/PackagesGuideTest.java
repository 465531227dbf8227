package io.terrarium.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.PythonRuntime;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.testing.NothingLeft;
import io.terrarium.value.ArrayValue;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Java in the guide is the Java below, to the letter but for its indentation, and it runs. */
@Tag("python")
@ExtendWith(NothingLeft.class)
class PackagesGuideTest {
  private static final Path GUIDE = Path.of("..", "..", "docs", "packages.md");
  private static final Path THIS =
      Path.of("src", "test", "java", "io", "terrarium", "packages", "PackagesGuideTest.java");

  @Test
  void an_array_goes_to_numpy_and_comes_back() {
    Path interpreter = Environment.python();
    PythonRuntime science =
        PythonRuntime.named("science").python(interpreter).preload("numpy", "pandas").build();
    Policy policy = Policy.extending(Policy.RESTRICTED).allowModules("numpy").build();
    try (Sandbox sandbox = Sandbox.builder().runtime(science).create()) {
      String text =
          """
          import numpy as np
          def standardise(xs):
              return (xs - np.mean(xs)) / np.std(xs)
          """;
      Program program = sandbox.compile(Source.of(text).under(policy).on("science"));
      Value scores = program.call("standardise", ArrayValue.of(new double[] {1, 2, 3}));
      double[] numbers = scores.asDoubles();
      assertThat(numbers[1]).isZero();
    }
  }

  @Test
  void the_guide_shows_the_code_that_is_tested_here() throws IOException {
    String code = withoutIndentation(THIS);

    var blocks =
        Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(withoutIndentation(GUIDE));
    assertThat(blocks.results().map(block -> block.group(1)))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(code).contains(block));
  }

  private static String withoutIndentation(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?m)^[ \t]+", "");
  }
}
