package io.terrarium.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Call;
import io.terrarium.InvalidRuntimeException;
import io.terrarium.Limit;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.PythonModule;
import io.terrarium.PythonRuntime;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("python")
class PackagesTest extends Science {
  private static final String IMPORTS =
      "import numpy as np, pandas as pd, io, os\ndef f(): return str(";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          np.arange(10.0).mean()                                              | 4.5
          (np.ones((300, 300)) @ np.ones((300, 300))).sum()                   | 27000000.0
          np.linalg.det(np.eye(50))                                           | 1.0
          np.linalg.svd(np.eye(3))[1].tolist()                                | [1.0, 1.0, 1.0]
          abs(np.fft.fft(np.arange(8.0))[0])                                  | 28.0
          np.sort(np.random.default_rng(1).random(100000))[0] < 0.1           | True
          0 <= np.random.default_rng().integers(10) < 10                      | True
          np.random.rand(3).shape                                             | (3,)
          np.polynomial.Polynomial([1, 2, 3]).deriv().coef.tolist()           | [2.0, 6.0]
          np.ma.masked_array([1, 2, 3], [0, 1, 0]).mean()                     | 2.0
          np.loadtxt(io.StringIO('1 2')).tolist()                             | [1.0, 2.0]
          np.einsum('ij,jk->', np.ones((100, 100)), np.ones((100, 100)))      | 1000000.0
          np.testing.assert_allclose([1], [1])                                | None
          pd.DataFrame({'a': [1, 2, 3], 'b': list('xyx')}).groupby('b').a.sum().to_dict() | {'x': 4, 'y': 2}
          pd.DataFrame({'k': [1, 2]}).merge(pd.DataFrame({'k': [2], 'w': [6]})).values.tolist() | [[2, 6]]
          pd.read_csv(io.StringIO('a,b\\n1,2\\n3,4')).sum().to_dict()         | {'a': 4, 'b': 6}
          pd.date_range('2024-01-31', periods=2, freq='ME')[1].date()         | 2024-02-29
          pd.Timestamp('2024-07-01', tz='Europe/Berlin').tz_convert('UTC')    | 2024-06-30 22:00:00+00:00
          pd.Series(range(4), index=pd.date_range('2024', periods=4, freq='h')).resample('2h').sum().tolist() | [1, 5]
          pd.Series([1.0, 2.0, 3.0]).rolling(2).mean().iloc[2]                | 2.5
          pd.read_json(io.StringIO('[{\"a\": 1}]')).a.tolist()                | [1]
          len(pd.DataFrame({'a': [1]}).to_html()) > 100                       | True
          pd.Series(['a', 'b', 'a'], dtype='category').value_counts()['a']    | 2
          dict(os.environ)                                                    | {}
          """)
  void packages_work_without_a_file_system(String expression, String printed) {
    Program program = program(IMPORTS + expression + ")", Policy.FULL);

    assertThat(program.call("f").asString()).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "np.fromfile('/etc/passwd', dtype='u1').tobytes()",
        "np.memmap('/etc/passwd').tobytes()",
        "pd.read_csv('/etc/passwd')",
        "np.ones(3).tofile('/tmp/x')",
        "pd.DataFrame({'a': [1]}).to_pickle('/dev/shm/x')",
        "open('/etc/passwd').read()",
        "__import__('socket').socket()",
        "__import__('os').fork()",
        "__import__('threading').Thread(target=print).start()",
        "__import__('ctypes').CDLL('libc.so.6').execve(b'/bin/sh', None, None) == 0 or exec('raise OSError')",
      })
  void deny_what_the_jail_denies_with_packages_in_it(String expression) {
    Outcome outcome = program(IMPORTS + expression + ")", Policy.FULL).invoke(Call.of("f"));

    assertThat(outcome).isNotInstanceOf(Outcome.Returned.class);
  }

  @Test
  void the_attempts_of_the_self_check_are_stopped_in_every_runtime() {
    assertThat(sandbox.isolation().selfCheck())
        .allMatch(attempt -> attempt.stopped())
        .anyMatch(attempt -> attempt.name().equals("read a file (runtime science)"));
    assertThat(sandbox.isolation().notes())
        .anySatisfy(note -> assertThat(note).contains("runtime science", "numpy ", "pandas "));
  }

  @Test
  void memory_that_an_array_cannot_have_is_the_limits() {
    Outcome outcome = program(IMPORTS + "np.ones(10 ** 9))", Policy.FULL).invoke(Call.of("f"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.LimitExceeded.class,
            exceeded -> assertThat(exceeded.limit()).isEqualTo(Limit.MEMORY));
  }

  @Test
  void a_policy_lends_the_public_names_of_a_package_and_no_module_in_it() {
    Program program =
        program(
            """
            import numpy as np
            import pandas as pd
            from numpy import linalg
            def names():
                listed = ("array", "linspace", "load", "fromfile", "lib", "random", "linalg", "os")
                return [name for name in listed if hasattr(np, name)]
            def norm(): return float(linalg.norm(np.ones(4)))
            def total(): return int(pd.DataFrame({"a": [1, 2]}).a.sum())
            """,
            LENDING);

    assertThat(program.call("names").asList().toString()).isEqualTo("['array', 'linalg']");
    assertThat(program.call("norm").asDouble()).isEqualTo(2.0);
    assertThat(program.call("total").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          import numpy.random                          | numpy.random
          import numpy; numpy.load                     | it unpickles
          import numpy; numpy.linspace                 | the policy denies it
          import numpy\\ndef f(a): return a.ctypes     | beyond its end
          import pandas\\ndef f(d): return d.eval('1') | past the policy
          import pytz                                  | pytz
          """)
  void a_policy_holds_back_what_leads_past_it(String text, String reason) {
    assertThatExceptionOfType(ProgramRejectedException.class)
        .isThrownBy(() -> program(text.replace("\\n", "\n"), LENDING))
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"numpy.linalg", "pandas", "html.parser"})
  void what_leads_past_an_array_is_held_back_whichever_module_the_policy_lends(String module) {
    Policy lending = Policy.extending(Policy.RESTRICTED).allowModules(module).build();

    assertThatExceptionOfType(ProgramRejectedException.class)
        .isThrownBy(() -> program("def f(a): return a.ctypes", lending))
        .withMessageContaining("beyond its end");
  }

  @Test
  void a_policy_of_a_runtime_without_the_package_is_refused_where_it_names_it() {
    assertThatExceptionOfType(ProgramRejectedException.class)
        .isThrownBy(() -> sandbox.compile(Source.of("x = 1").under(LENDING)))
        .withMessageContaining("there is no module 'numpy'");
  }

  @Test
  void a_module_of_the_operators_may_use_packages() {
    var runtime =
        PythonRuntime.named("mixed")
            .python(Environment.python())
            .preload("numpy")
            .module(
                PythonModule.of("rows", "import numpy\ndef total(xs): return float(numpy.sum(xs))"))
            .build();
    var policy = Policy.extending(Policy.RESTRICTED).allowModules("rows").build();
    try (Sandbox own = Sandboxes.settings().runtime(runtime).create()) {
      Program program =
          own.compile(
              Source.of("import rows\ndef f(xs): return rows.total(xs)").under(policy).on("mixed"));

      assertThat(program.call("f", java.util.List.of(1.5, 2)).asDouble()).isEqualTo(3.5);
    }
  }

  @Test
  void a_package_that_is_not_installed_is_named_with_where_it_was_looked_for() {
    var runtime =
        PythonRuntime.named("science").python(Environment.python()).preload("scipy").build();

    assertThatThrownBy(() -> Sandboxes.settings().runtime(runtime).create())
        .isInstanceOf(InvalidRuntimeException.class)
        .hasMessageContaining("'science' cannot be started: scipy cannot be preloaded")
        .hasMessageContaining("site-packages")
        .hasMessageContaining("-m pip install scipy");
  }

  @Test
  void a_module_with_the_name_of_an_installed_package_is_refused() {
    var runtime =
        PythonRuntime.named("science")
            .python(Environment.python())
            .module(PythonModule.of("numpy", ""))
            .build();

    assertThatThrownBy(() -> Sandboxes.settings().runtime(runtime).create())
        .isInstanceOf(InvalidRuntimeException.class)
        .hasMessageContaining("numpy has the name of a package that is installed");
  }

  @Test
  void an_environment_that_is_not_there_is_named_with_what_is() {
    var runtime = PythonRuntime.named("gone").python(Path.of("/opt/nowhere/bin/python")).build();

    assertThatThrownBy(() -> Sandboxes.settings().runtime(runtime).create())
        .isInstanceOf(InvalidRuntimeException.class)
        .hasMessageContaining("there is no interpreter /opt/nowhere/bin/python: there is /opt and");
  }

  @Test
  void an_environment_given_as_a_folder_is_told_what_its_interpreter_is() {
    Path folder = environment();
    var runtime = PythonRuntime.named("folder").python(folder).build();

    assertThatThrownBy(() -> Sandboxes.settings().runtime(runtime).create())
        .isInstanceOf(InvalidRuntimeException.class)
        .hasMessageContaining("is a folder")
        .hasMessageContaining(folder.resolve("bin/python").toString());
  }

  @Test
  void an_environment_that_the_jailed_user_cannot_enter_is_named_with_the_folder_that_is_closed()
      throws IOException {
    Path closed = Files.createTempDirectory(environment().getParent(), "closed");
    try {
      Path link = Files.createSymbolicLink(closed.resolve("python"), Environment.python());
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
      var runtime = PythonRuntime.named("closed").python(link).build();

      assertThatThrownBy(() -> Sandboxes.settings().runtime(runtime).create())
          .isInstanceOf(InvalidRuntimeException.class)
          .hasMessageContaining("The runtime 'closed' cannot be started")
          .hasMessageContaining(closed.toString());
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
      Files.deleteIfExists(closed.resolve("python"));
      Files.delete(closed);
    }
  }

  private static Path environment() {
    Path bin = Objects.requireNonNull(Environment.python().getParent());
    return Objects.requireNonNull(bin.getParent());
  }
}
