package io.terrarium.escapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Sandbox;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite against the whole jail. */
@Tag("python")
@ExtendWith(NothingLeft.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EscapeSuiteTest {
  private static final Set<String> LAYERS =
      Set.of("seccomp", "landlock", "identity", "resource_limits", "namespaces", "supervisor");

  private final List<EscapeResult> results = new ArrayList<>();
  private Sandbox sandbox;
  private Targets targets;

  @BeforeAll
  void attack() throws IOException {
    sandbox = Sandboxes.settings().engine("cpython").create();
    targets = Targets.plant();
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
  void each_case_ends_as_it_states_and_the_next_call_is_right(EscapeResult result) {
    assertThat(result.isEscape()).as(result.outcome()).isFalse();
    assertThat(result.asStated())
        .as("%s, expected %s", result.outcome(), result.attempted().expected())
        .isTrue();
    assertThat(result.nextCallWorked()).as("the next call").isTrue();
  }

  @Test
  void more_than_two_hundred_attacks_name_what_stops_them() {
    List<EscapeCase> attacks = EscapeSuite.cases().stream().filter(EscapeCase::isAttack).toList();

    assertThat(attacks).hasSizeGreaterThan(200);
    assertThat(attacks).allSatisfy(attack -> assertThat(attack.layers()).isSubsetOf(LAYERS));
    assertThat(attacks).noneMatch(attack -> attack.layers().isEmpty());
    // Besides those that are made from the table of system calls.
    assertThat(attacks)
        .filteredOn(attack -> !attack.family().equals(SystemCalls.FAMILY))
        .hasSizeGreaterThan(150);
  }

  @Test
  void every_function_that_is_named_as_a_case_is_one() {
    Pattern function = Pattern.compile("^def ((?:deny|allow|support)_\\w+)", Pattern.MULTILINE);
    Set<String> written = new HashSet<>();
    for (String family : Cases.FAMILIES) {
      function
          .matcher(Cases.source(family))
          .results()
          .forEach(found -> assertThat(written.add(found.group(1))).as(found.group(1)).isTrue());
    }

    assertThat(EscapeSuite.cases())
        .filteredOn(known -> !known.family().equals(SystemCalls.FAMILY))
        .extracting(EscapeCase::name)
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void targets_are_as_they_were_after_all_attacks() throws IOException {
    Path folder = Path.of(String.valueOf(targets.described().get("folder")));
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("canary", "writable", "link", "socket");
    }
    assertThat(folder.resolve("writable")).content().startsWith("canary ");
  }

  @Test
  void targets_are_gone_when_they_are_closed() throws IOException {
    Targets others = Targets.plant();
    Path folder = Path.of(String.valueOf(others.described().get("folder")));
    long victim = Long.parseLong(String.valueOf(others.described().get("pid")));

    others.close();

    assertThat(folder).doesNotExist();
    assertThat(ProcessHandle.of(victim).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
