package io.terrarium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeTablesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"codes", "constructs", "identifiers", "attributes", "builtins", "imports"})
  void every_row_of_every_table_has_a_name_and_what_is_said_of_it(String table) {
    assertThat(RuntimeTables.rows(table))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).hasSizeBetween(2, 4))
        .allSatisfy(row -> assertThat(row.getFirst()).isNotBlank());
    assertThat(RuntimeSources.modules()).containsKey("tables/" + table + ".txt");
  }
}
