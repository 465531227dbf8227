package io.terrarium.server;

import java.util.concurrent.atomic.AtomicLong;

/** What all bodies together may take that are in memory at the same time. Thread-safe. */
final class BodyBudget {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  BodyBudget(long most) {
    this.most = most;
  }

  /** What one request has of it. For one thread at a time. */
  final class Share {
    private long bytes;

    private Share() {}

    /**
     * Takes more.
     *
     * @throws ProblemException when there is no more
     */
    void take(long more) {
      if (taken.addAndGet(more) > most) {
        taken.addAndGet(-more);
        throw Problem.of(
                ProblemCode.OVERLOADED,
                "Other requests take all the memory that there is for bodies.")
            .exception();
      }
      bytes += more;
    }

    /** Gives back some of what was taken. */
    void give(long fewer) {
      taken.addAndGet(-fewer);
      bytes -= fewer;
    }

    /** Gives back all that was taken. */
    void release() {
      taken.addAndGet(-bytes);
      bytes = 0;
    }
  }

  /** A share of nothing yet; it has to be released at the end. */
  Share share() {
    return new Share();
  }
}
