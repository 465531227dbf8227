package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Outcome;
import io.terrarium.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java in the guides is the Java below, to the letter but for its indentation, and it runs. */
class GuidesTest extends SharedSandbox {
  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final Path THIS =
      Path.of("src", "test", "java", "io", "terrarium", "conformance", "GuidesTest.java");

  @Test
  void a_listener_hears_what_is_printed() {
    Program program =
        sandbox.compile(
            """
            def train(rounds):
                for number in range(rounds):
                    print("round", number)
                return rounds
            """);
    var progress = new StringBuilder();

    Call call =
        Call.of("train", 3)
            .withOutputListener((stream, text) -> progress.append(stream + ": " + text));
    Outcome outcome = program.invoke(call);

    assertThat(outcome.orElseThrow().asInt()).isEqualTo(3);
    assertThat(progress).contains("STDOUT: round", "2\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"output.md"})
  void a_guide_shows_the_code_that_is_tested_here(String page) throws IOException {
    String guide = withoutIndentation(DOCS.resolve(page));
    String code = withoutIndentation(THIS);

    var blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);
    assertThat(blocks.results().map(block -> block.group(1)))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(code).contains(block));
  }

  private static String withoutIndentation(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?m)^[ \t]+", "");
  }
}
