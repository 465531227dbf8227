package io.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoWorkerLeft.class)
class DoctorCommandTest {
  @Tag("python")
  @Test
  void every_layer_is_listed_with_what_provides_it() {
    assertThat(Cli.run("doctor").exits(ExitCode.RETURNED).isFreeOfJava().out())
        .contains("cpython: usable, CPython 3.", "seccomp", "landlock", "floor", "yes");
  }

  @Tag("python")
  @Test
  void the_document_says_whether_any_engine_is_usable() {
    assertThat(Cli.run("doctor", "--json").exits(ExitCode.RETURNED).out())
        .startsWith("{\"usable\":true,\"engines\":[{\"engine\":\"cpython\",\"usable\":true,")
        .contains("\"required\":true,\"present\":true")
        .hasLineCount(1);
  }

  @Test
  void without_an_interpreter_no_engine_meets_its_floor() {
    assertThat(Cli.run("doctor", "--python", "/nowhere/python3").exits(ExitCode.NO_ENGINE).out())
        .contains("NOT usable");
  }

  @Tag("python")
  @Test
  void an_attack_prints_what_stopped_each_attempt_and_leaves_nothing() {
    assertThat(Cli.run("doctor", "--attack").exits(ExitCode.RETURNED).isFreeOfJava().out())
        .containsPattern("reads a file +stopped by seccomp \\(raised PermissionError\\)")
        .containsPattern("takes one large block of memory +stopped by resource_limits")
        .containsPattern("loops for ever +stopped by supervisor")
        .containsPattern("sleeps for a moment +works")
        .containsPattern("\\d{3} attacks, 0 not stopped; 0 of \\d{3} cases not as expected");
  }

  @Test
  void an_attack_is_no_document() {
    Cli.run("doctor", "--attack", "--json").exits(ExitCode.USAGE).isFreeOfJava();
  }
}
