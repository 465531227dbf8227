package io.terrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Limits;
import io.terrarium.escapes.EscapeCase;
import io.terrarium.escapes.EscapeSuite;
import io.terrarium.jail.Architecture;
import io.terrarium.jail.Decision;
import io.terrarium.jail.SystemCallTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SPECIFICATION.md and its kin name tests that exist, and numbers that are the code's. */
class SpecificationTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([\\w./-]+)(?:#[\\w-]+)?\\)");

  private static final List<Path> TESTS = tests();

  @Test
  void every_test_that_a_page_names_exists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult named : TEST.matcher(Files.readString(page)).results().toList()) {
        if (!exists(named.group(1), named.group(2))) {
          missing.add(page.getFileName() + " names " + named.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_line_of_a_table_names_what_holds_it() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("SPECIFICATION.md")))
        .filteredOn(line -> line.startsWith("| ") && !line.contains("held by"))
        .filteredOn(line -> !line.startsWith("| ---"))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*\\| `[^|]+` \\|"));
  }

  @Test
  void every_link_leads_somewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          broken.add(page.getFileName() + " links to " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void the_defaults_are_the_codes() throws IOException {
    Limits limits = Limits.DEFAULT;
    assertThat(specification())
        .contains("| wall time | " + limits.wallTime().toSeconds() + " s |")
        .contains("held to 20 ms | " + limits.cpuTime().toSeconds() + " s |")
        .contains("arguments' | " + (limits.memoryBytes() >> 20) + " MiB |")
        .contains("streams together | " + (limits.outputBytes() >> 10) + " KiB |")
        .contains("| result, encoded | " + (limits.resultBytes() >> 20) + " MiB |")
        .contains("| arguments, encoded | " + (limits.argumentBytes() >> 20) + " MiB |")
        .contains("| calls of host functions | %,d |".formatted(limits.hostCalls()));
  }

  @Test
  void the_counts_are_the_codes() throws IOException {
    List<EscapeCase> cases = EscapeSuite.cases();
    long attacks = cases.stream().filter(EscapeCase::isAttack).count();
    assertThat(specification()).contains(attacks + " attacks in " + cases.size() + " cases");
    long allowed =
        Stream.of(Architecture.values()).mapToLong(SpecificationTest::allowed).max().orElseThrow();
    assertThat(specification()).contains(allowed + " system calls at most are allowed");
  }

  private static long allowed(Architecture architecture) {
    return SystemCallTable.of(architecture).calls().stream()
        .filter(call -> call.decision() == Decision.ALLOW)
        .count();
  }

  private static String specification() throws IOException {
    return Files.readString(ROOT.resolve("SPECIFICATION.md"));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(page -> page.toString().endsWith(".md")).toList();
    }
  }

  private static boolean exists(String test, String method) {
    return TESTS.stream()
        .filter(file -> file.endsWith(test + ".java"))
        .anyMatch(file -> method == null || read(file).contains(" " + method + "("));
  }

  private static List<Path> tests() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith("Test.java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
