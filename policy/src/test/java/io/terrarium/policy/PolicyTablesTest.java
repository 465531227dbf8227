package io.terrarium.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.terrarium.HostFunction;
import io.terrarium.policy.PolicyTables.Decision;
import io.terrarium.spi.Nearest;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTablesTest {
  private final PolicyTables tables = PolicyTables.installed();

  @Test
  void every_table_can_be_read_and_has_no_row_twice() {
    assertThat(tables.codes()).extracting(PolicyTables.Code::code).doesNotHaveDuplicates();
    assertThat(tables.constructs())
        .extracting(PolicyTables.Construct::node)
        .contains("While", "Lambda")
        .doesNotHaveDuplicates();
    assertThat(tables.attributes())
        .extracting(PolicyTables.Attribute::name)
        .contains("__class__")
        .doesNotHaveDuplicates();
    assertThat(tables.builtins())
        .extracting(PolicyTables.Builtin::name)
        .contains("open", "sum")
        .doesNotHaveDuplicates();
  }

  @Test
  void a_code_says_what_and_why() {
    assertThat(tables.codes()).allSatisfy(code -> assertThat(code.meaning()).isNotBlank());
    assertThat(tables.code("module-refused")).isPresent();
    assertThat(tables.code("no-such-code")).isEmpty();
  }

  @Test
  void what_is_refused_says_why() {
    assertThat(tables.builtins())
        .filteredOn(row -> row.decision() == Decision.REFUSED)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.why()).as(row.name()).isNotBlank());
    assertThat(tables.attributes())
        .filteredOn(row -> row.decision() == Decision.REFUSED)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.why()).as(row.name()).isNotBlank());
  }

  @Test
  void no_host_function_takes_the_name_of_a_builtin() {
    assertThat(tables.builtins())
        .extracting(PolicyTables.Builtin::name)
        .allSatisfy(name ->
            assertThatIllegalArgumentException()
                .as(name)
                .isThrownBy(() -> HostFunction.of(name, _ -> null)));
  }

  @Test
  void no_name_of_a_module_is_decided_twice() {
    assertThat(tables.modules())
        .allSatisfy((module, rows) ->
            assertThat(rows.stream().flatMap(row -> row.names().stream()).toList())
                .as(module)
                .doesNotHaveDuplicates());
  }

  @Test
  void a_slip_in_the_name_of_a_standard_module_can_be_told() {
    assertThat(StandardModules.names())
        .contains("html.parser", "os.path", "tomllib", "math")
        .doesNotContain("numpy");
    assertThat(Nearest.of("jsno", StandardModules.names())).contains("json");
    assertThat(Nearest.of("something", List.of("else"))).isEmpty();
  }
}
