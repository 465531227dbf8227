package io.terrarium.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
  @ParameterizedTest
  @CsvSource({
    "amd64, X86_64",
    "x86_64, X86_64",
    "aarch64, AARCH64",
    "arm64, AARCH64",
    "AMD64, X86_64"
  })
  void java_s_names_are_understood(String name, Architecture architecture) {
    assertThat(Architecture.of("Linux", name)).isEqualTo(architecture);
  }

  @Test
  void an_architecture_without_tables_is_refused_by_name() {
    assertThatThrownBy(() -> Architecture.of("Linux", "riscv64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("riscv64")
        .hasMessageContaining("wasm");
  }

  @Test
  void another_operating_system_is_refused_by_name() {
    assertThatThrownBy(() -> Architecture.of("Mac OS X", "aarch64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Mac OS X");
  }
}
