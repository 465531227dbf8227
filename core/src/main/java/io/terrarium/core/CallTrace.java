package io.terrarium.core;

import io.terrarium.Outcome;
import io.terrarium.OutputListener;
import io.terrarium.SandboxEvent;
import io.terrarium.SandboxEvent.Purpose;
import io.terrarium.spi.Events;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells the events of one call, or none at all where nobody listens: then it is one object for all
 * calls, and each step costs a comparison. For one thread, but for {@link #measured}.
 */
final class CallTrace {
  private static final CallTrace SILENT = new CallTrace(null, 0);
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final @Nullable Events events;
  private final long number;
  private long since;
  private boolean isAdmitted;
  private Duration wallTime = Duration.ZERO;

  private CallTrace(@Nullable Events events, long number) {
    this.events = events;
    this.number = number;
  }

  /** Begins to tell about a call. */
  static CallTrace of(Events events, Purpose purpose, String source, String function) {
    if (!events.areHeard()) {
      return SILENT;
    }
    var trace = new CallTrace(events, NUMBERS.incrementAndGet());
    trace.since = System.nanoTime();
    events.tell(new SandboxEvent.CallQueued(trace.number, purpose, source, function));
    return trace;
  }

  /** Whether anybody hears this. */
  boolean isHeard() {
    return events != null;
  }

  void admitted() {
    // Opening a session waits for memory, and then for a place.
    if (events != null && !isAdmitted) {
      isAdmitted = true;
      events.tell(new SandboxEvent.CallAdmitted(number, lap()));
    }
  }

  void workerTaken(boolean madeAhead) {
    if (events != null) {
      events.tell(new SandboxEvent.WorkerTaken(number, madeAhead, lap()));
    }
  }

  void started(long bytes) {
    if (events != null) {
      events.tell(new SandboxEvent.CallStarted(number, bytes));
    }
  }

  void printed(OutputListener.Stream stream, long bytes) {
    if (events != null) {
      events.tell(new SandboxEvent.OutputReceived(number, stream, bytes));
    }
  }

  /** It ran for so long; what came of that is told with {@link #ended}. */
  void ran(Duration time) {
    if (events != null) {
      wallTime = time;
    }
  }

  /** Gives the outcome back. */
  Outcome ended(Outcome outcome) {
    ended(outcome.status());
    return outcome;
  }

  void ended(String status) {
    if (events != null) {
      events.tell(new SandboxEvent.CallEnded(number, status, wallTime));
    }
  }

  void failed(Throwable problem) {
    if (events != null) {
      events.tell(new SandboxEvent.CallFailed(number, problem.getClass().getSimpleName()));
    }
  }

  void measured(Duration cpuTime, long peakMemoryBytes) {
    if (events != null) {
      events.tell(new SandboxEvent.CallMeasured(number, cpuTime, peakMemoryBytes));
    }
  }

  void sessionOpened(String source) {
    if (events != null) {
      events.tell(new SandboxEvent.SessionOpened(number, source));
    }
  }

  void sessionEnded() {
    if (events != null) {
      events.tell(new SandboxEvent.SessionEnded(number));
    }
  }

  /** What has passed since the last step. */
  private Duration lap() {
    long now = System.nanoTime();
    long passed = now - since;
    since = now;
    return Duration.ofNanos(passed);
  }
}
