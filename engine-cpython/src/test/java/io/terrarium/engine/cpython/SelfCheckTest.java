package io.terrarium.engine.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport.Attempt;
import io.terrarium.PythonRuntime;
import io.terrarium.jail.Layer;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("python")
@ExtendWith(NothingLeft.class)
final class SelfCheckTest {

  @Test
  void a_worker_tries_what_its_jail_has_to_stop_before_anybody_is_served() {
    var report = new CpythonEngine().inspect(Sandboxes.settings().build());

    assertThat(report.selfCheck()).hasSize(17).allMatch(Attempt::stopped);
    assertThat(report.selfCheck())
        .extracting(Attempt::name)
        .contains("read a file", "open a TCP socket", "start a process", "run a program");
  }

  @Test
  void an_engine_whose_worker_could_read_a_file_refuses_to_serve_and_says_so() {
    Set<Layer> left = EnumSet.of(Layer.IDENTITY, Layer.RESOURCE_LIMITS);
    Launch sabotaged = new SabotagedLaunch(Sandboxes.settings().build(), left);

    assertThatThrownBy(
            () -> CpythonWorkerFactory.checked(sabotaged, plain(sabotaged), ZygoteKind.LEAN))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("refuses to run programs here")
        .hasMessageContaining("read a file (found '/etc/passwd')")
        .hasMessageContaining("run a program (Exited")
        .hasMessageNotContaining("be root");
  }

  @Test
  void one_layer_that_is_missing_shows_in_what_it_alone_stops() {
    Launch withoutFilter =
        new SabotagedLaunch(
            Sandboxes.settings().build(), EnumSet.complementOf(EnumSet.of(Layer.SECCOMP)));

    assertThatThrownBy(() ->
            CpythonWorkerFactory.checked(withoutFilter, plain(withoutFilter), ZygoteKind.LEAN))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("make memory executable")
        .hasMessageNotContaining("read a file");
  }

  private static List<RuntimeOnPython> plain(Launch launch) {
    return List.of(new RuntimeOnPython(PythonRuntime.DEFAULT, launch.python()));
  }
}
