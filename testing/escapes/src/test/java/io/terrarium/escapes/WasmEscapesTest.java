package io.terrarium.escapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Sandbox;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
  private static final Path DIFFERENCES =
      Path.of("src", "test", "resources", "differences_in_wasm.txt");

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
    assertThat(result.isHarmlessInWasm()).as(result.outcome()).isTrue();
    assertThat(result.nextCallWorked()).as("the next call").isTrue();
  }

  /** For {@code -Dterrarium.write=true} they are written, to be looked at. */
  @Test
  void each_case_ends_as_in_the_jail_or_as_the_list_of_differences_says() throws IOException {
    String different =
        results.stream()
            .filter(result -> !result.asStated() && !isSystemCall(result))
            .map(result -> "%s | %s\n".formatted(result.attempted().name(), inWords(result)))
            .collect(Collectors.joining());
    if (Boolean.getBoolean("terrarium.write")) {
      Files.writeString(DIFFERENCES, different);
    }
    assertThat(different).isEqualTo(Files.readString(DIFFERENCES));
  }

  @Test
  void there_is_nothing_to_make_a_system_call_with() {
    assertThat(results.stream().filter(WasmEscapesTest::isSystemCall))
        .hasSizeGreaterThan(100)
        .allMatch(result -> inWords(result).equals("raised ModuleNotFoundError"));
  }

  private static boolean isSystemCall(EscapeResult result) {
    return result.attempted().family().equals(SystemCalls.FAMILY);
  }

  private static String inWords(EscapeResult result) {
    return result.outcome().lines().findFirst().orElseThrow().replaceFirst(":.*", "");
  }

  @Test
  void targets_are_as_they_were_after_all_attacks() throws IOException {
    Path folder = Path.of(String.valueOf(targets.described().get("folder")));
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("canary", "writable", "link", "socket");
    }
    assertThat(folder.resolve("writable")).content().startsWith("canary ");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("canary"))))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void all_cases_were_tried() {
    assertThat(results).hasSameSizeAs(EscapeSuite.cases());
  }
}
