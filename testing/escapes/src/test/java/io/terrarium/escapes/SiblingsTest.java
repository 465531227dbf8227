package io.terrarium.escapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hostile workers side by side, of one zygote, at the same time. */
@Tag("python")
@ExtendWith(NothingLeft.class)
final class SiblingsTest {
  private static final int WORKERS = 4;
  private static final String PROGRAM =
      Cases.source("prelude")
          + """

          def attempts(pid):
              yield "kill", lambda: os.kill(pid, signal.SIGKILL) or True
              yield "stop", lambda: os.kill(pid, signal.SIGSTOP) or True
              yield "open memory", lambda: open(f"/proc/{pid}/mem", "rb")
              yield "limit", lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (0, 0))
              yield "slow down", lambda: os.setpriority(os.PRIO_PROCESS, pid, 19) or True
              yield "pin", lambda: os.sched_setaffinity(pid, [0]) or True
              yield "read clock", lambda: time.clock_gettime(~pid << 3 | 2)

          def fight(seconds, number):
              done, rounds = set(), 0
              until = time.monotonic() + seconds
              while time.monotonic() < until:
                  rounds += 1
                  for pid in siblings():
                      for name, attempt in attempts(pid):
                          try:
                              if attempt():
                                  done.add(name)
                          except OSError:
                              pass
              return rounds > 0, sorted(done), number * number
          """;

  @Test
  void workers_that_attack_each_other_at_the_same_time_do_each_other_no_harm() {
    try (Sandbox sandbox =
            Sandboxes.settings().engine("cpython").maximumConcurrentCalls(WORKERS).create();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Program program = sandbox.compile(Source.of(PROGRAM).under(Policy.FULL));
      Limits limits = Limits.DEFAULT.withWallTime(Duration.ofSeconds(20));

      List<CompletableFuture<Outcome>> calls =
          IntStream.range(0, WORKERS)
              .mapToObj(number -> Call.of("fight", 1.0, number).withLimits(limits))
              .map(call -> CompletableFuture.supplyAsync(() -> program.invoke(call), threads))
              .toList();

      for (int number = 0; number < WORKERS; number++) {
        assertThat(calls.get(number).join().orElseThrow().toString())
            .isEqualTo("(True, [], " + number * number + ")");
      }
    }
  }
}
