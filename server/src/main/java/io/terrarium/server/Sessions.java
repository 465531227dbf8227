package io.terrarium.server;

import io.terrarium.Session;
import io.terrarium.config.ServerSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The sessions that callers have open, each caller's for itself. One that waits too long for a call
 * ends, and so does one whose worker has ended. Thread-safe.
 */
final class Sessions implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 16;

  private final ServerSettings settings;
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final LongSupplier memoryOfCaller;
  private final AtomicInteger placesInAll = new AtomicInteger();
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param memoryOfAll what may be promised to all calls and sessions, in bytes
   */
  Sessions(ServerSettings settings, LongSupplier memoryOfAll) {
    this.settings = settings;
    // Where there are several keys, one leaves the others as much.
    this.memoryOfCaller =
        settings.keys().size() > 1 ? () -> memoryOfAll.getAsLong() / 2 : () -> Long.MAX_VALUE;
  }

  /** What the sessions of one caller take. */
  private static final class Account {
    private int sessions;
    private long memory;

    private synchronized void take(int mostSessions, long mostMemory, long bytes) {
      if (sessions >= mostSessions) {
        throw tooMany(ProblemCode.CONCURRENCY_LIMITED, "A caller", mostSessions);
      }
      if (sessions > 0 && memory + bytes > mostMemory) {
        throw Problem.of(
                ProblemCode.CONCURRENCY_LIMITED,
                "The sessions of a caller may take %d bytes of memory together: end one, let one expire, or ask for less."
                    .formatted(mostMemory))
            .exception();
      }
      sessions++;
      memory += bytes;
    }

    private synchronized void give(long bytes) {
      sessions--;
      memory -= bytes;
    }
  }

  /** A session that is open, of a caller. */
  final class Open {
    private final String id;
    private final String caller;
    private final long memory;
    private final Session session;
    private final Duration idle;
    private final AtomicLong calls = new AtomicLong();
    private int underWay;
    private long idleSince = System.nanoTime();
    private boolean ended;

    private Open(String id, String caller, long memory, Session session, Duration idle) {
      this.id = id;
      this.caller = caller;
      this.memory = memory;
      this.session = session;
      this.idle = idle;
    }

    String id() {
      return id;
    }

    Session session() {
      return session;
    }

    /** How long it waits for a call. */
    Duration idle() {
      return idle;
    }

    /** How many calls were made in it. */
    long calls() {
      return calls.get();
    }

    /** How long it still waits for a call; all of its time while one is under way. */
    synchronized Duration left() {
      if (underWay > 0) {
        return idle;
      }
      Duration left = idle.minusNanos(System.nanoTime() - idleSince);
      return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Does something with it, meanwhile it does not wait.
     *
     * @throws ProblemException when it has ended
     */
    <T> T use(Supplier<T> work) {
      synchronized (this) {
        if (ended) {
          throw unknown();
        }
        underWay++;
      }
      try {
        calls.incrementAndGet();
        return work.get();
      } finally {
        synchronized (this) {
          underWay--;
          idleSince = System.nanoTime();
        }
        if (!session.alive()) {
          end(this);
        }
      }
    }

    /** Whether it has waited too long, and so ends. */
    private synchronized boolean expires() {
      return !ended && underWay == 0 && System.nanoTime() - idleSince >= idle.toNanos();
    }
  }

  /**
   * Opens a session.
   *
   * @param idle how long it waits for a call
   * @param memory bytes that it may take
   * @param opening makes it
   * @throws ProblemException when the caller has too many, or all have
   */
  Open open(Caller caller, Duration idle, long memory, Supplier<Session> opening) {
    Account account = accounts.computeIfAbsent(caller.name(), _ -> new Account());
    account.take(settings.sessions(), memoryOfCaller.getAsLong(), memory);
    try {
      takePlace();
    } catch (ProblemException e) {
      account.give(memory);
      throw e;
    }
    try {
      Session session = opening.get();
      var made = new Open(newId(), caller.name(), memory, session, idle);
      open.put(made.id(), made);
      if (closed) {
        end(made);
      }
      return made;
    } catch (RuntimeException | Error e) {
      account.give(memory);
      placesInAll.decrementAndGet();
      throw e;
    }
  }

  private void takePlace() {
    if (placesInAll.incrementAndGet() > settings.sessionsInAll()) {
      placesInAll.decrementAndGet();
      throw tooMany(ProblemCode.OVERLOADED, "The service", settings.sessionsInAll());
    }
  }

  private static ProblemException tooMany(ProblemCode code, String whose, int most) {
    return Problem.of(
            code, whose + " has at most " + most + " sessions open: end one, or let one expire.")
        .exception();
  }

  private static String newId() {
    var bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * A session of a caller's.
   *
   * @throws ProblemException when there is none of that id
   */
  Open find(Caller caller, String id) {
    return Optional.ofNullable(open.get(id))
        .filter(it -> it.caller.equals(caller.name()))
        .filter(it -> !it.expires())
        .orElseThrow(Sessions::unknown);
  }

  private static ProblemException unknown() {
    return Problem.of(
            ProblemCode.SESSION_NOT_FOUND,
            "There is no such session: it was ended, a call ended its worker, or it was idle for too"
                + " long.")
        .exception();
  }

  /** Ends a session, whatever is under way in it. */
  void end(Open session) {
    synchronized (session) {
      if (session.ended) {
        return;
      }
      session.ended = true;
    }
    open.remove(session.id);
    Account account = accounts.get(session.caller);
    if (account != null) {
      account.give(session.memory);
    }
    placesInAll.decrementAndGet();
    session.session.close();
  }

  /** Ends those that have waited too long. */
  void endIdle() {
    for (Open session : open.values()) {
      if (session.expires()) {
        end(session);
      }
    }
  }

  /** How many are open. */
  int count() {
    return open.size();
  }

  @Override
  public void close() {
    closed = true;
    open.values().forEach(this::end);
  }
}
