package io.terrarium.conformance;

import static io.terrarium.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terrarium.Call;
import io.terrarium.Deadline;
import io.terrarium.OverloadedException;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.Sandbox;
import io.terrarium.SandboxEvent;
import io.terrarium.SandboxListener;
import io.terrarium.Session;
import io.terrarium.UnknownFunctionException;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NothingLeft.class)
final class ObservabilityTest {
  private static final Path GUIDE = Path.of("..", "..", "docs", "observability.md");
  private static final String SOURCE = "def f(x):\n    print('prnt')\n    return [x, 'rslt']";

  private final Queue<SandboxEvent> events = new ConcurrentLinkedQueue<>();

  private Sandbox observed() {
    return Sandboxes.settings().maximumConcurrentCalls(1).listener(events::add).create();
  }

  /** The events of the call that was made last, as soon as it was measured. */
  private List<SandboxEvent> lastCall() {
    long call = numbers().getLast();
    eventually("it was measured", () -> of(call).stream().anyMatch(ObservabilityTest::isMeasured));
    return of(call);
  }

  private List<Long> numbers() {
    return events.stream()
        .filter(event -> event instanceof SandboxEvent.CallQueued)
        .map(event -> ((SandboxEvent.CallQueued) event).call())
        .toList();
  }

  private List<SandboxEvent> of(long call) {
    return events.stream().filter(event -> call == number(event)).toList();
  }

  private static boolean isMeasured(SandboxEvent event) {
    return event instanceof SandboxEvent.CallMeasured;
  }

  private static long number(SandboxEvent event) {
    return switch (event) {
      case SandboxEvent.CallQueued queued -> queued.call();
      case SandboxEvent.CallAdmitted admitted -> admitted.call();
      case SandboxEvent.WorkerTaken taken -> taken.call();
      case SandboxEvent.CallStarted started -> started.call();
      case SandboxEvent.OutputReceived output -> output.call();
      case SandboxEvent.CallEnded ended -> ended.call();
      case SandboxEvent.CallFailed failed -> failed.call();
      case SandboxEvent.CallMeasured measured -> measured.call();
      case SandboxEvent.SessionOpened opened -> opened.call();
      case SandboxEvent.SessionEnded ended -> ended.call();
      case SandboxEvent.WorkerMade _,
          SandboxEvent.WorkerEnded _,
          SandboxEvent.ZygoteStarted _,
          SandboxEvent.ZygoteEnded _ ->
          0;
    };
  }

  private static List<String> names(List<SandboxEvent> events) {
    return events.stream()
        .filter(event -> !isMeasured(event))
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  @Test
  void every_step_of_a_call_is_told_in_order() {
    try (Sandbox sandbox = observed()) {
      sandbox.compile(SOURCE).call("f", "rgmnt");

      List<SandboxEvent> steps = lastCall();
      assertThat(names(steps))
          .containsExactly(
              "CallQueued",
              "CallAdmitted",
              "WorkerTaken",
              "CallStarted",
              "OutputReceived",
              "CallEnded");
      assertThat(steps.getFirst())
          .isEqualTo(
              new SandboxEvent.CallQueued(
                  number(steps.getFirst()), SandboxEvent.Purpose.CALL, "program.py", "f"));
      assertThat(steps)
          .filteredOn(event -> event instanceof SandboxEvent.CallEnded)
          .allSatisfy(event -> {
            var ended = (SandboxEvent.CallEnded) event;
            assertThat(ended.status()).isEqualTo("ok");
            assertThat(ended.wallTime()).isPositive();
          });
      assertThat(steps)
          .filteredOn(ObservabilityTest::isMeasured)
          .allSatisfy(
              event -> assertThat(((SandboxEvent.CallMeasured) event).cpuTime()).isPositive());
    }
    assertThat(events.toString()).doesNotContain("rgmnt", "rslt", "prnt");
  }

  @Test
  void a_sandbox_says_how_busy_it_is() {
    try (Sandbox sandbox = observed()) {
      Program program = sandbox.compile("import time\ndef nap(): time.sleep(60)\ndef f(): pass");
      eventually("workers are made ahead", () -> sandbox.load().idleWorkers() > 0);
      assertThat(sandbox.load().runningCalls()).isZero();
      var first = program.invokeAsync(Call.of("nap"));
      eventually("one runs", () -> sandbox.load().runningCalls() == 1);
      var second = program.invokeAsync(Call.of("nap"));
      eventually("another one waits", () -> sandbox.load().waitingCalls() == 1);
      assertThat(sandbox.load().reservedMemoryBytes())
          .isPositive()
          .isLessThan(sandbox.load().memoryBudgetBytes());
      first.cancel(true);
      second.cancel(true);
      eventually("neither is left", () -> sandbox.load().runningCalls() == 0);
      eventually("no memory is held", () -> sandbox.load().reservedMemoryBytes() == 0);
      try (Session session = program.openSession()) {
        session.call("f");
        assertThat(sandbox.load().openSessions()).isEqualTo(1);
      }
      eventually("the session has ended", () -> sandbox.load().openSessions() == 0);
    }
  }

  @Test
  void compiling_is_told_as_a_call_and_a_rejection_with_its_status() {
    try (Sandbox sandbox = observed()) {
      sandbox.compile(SOURCE);
      assertThat(names(lastCall())).endsWith("CallStarted", "CallEnded");
      assertThatThrownBy(() -> sandbox.compile("def f("))
          .isInstanceOf(ProgramRejectedException.class);
      assertThat(lastCall().toString()).contains("COMPILE", "syntax_error");
      int before = numbers().size();
      sandbox.compile(SOURCE);
      assertThat(numbers()).as("it was in the cache").hasSize(before);
    }
  }

  @Test
  void sessions_and_their_calls_are_told() {
    try (Sandbox sandbox = observed()) {
      long opening;
      try (Session session = sandbox.compile(SOURCE).openSession()) {
        opening = numbers().getLast();
        session.call("f", 1);
        assertThat(names(lastCall()))
            .containsExactly(
                "CallQueued", "CallAdmitted", "CallStarted", "OutputReceived", "CallEnded");
        assertThat(names(of(opening)))
            .containsExactly(
                "CallQueued",
                "CallAdmitted",
                "WorkerTaken",
                "CallStarted",
                "CallEnded",
                "SessionOpened");
      }
      eventually("its end is told", () -> names(of(opening)).getLast().equals("SessionEnded"));
    }
  }

  @Test
  void what_ends_without_an_outcome_is_told_as_failed() {
    try (Sandbox sandbox =
        Sandboxes.settings()
            .maximumConcurrentCalls(1)
            .queue(0, Duration.ofSeconds(1))
            .listener(events::add)
            .create()) {
      Program program = sandbox.compile("def f():\n    print(1)\n    while True: pass");
      assertThatThrownBy(() -> program.call("g")).isInstanceOf(UnknownFunctionException.class);
      assertThat(names(lastCall())).endsWith("CallFailed");

      var running = program.invokeAsync(Call.of("f"));
      // Of all events the last one may be a worker's.
      eventually("it runs", () -> names(of(numbers().getLast())).contains("OutputReceived"));
      assertThatThrownBy(() -> program.call("f")).isInstanceOf(OverloadedException.class);
      running.cancel(true);

      assertThat(names(of(numbers().getLast()))).containsExactly("CallQueued", "CallFailed");
      assertThat(of(numbers().getLast()).toString()).contains("OverloadedException");
      eventually("the other was cancelled", () -> events.toString().contains("cancelled"));
    }
  }

  @Test
  void a_call_whose_deadline_has_passed_is_told_without_a_start() {
    try (Sandbox sandbox = observed()) {
      Program program = sandbox.compile(SOURCE);
      program.invoke(Call.of("f", 1).withDeadline(Deadline.in(Duration.ZERO)));

      assertThat(names(of(numbers().getLast()))).containsExactly("CallQueued", "CallEnded");
      assertThat(events.toString()).contains("wall_timeout");
    }
  }

  @Test
  void workers_and_zygotes_are_told() {
    EngineUnderTest engine;
    try (Sandbox sandbox = observed()) {
      engine = EngineUnderTest.of(sandbox);
      sandbox.compile(SOURCE).call("f", 1);
    }
    eventually("all ends are told", this::isEveryEndTold);
    assertThat(count(SandboxEvent.WorkerMade.class)).isPositive();
    assertThat(count(SandboxEvent.ZygoteEnded.class) > 0).isEqualTo(engine.hasZygotes());
    assertThat(events)
        .filteredOn(event -> event instanceof SandboxEvent.ZygoteEnded)
        .allMatch(event -> ((SandboxEvent.ZygoteEnded) event).expected());
  }

  private boolean isEveryEndTold() {
    return count(SandboxEvent.WorkerMade.class) == count(SandboxEvent.WorkerEnded.class)
        && count(SandboxEvent.ZygoteStarted.class) == count(SandboxEvent.ZygoteEnded.class);
  }

  private long count(Class<?> type) {
    return events.stream().filter(type::isInstance).count();
  }

  @Test
  void a_listener_that_throws_disturbs_nobody() {
    SandboxListener faulty =
        event -> {
          throw new IllegalStateException("on purpose");
        };
    SandboxListener worse =
        event -> {
          throw new StackOverflowError("on purpose");
        };
    try (Sandbox sandbox =
        Sandboxes.settings().listener(faulty).listener(worse).listener(events::add).create()) {
      Program program = sandbox.compile(SOURCE);
      assertThat(program.call("f", 1).toString()).isEqualTo("[1, 'rslt']");
      assertThat(names(lastCall())).hasSize(6);
    }
  }

  @Test
  void nothing_is_told_to_a_listener_that_does_not_listen() {
    SandboxListener deaf =
        new SandboxListener() {
          @Override
          public void happened(SandboxEvent event) {
            events.add(event);
          }

          @Override
          public boolean listens() {
            return false;
          }
        };
    try (Sandbox sandbox = Sandboxes.settings().listener(deaf).create()) {
      sandbox.compile(SOURCE).call("f", 1);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void a_flight_recording_has_the_same_events(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("calls.jfr");
    EngineUnderTest engine;
    try (var recording = new Recording()) {
      recording.start();
      try (Sandbox sandbox = observed()) {
        engine = EngineUnderTest.of(sandbox);
        sandbox.compile(SOURCE).call("f", "rgmnt");
        try (Session session = sandbox.compile(SOURCE).openSession()) {
          session.call("f", 1);
        }
        lastCall();
      }
      eventually("all ends are told", this::isEveryEndTold);
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> recorded =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("io.terrarium."))
            .toList();
    for (Class<?> type : SandboxEvent.class.getPermittedSubclasses()) {
      boolean ofZygotes = type.getSimpleName().startsWith("Zygote");
      if (type != SandboxEvent.CallFailed.class && (engine.hasZygotes() || !ofZygotes)) {
        assertThat(recorded)
            .as(type.getSimpleName())
            .filteredOn(event ->
                event.getEventType().getName().equals("io.terrarium." + type.getSimpleName()))
            .isNotEmpty()
            .allSatisfy(event -> {
              for (RecordComponent field : type.getRecordComponents()) {
                assertThat(event.hasField(field.getName())).as(field.getName()).isTrue();
              }
            });
      }
    }
    assertThat(recorded)
        .filteredOn(event -> event.getEventType().getName().equals("io.terrarium.CallEnded"))
        .isNotEmpty()
        .allSatisfy(event -> {
          assertThat(event.getString("status")).isEqualTo("ok");
          assertThat(event.getDuration("wallTime")).isPositive();
        });
    assertThat(recorded.toString()).contains("SESSION_CALL").doesNotContain("rgmnt", "rslt");
  }

  @Test
  void the_guide_names_every_event_with_its_fields() throws IOException {
    List<String> rows =
        Files.readAllLines(GUIDE).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 2) + 1) + 1))
            .toList();
    List<String> events =
        Arrays.stream(SandboxEvent.class.getPermittedSubclasses())
            .map(type ->
                "| `%s` | %s |"
                    .formatted(
                        type.getSimpleName(),
                        Arrays.stream(type.getRecordComponents())
                            .map(field -> "`" + field.getName() + "`")
                            .collect(Collectors.joining(", "))))
            .toList();

    assertThat(rows).isEqualTo(events);
  }
}
