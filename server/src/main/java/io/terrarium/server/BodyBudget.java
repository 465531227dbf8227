package io.terrarium.server;

import io.terrarium.config.ServerSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What all bodies together may take that are in memory at the same time, and those of one caller.
 * Thread-safe.
 */
final class BodyBudget {
  /** What the values may take that a byte of JSON stands for: many short lists take the most. */
  private static final int HEAP_BYTES_FOR_EACH = 32;

  private final long most;
  private final long mostOfCaller;
  private final AtomicLong taken = new AtomicLong();
  private final Map<String, AtomicLong> takenByCallers = new ConcurrentHashMap<>();

  private BodyBudget(long most, long mostOfCaller) {
    this.most = most;
    this.mostOfCaller = mostOfCaller;
  }

  /**
   * That of a service: no more than the heap has room for once bodies are values, and where there
   * are several keys no more than half of that for each. One body is let in even so, with the
   * chunks that it may come in.
   */
  static BodyBudget of(ServerSettings settings, long heapBytes) {
    long one = settings.bodyBytes() + settings.bodyBytes() / 4;
    long roomy = heapBytes / HEAP_BYTES_FOR_EACH;
    long most = Math.min(settings.bodiesBytes(), Math.max(one, roomy));
    return new BodyBudget(
        most, settings.keys().size() > 1 ? Math.min(most, Math.max(one, most / 2)) : most);
  }

  /** Bytes that all bodies may take. */
  long most() {
    return most;
  }

  /** Bytes that the bodies of one caller may take. */
  long mostOfCaller() {
    return mostOfCaller;
  }

  /** What one request has of it. For one thread at a time. */
  final class Share {
    private long bytes;
    private @Nullable AtomicLong takenByCaller;

    private Share() {}

    /** From now on it is known whose it is. What was taken before counts for nobody. */
    void belongsTo(String caller) {
      takenByCaller = takenByCallers.computeIfAbsent(caller, _ -> new AtomicLong());
      takenByCaller.addAndGet(bytes);
    }

    /**
     * Takes more.
     *
     * @throws ProblemException when there is no more, or no more for its caller
     */
    void take(long more) {
      count(more);
      if (taken.get() > most) {
        count(-more);
        throw Problem.of(
                ProblemCode.OVERLOADED,
                "Other requests take all the memory that there is for bodies.")
            .exception();
      }
      if (takenByCaller != null && takenByCaller.get() > mostOfCaller) {
        count(-more);
        throw Problem.of(
                ProblemCode.CONCURRENCY_LIMITED,
                "Other requests of the key take all the memory that one key may for bodies.")
            .exception();
      }
      bytes += more;
    }

    /** Gives back some of what was taken. */
    void give(long fewer) {
      count(-fewer);
      bytes -= fewer;
    }

    /** Gives back all that was taken. */
    void release() {
      count(-bytes);
      bytes = 0;
    }

    private void count(long change) {
      taken.addAndGet(change);
      if (takenByCaller != null) {
        takenByCaller.addAndGet(change);
      }
    }
  }

  /** A share of nothing yet; it has to be released at the end. */
  Share share() {
    return new Share();
  }
}
