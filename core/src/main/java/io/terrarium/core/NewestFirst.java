package io.terrarium.core;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be taken, the newest in front. What a worker did last, which is to rehearse a call,
 * is still in the processor's caches then; one that has waited takes a fifth longer for a call.
 *
 * <p>Where few are taken the others would wait for ever, though, and with them the zygote that they
 * are of, long after its time. So one in {@link #TURN} is the one that has waited longest, and none
 * sees more of them taken than that many times as there are. Thread-safe.
 */
final class NewestFirst<T> {
  static final int TURN = 16;

  private final Deque<T> waiting = new ConcurrentLinkedDeque<>();
  private final AtomicInteger polls = new AtomicInteger();

  void add(T one) {
    waiting.addFirst(one);
  }

  /** Takes one away; null where there is none. */
  @Nullable T poll() {
    return polls.incrementAndGet() % TURN == 0 ? waiting.pollLast() : waiting.pollFirst();
  }

  /** How many there are. Counts them. */
  int size() {
    return waiting.size();
  }
}
