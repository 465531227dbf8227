package io.terrarium.engine.cpython;

import static io.terrarium.testing.Eventually.eventually;
import static io.terrarium.testing.Eventually.eventuallyInCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Outcome.Crashed;
import io.terrarium.Outcome.Crashed.Cause;
import io.terrarium.Outcome.LimitExceeded;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.PythonRuntime;
import io.terrarium.Sandbox;
import io.terrarium.SandboxException.Category;
import io.terrarium.Session;
import io.terrarium.SessionEndedException;
import io.terrarium.Source;
import io.terrarium.WorkerCrashedException;
import io.terrarium.spi.ProgramKind;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerExit;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.spi.WorkerLimits;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Processes;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("python")
@ExtendWith(NothingLeft.class)
final class WorkerDeathTest {
  private static final String SOURCE =
      """
      import os
      def ok(): return 'fine'
      def leave(status): os._exit(status)
      def fault():
          import ctypes
          return ctypes.string_at(0)
      def trace():
          import ctypes
          return ctypes.CDLL(None).ptrace(0, 0, 0, 0)
      def loop():
          while True: pass
      def deep():
          import ctypes
          ctypes.pythonapi.Py_FatalError(b'enough')
      def hush(): os.close(3)
      def fill(size):
          kept = bytearray(size)
          for page in range(0, size, 4096):
              kept[page] = 1
          os._exit(3)
      """;

  private Sandbox sandbox;
  private Program program;

  @BeforeEach
  void open() {
    sandbox = Sandboxes.settings().engine(CpythonEngine.NAME).create();
    program = sandbox.compile(Source.of(SOURCE).under(Policy.FULL));
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 70, 255})
  void an_exit_without_a_result_is_a_crash_with_its_status(int status) {
    Crashed crashed = crashed(program.invoke(Call.of("leave", status)), Cause.EXIT_WITHOUT_RESULT);

    assertThat(crashed.message()).contains("exit status " + status);
    assertThat(crashed.retryable()).isFalse();
    assertThatExceptionOfType(WorkerCrashedException.class)
        .isThrownBy(crashed::orElseThrow)
        .satisfies(e -> assertThat(e.category()).isEqualTo(Category.USER));
    assertNextCallWorks();
  }

  @Test
  void a_segmentation_fault_is_a_crash_with_its_signal() {
    Crashed crashed = crashed(program.invoke(Call.of("fault")), Cause.SIGNAL);

    assertThat(crashed.message()).contains("SIGSEGV");
    assertThat(crashed.report().usage().peakMemoryBytes()).isPresent();
    assertNextCallWorks();
  }

  @Test
  void an_abort_is_a_crash() {
    assertThat(program.invoke(Call.of("deep"))).isInstanceOf(Crashed.class);
    assertNextCallWorks();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 256})
  void who_dies_at_nine_tenths_of_its_memory_died_of_it_by_the_kernels_word(int mebibytes) {
    Limits limits = Limits.DEFAULT.withMemoryBytes((long) mebibytes << 20);
    int most = mebibytes << 20;

    Outcome full = program.invoke(Call.of("fill", most / 100 * 94).withLimits(limits));
    Outcome half = program.invoke(Call.of("fill", most / 2).withLimits(limits));

    assertThat(full)
        .isInstanceOfSatisfying(
            LimitExceeded.class,
            exceeded -> {
              assertThat(exceeded.limit()).isEqualTo(Limit.MEMORY);
              assertThat(exceeded.basis()).isEqualTo(LimitExceeded.Basis.KERNEL);
            });
    crashed(half, Cause.EXIT_WITHOUT_RESULT);
    assertNextCallWorks();
  }

  @Test
  void what_an_idle_worker_has_resident_is_known_to_two_mebibytes() {
    var limits = new WorkerLimits(64L << 20, Duration.ofSeconds(5));
    try (WorkerFactory factory = new CpythonEngine().open(Sandboxes.settings().build())) {
      for (Policy policy : List.of(Policy.DEFAULT, Policy.FULL)) {
        var kind = new ProgramKind(policy, PythonRuntime.DEFAULT_NAME);
        Worker worker = factory.spawn(kind, limits, true);
        worker.kill();

        WorkerExit exit = worker.exit().join();

        assertThat(exit.peakMemoryBytes())
            .isCloseTo(exit.idleMemoryBytes(), Offset.offset(2L << 20));
      }
    }
  }

  @Test
  void a_forbidden_system_call_is_a_crash_of_its_own_kind() {
    crashed(program.invoke(Call.of("trace")), Cause.FORBIDDEN_SYSTEM_CALL);
    assertNextCallWorks();
  }

  @Test
  void a_program_cannot_close_the_channel_of_its_worker() {
    Outcome outcome = program.invoke(Call.of("hush"));

    assertThat(outcome).isInstanceOf(Outcome.Raised.class);
    assertThat(((Outcome.Raised) outcome).error().type()).isEqualTo("PermissionError");
  }

  @Test
  void a_crash_ends_a_session() {
    try (Session session = program.openSession()) {
      crashed(session.invoke(Call.of("leave", 3)), Cause.EXIT_WITHOUT_RESULT);

      assertThat(session.alive()).isFalse();
      assertThatExceptionOfType(SessionEndedException.class).isThrownBy(() -> session.call("ok"));
    }
  }

  @Test
  void a_worker_that_is_stopped_ends_at_its_wall_limit() {
    Limits limits = Limits.DEFAULT.withWallTime(Duration.ofSeconds(2));
    var outcome = new AtomicReference<Outcome>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> outcome.set(program.invoke(Call.of("loop").withLimits(limits))));
    eventuallyInCall(caller);

    Processes.signal(Processes.busyWorker(), "STOP");

    eventually("the call has ended", () -> outcome.get() != null);
    assertThat(outcome.get().status()).isEqualTo("wall_timeout");
    assertThat(outcome.get().report().usage().wallTime())
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertNextCallWorks();
  }

  @Test
  void a_worker_that_somebody_kills_is_a_crash_by_signal_and_no_limit() {
    var outcome = new AtomicReference<Outcome>();
    Thread caller = Thread.ofVirtual().start(() -> outcome.set(program.invoke(Call.of("loop"))));
    eventuallyInCall(caller);

    Processes.signal(Processes.busyWorker(), "KILL");

    eventually("the call has ended", () -> outcome.get() != null);
    assertThat(crashed(outcome.get(), Cause.SIGNAL).message()).contains("SIGKILL");
  }

  @Test
  void a_killed_zygote_ends_its_calls_as_retryable_and_the_next_call_works() {
    var outcome = new AtomicReference<Outcome>();
    Thread caller = Thread.ofVirtual().start(() -> outcome.set(program.invoke(Call.of("loop"))));
    eventuallyInCall(caller);
    var workers = Processes.workers();
    assertThat(workers).isNotEmpty();

    Processes.zygotes().forEach(ProcessHandle::destroyForcibly);

    eventually("the call has ended", () -> outcome.get() != null);
    Crashed crashed = crashed(outcome.get(), Cause.ZYGOTE_LOST);
    assertThat(crashed.retryable()).isTrue();
    assertThat(crashed.message()).contains("again");
    assertThatExceptionOfType(WorkerCrashedException.class)
        .isThrownBy(crashed::orElseThrow)
        .satisfies(e -> assertThat(e.category()).isEqualTo(Category.RESOURCE));
    assertThat(crashed.report().usage().wallTime()).isPositive();
    eventually("its workers are gone", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
    assertNextCallWorks();
  }

  @Test
  void a_keeper_that_is_killed_takes_its_zygote_and_its_workers_with_it() {
    // Where there is no namespace of process ids, what was started is the zygote itself.
    List<ProcessHandle> keepers = Processes.keepers();
    List<ProcessHandle> started = keepers.isEmpty() ? Processes.zygotes() : keepers;
    List<ProcessHandle> descendants = started.stream().flatMap(ProcessHandle::descendants).toList();
    assertThat(descendants).isNotEmpty();

    started.forEach(ProcessHandle::destroyForcibly);

    eventually("nobody is left", () -> descendants.stream().noneMatch(ProcessHandle::isAlive));
    assertNextCallWorks();
  }

  @Test
  void a_session_whose_zygote_is_killed_has_ended() {
    try (Session session = program.openSession()) {
      Processes.zygotes().forEach(ProcessHandle::destroyForcibly);

      eventually("the session has noticed", () -> !session.alive());
      assertThatExceptionOfType(SessionEndedException.class).isThrownBy(() -> session.call("ok"));
    }
    assertNextCallWorks();
  }

  @Test
  void calls_go_on_while_zygotes_die_again_and_again() {
    for (int round = 0; round < 3; round++) {
      Processes.zygotes().forEach(ProcessHandle::destroyForcibly);
      eventually("a call works", () -> program.invoke(Call.of("ok")).status().equals("ok"));
    }
  }

  @Test
  void an_interrupt_while_a_worker_is_being_made_is_a_cancellation() {
    var zygotes = Processes.zygotes();
    zygotes.forEach(zygote -> Processes.signal(zygote, "STOP"));
    try {
      // More memory than usual: no worker on the shelf will do.
      Call call = Call.of("ok").withLimits(Limits.DEFAULT.withMemoryBytes(300L << 20));
      var result = new AtomicReference<Object>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  result.set(program.invoke(call));
                } catch (RuntimeException e) {
                  result.set(e);
                }
              });
      eventually("it waits", () -> caller.getState() == Thread.State.TIMED_WAITING);

      caller.interrupt();

      eventually("the call has ended", () -> result.get() != null);
      assertThat(result.get()).isInstanceOf(Outcome.Cancelled.class);
    } finally {
      zygotes.forEach(zygote -> Processes.signal(zygote, "CONT"));
    }
    assertNextCallWorks();
  }

  @Test
  void closing_ends_even_a_zygote_that_is_stopped() {
    Processes.zygotes().forEach(zygote -> Processes.signal(zygote, "STOP"));

    long begin = System.nanoTime();
    sandbox.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
    assertThat(Processes.zygotes()).isEmpty();
  }

  private void assertNextCallWorks() {
    assertThat(program.call("ok").asString()).isEqualTo("fine");
  }

  private static Crashed crashed(Outcome outcome, Cause cause) {
    assertThat(outcome).isInstanceOf(Crashed.class);
    assertThat(outcome.status()).isEqualTo("crashed");
    assertThat(((Crashed) outcome).cause()).isEqualTo(cause);
    return (Crashed) outcome;
  }
}
