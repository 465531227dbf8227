package io.terrarium.faults;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Outcome.Crashed.Cause;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.testing.Eventually;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Processes;
import io.terrarium.testing.Sandboxes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever fails: each call has one outcome, which is its own or says what failed, no value is
 * wrong, calls are served again within a second, and nothing is left.
 */
@Tag("python")
@ExtendWith(NothingLeft.class)
final class FaultsTest {
  private static final int THREADS = 4;
  private static final int FAULTS = 25;
  private static final Duration RECOVERY = Duration.ofSeconds(1);
  private static final Random RANDOM = new Random(1);

  @Test
  void workers_that_are_killed_cost_their_own_calls_and_nothing_else() throws Exception {
    Tally tally =
        underLoad(FaultsTest::isDeathOfAWorker, Processes::workers, ProcessHandle::destroyForcibly);

    assertThat(tally.wrongOnes()).isEmpty();
    assertThat(tally.calls()).isGreaterThan(50);
  }

  @Test
  void zygotes_that_are_killed_are_replaced_within_a_second() throws Exception {
    Tally tally =
        underLoad(FaultsTest::isDeathOfAZygote, Processes::zygotes, ProcessHandle::destroyForcibly);

    assertThat(tally.wrongOnes()).isEmpty();
    assertThat(tally.calls()).isGreaterThan(50);
  }

  @Test
  void keepers_that_are_killed_take_their_zygotes_with_them_and_are_replaced() throws Exception {
    Tally tally =
        underLoad(FaultsTest::isDeathOfAZygote, Processes::keepers, ProcessHandle::destroyForcibly);

    assertThat(tally.wrongOnes()).isEmpty();
  }

  @Test
  void workers_that_are_stopped_end_at_the_time_limit_of_their_calls() throws Exception {
    Tally tally =
        underLoad(
            FaultsTest::isLateAtMost,
            Processes::workers,
            worker -> Processes.signal(worker, "STOP"));

    assertThat(tally.wrongOnes()).isEmpty();
  }

  @Test
  void a_zygote_that_is_stopped_is_done_without_and_ended() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile("def f(x): return x + 1");
      assertThat(program.call("f", 1).asInt()).isEqualTo(2);
      List<ProcessHandle> stopped = Processes.zygotes();
      stopped.forEach(zygote -> Processes.signal(zygote, "STOP"));

      for (int call = 0; call < 20; call++) {
        long began = System.nanoTime();
        assertThat(program.call("f", call).asInt()).isEqualTo(call + 1);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(RECOVERY);
      }

      eventually(
          "what does not answer is ended",
          () -> stopped.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void a_worker_that_does_not_read_ends_at_the_time_limit_of_its_call() {
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile("def f(x): return len(x)");
      Session session = program.openSession(Limits.DEFAULT.withWallTime(Duration.ofMillis(300)));
      Processes.workers().forEach(worker -> Processes.signal(worker, "STOP"));

      // More than a socket's buffers hold.
      Outcome outcome = session.invoke(Call.of("f", new double[1_000_000]));

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.LimitExceeded.class,
              exceeded -> assertThat(exceeded.limit()).isEqualTo(Limit.WALL_TIME));
    }
  }

  @Test
  void an_application_that_is_killed_under_load_leaves_nothing_even_what_is_stopped()
      throws Exception {
    Process application = start(List.of(), LoadedApplication.class);
    try {
      awaitLine(application, "under way");
      List<ProcessHandle> processes = new ArrayList<>();
      eventually(
          "zygotes and workers are there",
          () -> {
            processes.clear();
            application.descendants().filter(Processes::isJailed).forEach(processes::add);
            return processes.size() >= 6;
          });
      processes.forEach(process -> Processes.signal(process, "STOP"));

      application.destroyForcibly();

      assertThat(application.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(
              Eventually.within(RECOVERY, () -> processes.stream().allMatch(FaultsTest::hasEnded)))
          .isTrue();
    } finally {
      application.destroyForcibly();
    }
    // The next application removes the folder that this one could not.
    Sandboxes.open().close();
  }

  @Test
  void an_application_that_is_stopped_for_a_while_goes_on_without_a_wrong_value() throws Exception {
    Process application = start(List.of(), LoadedApplication.class);
    try {
      awaitLine(application, "under way");
      for (int time = 0; time < 2; time++) {
        Processes.signal(application.toHandle(), "STOP");
        // Its workers go on, nobody reads what they write, and nobody ends those that spin.
        eventually(
            "all that it started waits for it",
            () -> application.descendants().noneMatch(process -> state(process) == 'R'));
        List<Long> known = application.descendants().map(ProcessHandle::pid).toList();
        Processes.signal(application.toHandle(), "CONT");
        eventually(
            "it goes on",
            () -> application.descendants().anyMatch(process -> !known.contains(process.pid())));
      }
      application.getOutputStream().close();
      awaitLine(application, "0 wrong []");
      assertThat(application.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      application.destroyForcibly();
    }
  }

  @Test
  void an_application_without_a_descriptor_left_says_so_and_serves_again_when_it_has_some()
      throws Exception {
    assertThat(starved("--nofile=140"))
        .satisfies(lines -> {
          assertThat(lines.get(0)).startsWith("refused: ").containsIgnoringCase("open files");
          assertThat(lines.get(1)).matches("sessions: [1-9]\\d*, all at work: true");
          assertThat(lines.get(2)).isEqualTo("afterwards: 42");
        });
  }

  @Test
  void a_user_without_a_process_left_is_told_so_and_served_again_when_there_are_some()
      throws Exception {
    assertThat(starved("--nproc=" + (ownTasks() + 120)))
        .satisfies(lines -> {
          assertThat(lines.get(0)).startsWith("refused: ").contains("process");
          assertThat(lines.get(1)).matches("sessions: [1-9]\\d*, all at work: true");
          assertThat(lines.get(2)).isEqualTo("afterwards: 42");
        });
  }

  @Test
  void a_thousand_mixed_calls_have_their_outcomes_and_leave_nothing() throws Exception {
    try (Sandbox sandbox = Sandboxes.open()) {
      Soak.Result result = Soak.run(sandbox, 1_000);
      assertThat(result.held()).as(result.text()).isTrue();
    }
  }

  /** What a call may come to when its worker is killed. */
  private static boolean isDeathOfAWorker(Outcome outcome) {
    return outcome instanceof Outcome.Crashed crashed && crashed.cause() == Cause.SIGNAL;
  }

  /** What a call may come to when all that its worker was made from is killed. */
  private static boolean isDeathOfAZygote(Outcome outcome) {
    return outcome instanceof Outcome.Crashed crashed && crashed.cause() == Cause.ZYGOTE_LOST;
  }

  /** What a call may come to when time goes by and nothing happens. */
  static boolean isLateAtMost(Outcome outcome) {
    return outcome instanceof Outcome.LimitExceeded exceeded && exceeded.limit() == Limit.WALL_TIME;
  }

  /** Does harm again and again under load, and sees after each that calls are served. */
  private static Tally underLoad(
      Predicate<Outcome> excuse,
      Supplier<List<ProcessHandle>> victims,
      Consumer<ProcessHandle> harm)
      throws InterruptedException {
    // Calls that wait for the end of a worker that is stopped keep no place from others.
    try (Sandbox sandbox = Sandboxes.settings().maximumConcurrentCalls(4 * THREADS).create();
        var load = new MixedLoad(sandbox, THREADS, Long.MAX_VALUE, excuse, 1)) {
      Program program = sandbox.compile("def f(x): return x + 1");
      for (int fault = 0; fault < FAULTS; fault++) {
        List<ProcessHandle> candidates = victims.get();
        if (!candidates.isEmpty()) {
          harm.accept(candidates.get(RANDOM.nextInt(candidates.size())));
        }
        assertThat(recovery(program, fault)).isLessThan(RECOVERY);
      }
      return load.finish();
    }
  }

  /** How long it takes until a call is served; what it may come to until then is not for here. */
  private static Duration recovery(Program program, int number) {
    Limits limits = Limits.DEFAULT.withWallTime(Duration.ofMillis(200));
    long began = System.nanoTime();
    while (true) {
      Outcome outcome = program.invoke(Call.of("f", number).withLimits(limits));
      if (outcome instanceof Outcome.Returned(var value, _)) {
        assertThat(value.asInt()).isEqualTo(number + 1);
        return Duration.ofNanos(System.nanoTime() - began);
      }
    }
  }

  private static List<String> starved(String limit) throws IOException, InterruptedException {
    Process application = start(List.of("prlimit", limit), StarvedApplication.class);
    List<String> lines = application.inputReader().lines().toList();
    assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  private static Process start(List<String> prefix, Class<?> application) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), application.getName()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void awaitLine(Process application, String expected) throws IOException {
    BufferedReader reader = application.inputReader();
    assertThat(reader.readLine()).isEqualTo(expected);
  }

  /** How many tasks the user has that workers become, or this one where they stay it. */
  private static long ownTasks() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if (user.equals(0)) {
        return 0;
      }
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .mapToLong(process -> tasks(process, user))
          .sum();
    }
  }

  private static long tasks(Path process, Object user) {
    try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
      return Files.getAttribute(process, "unix:uid").equals(user) ? tasks.count() : 0;
    } catch (IOException | UncheckedIOException e) {
      // It has ended since.
      return 0;
    }
  }

  /**
   * Whether it is gone, or all but: whoever inherits a process that has ended may be slow to note.
   */
  private static boolean hasEnded(ProcessHandle process) {
    char state = state(process);
    return state == ' ' || state == 'Z';
  }

  /** proc_pid_stat(5); a space where there is no such process any more. */
  private static char state(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(") ") + 2);
    } catch (IOException e) {
      return ' ';
    }
  }
}
