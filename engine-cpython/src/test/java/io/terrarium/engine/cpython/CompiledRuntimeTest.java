package io.terrarium.engine.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Sandbox;
import io.terrarium.testing.NothingLeft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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
    CompiledRuntime.keep(PYTHON, "compiled".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    assertThat(folder).isDirectoryContaining("glob:**/runtime-????????????????-????????.code");
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
  void a_folder_that_is_not_there_is_no_hindrance() {
    System.setProperty(CompiledRuntime.FOLDER, folder.resolve("nowhere").toString());

    CompiledRuntime.keep(PYTHON, new byte[0]);

    assertThat(CompiledRuntime.known(PYTHON)).isEmpty();
  }
}
