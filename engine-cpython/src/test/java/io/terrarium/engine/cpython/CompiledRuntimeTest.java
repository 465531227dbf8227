package io.terrarium.engine.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Policy;
import io.terrarium.PythonModule;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.testing.NothingLeft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("python")
@ExtendWith(NothingLeft.class)
class CompiledRuntimeTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir private Path folder;

  @BeforeEach
  void nameTheFolder() {
    System.setProperty(CompiledRuntime.FOLDER, folder.toString());
  }

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty(CompiledRuntime.FOLDER);
  }

  @Test
  void what_a_zygote_compiled_is_kept_in_the_folder_that_is_named() throws IOException {
    CompiledRuntime.keep(PYTHON, "compiled".getBytes(StandardCharsets.US_ASCII));

    assertThat(folder).isDirectoryContaining("glob:**/runtime-????????????????-*.code");
    assertThat(CompiledRuntime.known(PYTHON)).asString().isEqualTo("compiled");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void a_sandbox_works_with_what_makes_no_sense_and_mends_it() {
    CompiledRuntime.keep(PYTHON, new byte[] {1, 2, 3});

    try (Sandbox sandbox = Sandbox.create()) {
      assertThat(sandbox.compile("def f(): return 7").call("f").asInt()).isEqualTo(7);
    }

    assertThat(CompiledRuntime.known(PYTHON)).hasSizeGreaterThan(100_000);
  }

  @Test
  void nothing_is_taken_from_a_zygote_in_which_code_of_others_has_run() {
    CompiledRuntime.keep(PYTHON, new byte[0]);
    PythonModule planter =
        PythonModule.of(
            "planter",
            """
            import sys
            finder = sys.modules["terrarium_runtime.importing"].FINDER
            finder._compiled["<planted>"] = b"planted"
            finder._has_compiled = True
            """);

    try (Sandbox sandbox = Sandbox.builder().python(PYTHON).module(planter).create()) {
      assertThat(sandbox.compile("def f(): return 7").call("f").asInt()).isEqualTo(7);
      Source source = Source.of("import planter\ndef f(): return 8").under(Policy.FULL);
      assertThat(sandbox.compile(source).call("f").asInt()).isEqualTo(8);
    }

    assertThat(new String(CompiledRuntime.known(PYTHON), StandardCharsets.ISO_8859_1))
        .doesNotContain("planted");
  }

  @Test
  void a_folder_that_is_not_there_is_no_hindrance() {
    System.setProperty(CompiledRuntime.FOLDER, folder.resolve("nowhere").toString());

    CompiledRuntime.keep(PYTHON, new byte[0]);

    assertThat(CompiledRuntime.known(PYTHON)).isEmpty();
  }
}
