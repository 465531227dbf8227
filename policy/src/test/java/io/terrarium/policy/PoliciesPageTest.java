package io.terrarium.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/policies.md: the file is loaded, and the Java is the Java below. */
class PoliciesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "policies.md");
  private static final Path EXAMPLE = Path.of("..", "examples", "pricing.toml");
  private static final Path THIS =
      Path.of("src", "test", "java", "io", "terrarium", "policy", "PoliciesPageTest.java");

  @Test
  void the_file_on_the_page_is_the_example_and_the_same_policy_as_the_java_on_it()
      throws IOException {
    assertThat(block("toml")).isEqualTo(Files.readString(EXAMPLE));
    assertThat(PolicyFile.read(EXAMPLE)).isEqualTo(example());
  }

  @Test
  void the_java_on_the_page_is_compiled_here() throws IOException {
    assertThat(withoutIndentation(Files.readString(THIS)))
        .contains(withoutIndentation(block("java")));
  }

  @Test
  void every_preset_option_and_table_stands_on_the_page() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(Policy.presets().stream().map(it -> "| `" + it.name() + "`").toList())
        .contains(
            Arrays.stream(Policy.Option.values()).map(it -> "| `+" + it.word() + "` |").toList())
        .contains(
            Arrays.stream(Policy.Table.values()).map(it -> "| `" + it.word() + "` |").toList());
  }

  private static Policy example() {
    Policy policy =
        Policy.extending(Policy.RESTRICTED)
            .name("pricing")
            .option(Policy.Option.LIMITED_BUILTINS)
            .allowModules("html.parser")
            .denyModules("random", "secrets", "uuid")
            .denyNames("time.sleep")
            .denyBuiltins("print")
            .denyConstructs("While")
            .build();
    return policy;
  }

  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String withoutIndentation(String text) {
    return text.replaceAll("(?m)^[ \t]+", "");
  }
}
