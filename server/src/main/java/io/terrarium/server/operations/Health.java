package io.terrarium.server.operations;

import io.terrarium.Call;
import io.terrarium.Deadline;
import io.terrarium.IsolationReport;
import io.terrarium.Outcome;
import io.terrarium.Sandbox;
import io.terrarium.SandboxException;
import io.terrarium.SandboxLoad;
import io.terrarium.Source;
import io.terrarium.json.Json;
import io.terrarium.server.Answer;
import io.terrarium.server.Service;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Whether the service lives, and whether it is ready for work. Thread-safe.
 *
 * <p>That it lives is told by its answering at all. It is ready when its engine's self-check was
 * passed, it is not about to end, and it has workers. Where there is neither a worker that is ready
 * nor a call that runs, a call is tried: that tells whether one can be made, and makes others. That
 * is done once in a second at most, however often it is asked.
 */
final class Health {
  private static final Source TRIAL = Source.of("def ready():\n    return True\n");
  private static final Duration TRIAL_TIME = Duration.ofSeconds(2);
  private static final long TRIAL_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final ReentrantLock trying = new ReentrantLock();
  private volatile @Nullable Watched watched;
  private volatile boolean worked = true;
  private volatile long triedAt = System.nanoTime() - TRIAL_EVERY_NANOS;

  private record Watched(Sandbox sandbox, Service service) {}

  /** From now on it is known what there is to look at. */
  void watch(Sandbox sandbox, Service service) {
    watched = new Watched(sandbox, service);
  }

  Answer alive() {
    return Answer.json("{\"status\":\"alive\"}");
  }

  Answer ready() {
    Watched now = watched;
    if (now == null) {
      return unready(
          Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("status", "starting");
            json.writeEndObject();
          }));
    }
    SandboxLoad load = now.sandbox.load();
    IsolationReport isolation = now.sandbox.isolation();
    boolean checked =
        isolation.usable()
            && isolation.selfCheck().stream().allMatch(IsolationReport.Attempt::stopped);
    String status = status(now, load, checked);
    String document = Json.text(json -> write(json, status, isolation, load));
    return status.equals("ready") ? Answer.json(document) : unready(document);
  }

  private String status(Watched now, SandboxLoad load, boolean checked) {
    if (now.service.isDraining()) {
      return "draining";
    }
    if (!checked) {
      return "self_check_failed";
    }
    boolean hasWorkers = load.idleWorkers() > 0 || load.runningCalls() > 0;
    return hasWorkers || hasWorked(now.sandbox) ? "ready" : "no_workers";
  }

  private static Answer unready(String document) {
    return Answer.document(503, Answer.JSON, document).with("Retry-After", "1");
  }

  private static void write(
      JsonGenerator json, String status, IsolationReport isolation, SandboxLoad load) {
    json.writeStartObject();
    json.writeStringProperty("status", status);
    json.writeStringProperty("engine", isolation.engine());
    json.writeObjectPropertyStart("self_check");
    json.writeNumberProperty("attempts", isolation.selfCheck().size());
    json.writeNumberProperty(
        "stopped", isolation.selfCheck().stream().filter(IsolationReport.Attempt::stopped).count());
    json.writeEndObject();
    json.writeObjectPropertyStart("pool");
    json.writeNumberProperty("idle_workers", load.idleWorkers());
    json.writeNumberProperty("running_calls", load.runningCalls());
    json.writeNumberProperty("waiting_calls", load.waitingCalls());
    json.writeNumberProperty("reserved_memory_bytes", load.reservedMemoryBytes());
    json.writeNumberProperty("memory_budget_bytes", load.memoryBudgetBytes());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Whether a call did what it should, lately. One asks, and the others take its word. */
  private boolean hasWorked(Sandbox sandbox) {
    if (System.nanoTime() - triedAt < TRIAL_EVERY_NANOS || !trying.tryLock()) {
      return worked;
    }
    try {
      worked =
          sandbox.compile(TRIAL).invoke(Call.of("ready").withDeadline(Deadline.in(TRIAL_TIME)))
              instanceof Outcome.Returned;
    } catch (SandboxException e) {
      worked = false;
    } finally {
      triedAt = System.nanoTime();
      trying.unlock();
    }
    return worked;
  }
}
