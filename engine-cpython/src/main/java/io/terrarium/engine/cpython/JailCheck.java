package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationReport.Attempt;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerExit;
import io.terrarium.wire.SelfCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The self-check by a worker in the jail. Besides what the worker tells of ({@code self_check.py})
 * there is a last attempt, for which the filter has to end it: that it did so is the kernel's word.
 */
final class JailCheck {
  private static final SelfCheck CHECK = new SelfCheck("cpython");
  private static final long SECONDS = 20;
  private static final int SIGSYS = 31;

  private JailCheck() {}

  /**
   * Waits for the attempts of a worker that was made for them, all of which were stopped.
   *
   * @throws EngineUnavailableException if one was not, naming it
   */
  static List<Attempt> of(Worker worker) {
    try {
      List<Attempt> attempts = new ArrayList<>(CHECK.attempts(worker.channel()));
      attempts.add(forbidden(worker));
      return CHECK.allStopped(attempts);
    } finally {
      worker.kill();
    }
  }

  /** After its answer it tries to run a program, which no honest one does. */
  private static Attempt forbidden(Worker worker) {
    String name = "run a program";
    WorkerExit exit = worker.exit().completeOnTimeout(null, SECONDS, TimeUnit.SECONDS).join();
    return exit != null && exit.status().equals(new WorkerExit.Status.Signalled(SIGSYS))
        ? new Attempt(name, true, "ended by SIGSYS")
        : new Attempt(name, false, exit == null ? "still there" : exit.status().toString());
  }
}
