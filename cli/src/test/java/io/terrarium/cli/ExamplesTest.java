package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documentation tells people to type does what the documentation says. A block {@code
 * console} shows commands with what they print, {@code …} for anything; a block {@code sh} shows
 * commands alone, which then must at least be understood.
 */
@ExtendWith(NoWorkerLeft.class)
class ExamplesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> PAGES =
      List.of(
          "README.md",
          "examples/README.md",
          "docs/contracts.md",
          "docs/files.md",
          "docs/map.md",
          "docs/operation.md",
          "docs/policies.md",
          "docs/configuration.md",
          "docs/profiles.md",
          "docs/restrictedpython.md");
  private static final String COMMAND = "./terrarium ";
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```(console|sh|bash|shell)\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  record Example(String command, List<String> expected, boolean checked) {}

  @ParameterizedTest
  @MethodSource("examples")
  void a_command_in_the_documentation_does_what_stands_there(Example example) {
    Cli.Result result = Cli.run(words(example.command()));

    assertThat(result.exitCode()).isNotIn(ExitCode.USAGE.number(), ExitCode.INTERNAL.number());
    if (example.checked()) {
      assertThat((result.out() + result.err()).stripTrailing())
          .matches(pattern(example.expected()));
    }
  }

  @Test
  void every_example_stands_on_the_page_with_a_command() throws IOException {
    String page = Files.readString(ROOT.resolve("examples/README.md"));
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      assertThat(
              files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".py")))
          .isNotEmpty()
          .allSatisfy(
              name -> assertThat(page).containsPattern("\\$ \\./terrarium .*examples/" + name));
    }
  }

  private static List<Named<Example>> examples() throws IOException {
    var examples = new ArrayList<Named<Example>>();
    for (String page : PAGES) {
      Path file = ROOT.resolve(page);
      Matcher blocks = BLOCK.matcher(Files.exists(file) ? Files.readString(file) : "");
      while (blocks.find()) {
        for (Example example : examples(blocks.group(2), blocks.group(1).equals("console"))) {
          examples.add(Named.of(page + ": " + example.command(), example));
        }
      }
    }
    return examples;
  }

  private static List<Example> examples(String block, boolean checked) {
    var examples = new ArrayList<Example>();
    List<String> expected = new ArrayList<>();
    for (String line : block.lines().toList()) {
      String command = line.startsWith("$ ") ? line.substring(2) : checked ? "" : line.strip();
      if (command.startsWith(COMMAND)) {
        expected = new ArrayList<>();
        examples.add(new Example(command, expected, checked));
      } else {
        expected.add(line);
      }
    }
    return examples;
  }

  /** The command as a shell takes it apart, with its files found from the project's root. */
  private static String[] words(String command) {
    return WORD.matcher(command.substring(COMMAND.length()))
        .results()
        .map(word ->
            Stream.of(1, 2, 3)
                .map(word::group)
                .filter(group -> group != null)
                .findFirst()
                .orElse(""))
        .map(word -> word.replaceFirst("(^|=)(?=examples/)", "$1" + ROOT + "/"))
        .toArray(String[]::new);
  }

  private static String pattern(List<String> lines) {
    return "(?s)"
        + Stream.of(String.join("\n", lines).split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
  }
}
