package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerExit;
import io.terrarium.spi.WorkerLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Has zygotes fork workers, and sees them arrive. What happens to one worker or one zygote under
 * this is none of the caller's business, as long as another one does better. Thread-safe.
 */
final class WorkerSpawner {
  /**
   * How long a worker may take, attempt by attempt. It takes a few milliseconds, or something has
   * happened to it; but a machine may also be slow.
   */
  private static final List<Duration> PATIENCE =
      Stream.of(300, 300, 1_000, 5_000, 20_000)
          .map(milliseconds -> Duration.ofMillis(milliseconds))
          .toList();

  private final Reception reception;
  private final AtomicInteger numbers = new AtomicInteger();

  WorkerSpawner(Reception reception) {
    this.reception = reception;
  }

  /**
   * A worker that waits for a request.
   *
   * @throws EngineUnavailableException when none can be made
   * @throws SetUpException when its jail cannot be closed
   */
  Worker spawn(ZygoteGroup group, WorkerLimits limits, WorkerPurpose purpose) {
    String reason = "";
    for (Duration patience : PATIENCE) {
      try (ZygoteGroup.Lease lease = group.lease()) {
        return attempt(lease.zygote(), limits, purpose, patience);
      } catch (LostOnItsWayException e) {
        reason = String.valueOf(e.getMessage());
      } catch (SetUpException e) {
        if (!e.failure().isEndAtOnce()) {
          throw e;
        }
        reason = e.failure().message();
      }
    }
    throw new EngineUnavailableException("A worker could not be made: " + reason + ".", null);
  }

  private Worker attempt(
      Zygote zygote, WorkerLimits limits, WorkerPurpose purpose, Duration patience) {
    int number = numbers.incrementAndGet();
    Reception.Expectation expectation = reception.expect();
    boolean arrived = false;
    try {
      CompletableFuture<WorkerExit> exit =
          zygote.fork(number, expectation.token(), limits, purpose);
      // A worker that ends before it arrives will not arrive.
      var _ = exit.thenAccept(expectation::endedOnItsWay);
      var arrival = expectation.arrival().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      arrived = true;
      return switch (arrival) {
        case Reception.Arrival.Ready(var channel) ->
            new CpythonWorker(number, zygote, channel, exit);
        case Reception.Arrival.Failed(var failure) -> throw new SetUpException(failure);
        case Reception.Arrival.Ended(var how) -> throw ended(how, zygote);
        case Reception.Arrival.TurnedAway(var reason) -> {
          zygote.kill(number);
          throw turnedAway(reason);
        }
      };
    } catch (TimeoutException e) {
      zygote.kill(number);
      String suspect = zygote.answers(number) ? "it" : zygote.toString();
      throw new LostOnItsWayException(suspect + " did not answer in time");
    } catch (IOException e) {
      throw new LostOnItsWayException(zygote + " is gone: " + e.getMessage());
    } catch (CancellationException e) {
      throw new EngineUnavailableException(
          "The engine was closed while a worker was being made.", e);
    } catch (ExecutionException e) {
      throw new EngineUnavailableException("A worker could not be made: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailableException("Interrupted while a worker was being made.", e);
    } finally {
      if (!arrived) {
        expectation.forget();
      }
    }
  }

  /** Where a zygote that lives could not fork, another attempt would not fare better. */
  private static RuntimeException ended(WorkerExit exit, Zygote zygote) {
    return switch (exit.status()) {
      case WorkerExit.Status.Exited(int code) ->
          new LostOnItsWayException("it ended at once with exit status " + code);
      case WorkerExit.Status.Signalled(int signal) ->
          new LostOnItsWayException("it was ended at once by signal " + signal);
      case WorkerExit.Status.Lost(String reason) ->
          zygote.alive()
              ? new EngineUnavailableException("A worker could not be made: " + reason + ".", null)
              : new LostOnItsWayException(reason);
    };
  }

  private static EngineUnavailableException turnedAway(String reason) {
    return new EngineUnavailableException(
        "A worker could not come in: "
            + reason
            + ". The application has run out of something: raise its limits (ulimit -n and -u,"
            + " LimitNOFILE= and TasksMax= in systemd), or run fewer calls at a time.",
        null);
  }

  /** Something happened to a worker on its way that need not happen to the next one. */
  private static final class LostOnItsWayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LostOnItsWayException(String message) {
      super(message);
    }
  }
}
