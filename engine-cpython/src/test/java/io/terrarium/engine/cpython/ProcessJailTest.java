package io.terrarium.engine.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Outcome;
import io.terrarium.Outcome.Raised;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program notices of the jail: the errors that Python has for it, and what works in it. */
@Tag("python")
@ExtendWith(NothingLeft.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProcessJailTest {
  private Sandbox sandbox;

  @BeforeAll
  void open() {
    sandbox = Sandboxes.settings().engine(CpythonEngine.NAME).create();
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  @Test
  void the_module_platform_works_and_tells_nothing_of_the_machine() {
    String program =
        "import platform\ndef f(): return [*platform.uname()][:4], platform.machine() != ''";

    Outcome outcome = sandbox.compile(Source.of(program).under(Policy.FULL)).invoke(Call.of("f"));

    assertThat(outcome.orElseThrow().toString())
        .isEqualTo("(['Linux', 'terrarium', '', ''], True)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os; os.listdir('/')",
        "import os; os.stat('/etc')",
        "import os; os.mkdir('/tmp/x')",
        "import os; os.unlink('/tmp/x')",
        "import os; os.fork()",
        "import os; os.kill(os.getppid(), 9)",
        "import os; os.memfd_create('x')",
        "import os; os.setuid(0)",
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import socket; socket.create_connection(('127.0.0.1', 80))",
        "import subprocess; subprocess.run(['id'])",
        "import pathlib; pathlib.Path('/etc/passwd').read_text()",
        "import tempfile; tempfile.TemporaryFile()",
        "import os; os.setpriority(os.PRIO_PROCESS, 0, -5)",
        "import os; os.nice(-5)",
        "import multiprocessing; multiprocessing.Process(target=print).start()",
        "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
      })
  void what_a_jail_denies_is_an_error_that_Python_has_for_it(String body) {
    Outcome outcome = invoke("def f():\n    " + body + "\n    return 'done'");

    assertThat(outcome).isInstanceOf(Raised.class);
    assertThat(((Raised) outcome).error().type())
        .isIn(
            "PermissionError",
            "OSError",
            "FileNotFoundError",
            "RuntimeError",
            "signal.itimer_error");
  }

  @Test
  void listing_a_folder_is_a_PermissionError() {
    Outcome outcome = invoke("import os\ndef f(): return os.listdir('/')");

    assertThat(((Raised) outcome).error().summary())
        .isEqualTo("PermissionError: [Errno 1] Operation not permitted: '/'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "import sqlite3 | sqlite3.connect(':memory:').execute('select 1 + 1').fetchone()[0] | 2",
        "import ctypes  | ctypes.c_int(7).value                                             | 7",
        "import os      | len(os.urandom(8))                                                | 8",
        "import os      | os.getpid() > 0                                                   | True",
        "import socket  | socket.AF_INET.name                                               | 'AF_INET'",
        "import gc, resource | resource.getpagesize() > 0                                   | True",
        "import selectors, signal, subprocess, multiprocessing | signal.SIGTERM.name        | 'SIGTERM'",
      })
  void extension_modules_work_as_far_as_they_make_sense(
      String statement, String expression, String expected) {
    assertThat(call(statement + "\ndef f(): return " + expression)).isEqualTo(expected);
  }

  @Test
  void a_worker_is_not_root_and_has_no_descriptor_but_its_channel() {
    String source =
        """
        import os
        def is_open(number):
            for use in (lambda: os.read(number, 0), lambda: os.write(number, b"")):
                try:
                    use()
                except OSError as error:
                    if error.errno == 9:
                        continue
                return True
            return False
        def f(): return [os.getuid() != 0, [n for n in range(1024) if is_open(n)]]
        """;

    assertThat(call(source)).isEqualTo("[True, [3]]");
  }

  @Test
  void a_worker_holds_the_token_of_no_other_worker() {
    // What the zygote was doing when it forked is there below the program's own frames.
    String source =
        """
        import sys
        COMMAND = bytes([0, 0, 0, 49]) + b"f"
        def f():
            frame, commands = sys._getframe(), set()
            while frame:
                for value in frame.f_locals.values():
                    if isinstance(value, (bytes, bytearray, memoryview)):
                        commands.update(bytes(value).split(COMMAND)[1:])
                frame = frame.f_back
            return len(commands)
        """;
    int workers = 12;
    try (Sandbox many =
        Sandboxes.settings().engine(CpythonEngine.NAME).idleWorkers(workers).create()) {
      Program program = many.compile(Source.of(source).under(Policy.FULL));
      for (int worker = 0; worker < workers; worker++) {
        // Its own, which it has shown, does no harm.
        assertThat(program.call("f").asInt()).isLessThanOrEqualTo(1);
      }
    }
  }

  private Outcome invoke(String source) {
    return sandbox.compile(Source.of(source).under(Policy.FULL)).invoke(Call.of("f"));
  }

  private String call(String source) {
    return sandbox.compile(Source.of(source).under(Policy.FULL)).call("f").toString();
  }
}
