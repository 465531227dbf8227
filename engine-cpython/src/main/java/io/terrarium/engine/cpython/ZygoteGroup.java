package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.SandboxEvent;
import io.terrarium.spi.Events;
import io.terrarium.spi.SafeLogger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The zygotes of one kind. One is started with the first demand; as soon as workers are asked for
 * faster than one zygote forks them, others share the work. Each is replaced after a while, since
 * the workers of one zygote have its hash seed and address layout in common. Thread-safe.
 */
final class ZygoteGroup implements AutoCloseable {
  private static final SafeLogger LOG = SafeLogger.of(ZygoteGroup.class);
  private static final int ZYGOTES_AT_MOST =
      Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
  private static final int WORKERS_EACH = 10_000;
  private static final Duration LIFE = Duration.ofMinutes(30);

  /** As many forks as one zygote may have before it before another zygote is started. */
  private static final int FORKS_AHEAD = 1;

  private final ZygoteModel model;
  private final ZygoteStarter starter;
  private final List<Member> members = new ArrayList<>();
  private final List<Zygote> retired = new ArrayList<>();
  private final Set<Zygote> unready = ConcurrentHashMap.newKeySet();
  private final Object starting = new Object();
  private boolean growing;
  private boolean closed;

  ZygoteGroup(ZygoteModel model, ZygoteStarter starter) {
    this.model = model;
    this.starter = starter;
  }

  /** Starts another zygote and waits until its jail is closed. */
  ZygoteReport start() {
    long begin = System.nanoTime();
    Zygote zygote = starter.start(model);
    unready.add(zygote);
    try {
      if (isClosed()) {
        zygote.kill();
      }
      ZygoteReport report = zygote.awaitReady();
      tell(zygote, Duration.ofNanos(System.nanoTime() - begin));
      enrol(zygote);
      return report;
    } finally {
      unready.remove(zygote);
    }
  }

  private void tell(Zygote zygote, Duration took) {
    Events events = starter.events();
    if (!events.areHeard()) {
      return;
    }
    long process = zygote.processId();
    String runtime = model.runtime().name();
    events.tell(new SandboxEvent.ZygoteStarted(process, runtime, took));
    var _ =
        zygote
            .gone()
            .thenAccept(
                expected -> events.tell(new SandboxEvent.ZygoteEnded(process, runtime, expected)));
  }

  /** A zygote to fork from: the one with the fewest forks before this one. */
  Lease lease() {
    Lease lease = tryLease();
    while (lease == null) {
      startIfNone();
      lease = tryLease();
    }
    return lease;
  }

  /** However many find that there is none, one of them starts one and the others wait for it. */
  private void startIfNone() {
    synchronized (starting) {
      if (zygotes().isEmpty()) {
        start();
      }
    }
  }

  private synchronized @Nullable Lease tryLease() {
    if (closed) {
      throw new EngineUnavailableException("The engine is closed.", null);
    }
    members.removeIf(member -> !member.zygote.alive());
    retireOld();
    List<Member> atWork = members.stream().filter(Member::isAtWork).toList();
    if (atWork.isEmpty()) {
      return null;
    }
    Member member =
        atWork.stream()
            .min(Comparator.comparingInt(candidate -> candidate.forks.get()))
            .orElseThrow();
    if (member.forks.get() > FORKS_AHEAD && atWork.size() < ZYGOTES_AT_MOST) {
      growInBackground();
    }
    return new Lease(member);
  }

  /** Old ones get no more orders; they end when their last worker has. */
  private void retireOld() {
    for (Member member : List.copyOf(members)) {
      boolean old =
          member.zygote.workersMade() >= WORKERS_EACH || member.zygote.age().compareTo(LIFE) > 0;
      if (old && members.size() > 1) {
        members.remove(member);
        retired.add(member.zygote);
      } else if (old) {
        growInBackground();
      }
    }
    retired.removeIf(zygote -> {
      if (zygote.workersAlive() == 0) {
        Thread.ofPlatform().daemon().name("terrarium-retirement").start(zygote::close);
        return true;
      }
      return !zygote.alive();
    });
  }

  private void growInBackground() {
    if (growing) {
      return;
    }
    growing = true;
    Thread.ofPlatform()
        .daemon()
        .name("terrarium-growth")
        .start(() -> {
          try {
            start();
          } catch (EngineUnavailableException | SetUpException e) {
            LOG.log(
                isClosed() ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "no further zygote: {0}",
                e.getMessage());
          } finally {
            grown();
          }
        });
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void grown() {
    growing = false;
    notifyAll();
  }

  private synchronized void awaitGrown() {
    try {
      while (growing) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void enrol(Zygote zygote) {
    synchronized (this) {
      if (!closed) {
        members.add(new Member(zygote, new AtomicInteger()));
        return;
      }
    }
    zygote.close();
  }

  @Override
  public void close() {
    List<Zygote> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(retired);
      members.forEach(member -> all.add(member.zygote));
      members.clear();
      retired.clear();
    }
    unready.forEach(Zygote::killAndWait);
    all.parallelStream().forEach(Zygote::close);
    awaitGrown();
  }

  private record Member(Zygote zygote, AtomicInteger forks) {
    boolean isAtWork() {
      return zygote.alive() && !zygote.unresponsive();
    }
  }

  /** One fork that a zygote is busy with. */
  static final class Lease implements AutoCloseable {
    private final Member member;

    private Lease(Member member) {
      this.member = member;
      member.forks.incrementAndGet();
    }

    Zygote zygote() {
      return member.zygote;
    }

    @Override
    public void close() {
      member.forks.decrementAndGet();
    }
  }

  /** The zygotes at work. */
  synchronized List<Zygote> zygotes() {
    return members.stream().filter(Member::isAtWork).map(Member::zygote).toList();
  }
}
