package io.terrarium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuntimeSourcesTest {
  private static final Path FOLDER =
      Path.of("src/main/resources/io/terrarium/runtime/terrarium_runtime");

  @Test
  void the_index_lists_every_python_file_and_every_table_of_the_package() throws IOException {
    try (var files = Files.walk(FOLDER)) {
      var names =
          files
              .map(file -> FOLDER.relativize(file).toString())
              .filter(name -> name.endsWith(".py") || name.startsWith("tables/"))
              .map(name -> name.replaceFirst("[.]py$", ""))
              .toList();
      assertThat(RuntimeSources.modules()).containsOnlyKeys(names);
    }
  }

  @Test
  void the_fingerprint_is_sixteen_hexadecimal_digits() {
    assertThat(RuntimeSources.fingerprint()).matches("[0-9a-f]{16}");
  }
}
