package io.terrarium.engine.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.IsolationReport;
import io.terrarium.IsolationReport.Layer;
import io.terrarium.spi.SandboxFactory;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("python")
@ExtendWith(NothingLeft.class)
final class InspectTest {

  @Test
  void the_report_names_every_layer_in_order_and_what_provides_it() {
    IsolationReport report = new CpythonEngine().inspect(Sandboxes.settings().build());

    assertThat(report.engine()).isEqualTo("cpython");
    assertThat(report.usable()).isTrue();
    assertThat(report.runtime()).isPresent();
    assertThat(report.layers())
        .extracting(Layer::name)
        .containsExactly(
            "identity", "landlock", "resource_limits", "seccomp", "namespaces", "control_group");
    assertThat(report.layers()).allSatisfy(layer -> assertThat(layer.detail()).isNotBlank());
    assertThat(report.layers()).filteredOn(Layer::required).hasSize(4).allMatch(Layer::present);
  }

  @Test
  void an_engine_that_cannot_run_is_reported_with_the_reason_and_not_thrown() {
    IsolationReport report =
        new CpythonEngine()
            .inspect(Sandboxes.settings().python(Path.of("/nowhere/python3")).build());

    assertThat(report.usable()).isFalse();
    assertThat(report.runtime()).isEmpty();
    assertThat(report.notes())
        .anySatisfy(note -> assertThat(note).contains("/nowhere/python3").contains("no such file"));
  }

  @Test
  void a_worker_user_that_cannot_be_is_reported_and_not_thrown() {
    IsolationReport report =
        new CpythonEngine().inspect(Sandboxes.settings().workerUserId(Integer.MAX_VALUE).build());

    // As an ordinary user nobody drops to another one, so that the number does not matter.
    assertThat(report.engine()).isEqualTo("cpython");
  }

  @Test
  void the_factory_inspects_every_installed_engine() {
    List<IsolationReport> reports =
        SandboxFactory.installed().inspect(Sandboxes.settings().engine("auto").build());

    assertThat(reports).extracting(IsolationReport::engine).contains("cpython");
  }

  @Test
  void what_is_inspected_is_what_a_sandbox_then_has() {
    var settings = Sandboxes.settings().engine("cpython").build();
    IsolationReport inspected = new CpythonEngine().inspect(settings);

    try (var sandbox = io.terrarium.Sandbox.create(settings)) {
      assertThat(sandbox.isolation())
          .usingRecursiveComparison()
          .ignoringFields("setUp")
          .isEqualTo(inspected);
      assertThat(sandbox.isolation().setUp().orElseThrow()).isPositive();
    }
  }
}
