package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.HostFunction;
import io.terrarium.Limit;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Outcome.Cancelled;
import io.terrarium.Outcome.LimitExceeded;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.testing.Sandboxes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts while a host function runs, and what becomes of it when its call ends. */
class HostFunctionTimesTest extends SharedSandbox {
  private static final Duration LONG = Duration.ofMillis(600);

  /** Takes its time without a processor. */
  private static final HostFunction TAKE_LONG =
      HostFunction.of(
          "take_long",
          _ -> {
            boolean never = new CountDownLatch(1).await(LONG.toMillis(), TimeUnit.MILLISECONDS);
            return !never;
          });

  private static final Limits LITTLE_CPU = Limits.DEFAULT.withCpuTime(Duration.ofMillis(300));

  @Test
  void its_time_is_wall_time_and_no_processor_time() {
    Outcome outcome =
        sandbox
            .compile(Source.of("def f(): return take_long()").withHostFunction(TAKE_LONG))
            .invoke(Call.of("f").withLimits(LITTLE_CPU));

    assertThat(outcome.status()).isEqualTo("ok");
    assertThat(outcome.report().usage().wallTime()).isGreaterThanOrEqualTo(LONG);
    assertThat(outcome.report().usage().cpuTime()).isLessThan(LITTLE_CPU.cpuTime());
  }

  @Test
  void it_is_none_in_a_session_either_whenever_it_begins() {
    var source =
        """
        def at_once(): return take_long()
        def later():
            total = sum(range(%d))
            return take_long()
        def often(): return [take_long() for _ in range(3)]
        """
            .formatted(engine.far(1_000_000));
    try (Session session =
        sandbox.compile(Source.of(source).withHostFunction(TAKE_LONG)).openSession()) {
      for (String function : new String[] {"at_once", "later", "often", "at_once"}) {
        Outcome outcome = session.invoke(Call.of(function).withLimits(LITTLE_CPU));

        assertThat(outcome.status()).as(function).isEqualTo("ok");
        assertThat(outcome.report().usage().wallTime()).isGreaterThanOrEqualTo(LONG);
        assertThat(outcome.report().usage().cpuTime()).isLessThan(LITTLE_CPU.cpuTime());
      }
    }
  }

  @Test
  void what_a_session_uses_between_host_functions_counts() {
    var short_one = HostFunction.of("short_one", _ -> 1);
    var source =
        """
        def f():
            while True:
                short_one()
                sum(range(1_000_000))
        """;
    try (Session session =
        sandbox.compile(Source.of(source).withHostFunction(short_one)).openSession()) {
      Outcome outcome =
          session.invoke(Call.of("f").withLimits(LITTLE_CPU.withWallTime(Duration.ofMinutes(1))));

      assertThat(((LimitExceeded) outcome).limit()).isEqualTo(Limit.CPU_TIME);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_wall_time_ends_a_call_whatever_its_host_function_does(boolean heeds) throws Exception {
    var hanging = new Hanging(heeds);
    Limits limits = Limits.DEFAULT.withWallTime(Duration.ofMillis(400));
    Program program = hanging.compile(sandbox);

    long begin = System.nanoTime();
    Outcome outcome = program.invoke(Call.of("f").withLimits(limits));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(((LimitExceeded) outcome).limit()).isEqualTo(Limit.WALL_TIME);
    hanging.assertInterrupted();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void a_caller_that_is_interrupted_interrupts_it_and_stays_interrupted() throws Exception {
    var hanging = new Hanging(false);
    Program program = hanging.compile(sandbox);
    var outcome = new CompletableFuture<Outcome>();
    var stays = new AtomicBoolean();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              outcome.complete(program.invoke(Call.of("f")));
              stays.set(Thread.currentThread().isInterrupted());
            });

    hanging.awaitBegin();
    caller.interrupt();

    assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
    caller.join();
    assertThat(stays).isTrue();
    hanging.assertInterrupted();
  }

  @Test
  void closing_its_session_cancels_it() throws Exception {
    var hanging = new Hanging(true);
    Session session = hanging.compile(sandbox).openSession();
    var outcome =
        CompletableFuture.supplyAsync(
            () -> session.invoke(Call.of("f")), Thread::startVirtualThread);
    hanging.awaitBegin();

    session.close();

    assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
    hanging.assertInterrupted();
  }

  @Test
  void closing_its_sandbox_cancels_it() throws Exception {
    var hanging = new Hanging(true);
    Sandbox own = Sandboxes.open();
    Program program = hanging.compile(own);
    var outcome =
        CompletableFuture.supplyAsync(
            () -> program.invoke(Call.of("f")), Thread::startVirtualThread);
    hanging.awaitBegin();

    own.close();

    assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
    hanging.assertInterrupted();
  }

  @Test
  void it_may_close_its_session_and_its_sandbox_itself() {
    Sandbox own = Sandboxes.open();
    var session = new AtomicReference<Session>();
    var closeSession =
        HostFunction.of(
            "close_it",
            _ -> {
              session.get().close();
              return 1;
            });
    var closeSandbox =
        HostFunction.of(
            "close_it",
            _ -> {
              own.close();
              return 1;
            });
    var source = Source.of("def f(): return close_it()");

    session.set(own.compile(source.withHostFunction(closeSession)).openSession());
    assertThat(session.get().invoke(Call.of("f"))).isInstanceOf(Cancelled.class);
    assertThat(session.get().alive()).isFalse();
    Program program = own.compile(source.withHostFunction(closeSandbox));
    assertThat(program.invoke(Call.of("f"))).isInstanceOf(Cancelled.class);
    own.close();
  }

  /** A host function that does not come back by itself. */
  private static final class Hanging {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private final HostFunction function;

    /**
     * @param heeds whether it ends when it is interrupted, or computes on regardless for a while
     */
    Hanging(boolean heeds) {
      function =
          HostFunction.of(
              "hang",
              _ -> {
                begun.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  interrupted.complete(true);
                  if (heeds) {
                    throw e;
                  }
                  long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
                  while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                  }
                }
                return 1;
              });
    }

    Program compile(Sandbox sandbox) {
      return sandbox.compile(Source.of("def f(): return hang()").withHostFunction(function));
    }

    void awaitBegin() throws InterruptedException {
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    void assertInterrupted() throws InterruptedException, ExecutionException, TimeoutException {
      assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }
}
