package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.PythonError;
import io.terrarium.Sandbox;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java in the README is the Java below, to the letter but for its indentation, and it runs. */
class ReadmeTest {
  private static final Path README = Path.of("..", "..", "README.md");
  private static final Path THIS =
      Path.of("src", "test", "java", "io", "terrarium", "conformance", "ReadmeTest.java");

  @Test
  void the_first_example_returns_the_mean_square() {
    try (Sandbox sandbox = Sandbox.create()) {
      Program program =
          sandbox.compile(
              """
              def mean_square(xs):
                  return sum(x * x for x in xs) / len(xs)
              """);
      double result = program.call("mean_square", List.of(1.0, 2.0, 3.0)).asDouble();
      assertThat(result).isEqualTo(14.0 / 3);
    }
  }

  @Test
  void the_second_example_tells_the_outcomes_apart() {
    try (Sandbox sandbox = Sandbox.create()) {
      Program program = sandbox.compile("def mean_square(xs):\n    return sum(xs) / len(xs)\n");

      assertThat(secondExample(program, Limits.DEFAULT)).contains("ZeroDivisionError");
    }
  }

  @Test
  void the_readme_shows_the_code_that_is_tested_here() throws IOException {
    String readme = withoutIndentation(README);
    // The assertion inside the example is all that the README leaves out.
    String code = withoutIndentation(THIS).replaceAll("assertThat\\(result\\).*\n", "");

    var blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(blocks.results().map(block -> block.group(1)))
        .hasSize(2)
        .allSatisfy(block -> assertThat(code).contains(block));
  }

  private static String secondExample(Program program, Limits limits) {
    String answer =
        switch (program.invoke(Call.of("mean_square", List.of()).withLimits(limits))) {
          case Outcome.Returned(Value value, _) -> "it is " + value.asDouble();
          case Outcome.Raised(PythonError error, _) -> error.traceback();
          case Outcome.LimitExceeded(Limit limit, _, String message, _, _) ->
              limit + ": " + message;
          case Outcome other -> other.status();
        };
    return answer;
  }

  private static String withoutIndentation(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?m)^[ \t]+", "");
  }
}
